import { randomBytes } from "node:crypto";
import { base32crockford } from "@scure/base";
import { AppError } from "#shared/errors.ts";

/** 160 bits: 32 characters without padding, in 8 groups of 4. */
const keyLength = 20;

/** Printed form: Crockford base32 in groups of four, joined by `-`. */
export function newRecoveryKey(): string {
  const text = base32crockford.encode(randomBytes(keyLength));
  return (text.match(/.{4}/gu) ?? []).join("-");
}

/**
 * Reads a recovery key as typed: case, blanks and hyphens do not matter; O reads as 0, I and L as 1.
 *
 * @returns 20 bytes
 * @throws AppError UNLOCK_REFUSED when it cannot be a recovery key
 */
export function parseRecoveryKey(typed: string): Buffer {
  const text = typed
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s\-–—]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/gu, "1");
  try {
    const key = Buffer.from(base32crockford.decode(text));
    if (key.length === keyLength) return key;
  } catch (cause) {
    throw new AppError("UNLOCK_REFUSED", { cause });
  }
  throw new AppError("UNLOCK_REFUSED");
}
