import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import type { Secret } from "./format.ts";

/** A longer key is hashed first (RFC 2104 section 2); no program makes one of this length. */
const mostBytes = 1024;

const base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** People and programs write keys in groups. */
const bare = (written: string): string => written.replaceAll(/[\s-]/gu, "").replace(/=+$/u, "");

/** Base32 as every app reads it: bits of the last letter beyond whole bytes are dropped (RFC 4648 section 3.5 lets it be). */
function fromBase32(written: string): Buffer | null {
  const letters = bare(written).toUpperCase();
  const spare = (letters.length * 5) % 8;
  if (!/^[A-Z2-7]+$/u.test(letters) || spare >= 5) return null;
  const last = base32Letters.indexOf(letters.at(-1) ?? "");
  const rounded = base32Letters[(last >> spare) << spare] ?? "";
  return Buffer.from(base32nopad.decode(letters.slice(0, -1) + rounded));
}

function fromHex(written: string): Buffer | null {
  const letters = bare(written);
  return /^(?:[0-9a-f]{2})+$/iu.test(letters) ? Buffer.from(letters, "hex") : null;
}

function fromBase64(written: string): Buffer | null {
  const letters = written.replaceAll(/\s/gu, "").replace(/=+$/u, "");
  return /^[A-Za-z0-9+/]+$/u.test(letters) && letters.length % 4 !== 1 ? Buffer.from(letters, "base64") : null;
}

function decode(secret: Secret): Buffer | null {
  if ("bytes" in secret) return Buffer.from(secret.bytes);
  if ("base32" in secret) return fromBase32(secret.base32);
  return "hex" in secret ? fromHex(secret.hex) : fromBase64(secret.base64);
}

const formOf = (secret: Secret): string => ("base32" in secret ? "base32" : "hex" in secret ? "hex" : "base64");

/** @returns the key, or why there is none; what is wrong with it never repeats a character of it */
export function seedOf(secret: Secret | undefined): Buffer | Text {
  if (
    secret === undefined ||
    Object.values(secret as Record<string, string | Uint8Array>).every((one) => one.length === 0)
  )
    return text("formats.noSecret");
  const seed = decode(secret);
  if (seed === null) return text("formats.secretUnreadable", { form: formOf(secret) });
  if (seed.length === 0) return text("formats.noSecret");
  if (seed.length > mostBytes) return text("formats.secretTooLong", { most: mostBytes });
  return seed;
}
