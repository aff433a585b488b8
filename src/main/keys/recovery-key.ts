import { randomBytes } from "node:crypto";
import { base32crockford } from "@scure/base";
import { AppError } from "#shared/errors.ts";
import { crockfordCode } from "#shared/model/typed.ts";

/** 160 bits: 32 characters without padding, in 8 groups of 4. */
const keyLength = 20;

/** The bytes of a new recovery key. */
export const recoveryKeyBytes = (): Buffer => randomBytes(keyLength);

/** Bytes in a form that people copy from paper: Crockford base32 in groups of four, joined by `-`. */
export const toPrinted = (bytes: Uint8Array): string =>
  (base32crockford.encode(bytes).match(/.{1,4}/gu) ?? []).join("-");

/**
 * Reads what `toPrinted` returned, as typed: case, spaces, hyphens and dots do not matter; O reads as 0, I and L as 1.
 *
 * @throws Error if it is not Crockford base32
 */
export function fromPrinted(typed: string): Buffer {
  return Buffer.from(base32crockford.decode(crockfordCode(typed)));
}

export const newRecoveryKey = (): string => toPrinted(recoveryKeyBytes());

/**
 * Reads a recovery key as typed.
 *
 * @returns 20 bytes
 * @throws AppError UNLOCK_REFUSED if it cannot be a recovery key
 */
export function parseRecoveryKey(typed: string): Buffer {
  try {
    const key = fromPrinted(typed);
    if (key.length === keyLength) return key;
  } catch (cause) {
    throw new AppError("UNLOCK_REFUSED", { cause });
  }
  throw new AppError("UNLOCK_REFUSED");
}
