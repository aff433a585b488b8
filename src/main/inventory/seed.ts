import { base32nopad } from "@scure/base";
import { AppError } from "#shared/errors.ts";

/** 128 bits (RFC 4226 section 4 R6). */
const leastBytes = 16;

/** The block of the hash: a longer key is hashed first (RFC 2104 section 2), and no device has one. */
const mostBytes = 64;

const refuse = (problem: string) => new AppError("INVALID_INPUT", { message: problem, fields: { seed: problem } });

function decode(text: string): Buffer | null {
  // A hex seed of this length that has none of 0, 1, 8 and 9 in it does not happen; base32 without G to Z neither.
  if (/^(?:[0-9A-F]{2})+$/u.test(text)) return Buffer.from(text, "hex");
  try {
    return Buffer.from(base32nopad.decode(text));
  } catch (cause) {
    if (cause instanceof Error) return null;
    throw cause;
  }
}

/**
 * A seed as makers print it: hex, or base32 (RFC 4648 section 6), in groups, in any case.
 *
 * @throws AppError INVALID_INPUT; its message never repeats what was read
 */
export function parseSeed(typed: string): Buffer {
  const text = typed
    .replaceAll(/[\s:-]/gu, "")
    .replace(/=+$/u, "")
    .toUpperCase();
  const seed = decode(text);
  if (!seed) throw refuse("This is not a seed in hex or base32.");
  if (seed.length < leastBytes) throw refuse(`The seed is too short: at least ${leastBytes} bytes (128 bits).`);
  if (seed.length > mostBytes) throw refuse(`The seed is too long: at most ${mostBytes} bytes.`);
  return seed;
}
