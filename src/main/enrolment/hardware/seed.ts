import { base32nopad } from "@scure/base";
import { AppError } from "#shared/errors.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import { visibleCode } from "#shared/model/typed.ts";

/** 128 bits (RFC 4226 section 4 R6). */
const leastBytes = 16;

/** The hash's block size: a longer key is hashed first (RFC 2104 section 2), and no device has one. */
const mostBytes = 64;

const base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Letters that look like the wrong ones. */
const lookAlikes: Readonly<Record<string, Text>> = {
  "0": text("seeds.perhapsO"),
  "1": text("seeds.perhapsIL"),
  "8": text("seeds.perhapsB"),
  "9": text("seeds.perhapsGQ"),
};

const refuse = (problem: Text) => new AppError("INVALID_INPUT", { text: problem, fields: { seed: problem } });

/** What is neither hex nor base32, by its position among the typed characters. */
function namePlace(letters: readonly string[], alphabet: string, form: string): AppError {
  const at = letters.findIndex((letter) => !alphabet.includes(letter));
  const letter = letters[at] ?? "";
  const hint = form === "base32" ? lookAlikes[letter] : undefined;
  const foreign = text("seeds.foreign", { position: at + 1, letter, form });
  return refuse(hint === undefined ? foreign : sentences(foreign, hint));
}

/**
 * Base32 as every authenticator app reads it: bits of the last letter beyond whole bytes are dropped, where RFC 4648
 * section 3.5 lets a decoder refuse them.
 */
function decodeBase32(letters: readonly string[]): Buffer {
  const spare = (letters.length * 5) % 8;
  if (spare >= 5) {
    throw refuse(text("seeds.base32Incomplete", { count: letters.length }));
  }
  const last = base32Letters.indexOf(letters.at(-1) ?? "");
  const rounded = base32Letters[(last >> spare) << spare] ?? "";
  return Buffer.from(base32nopad.decode([...letters.slice(0, -1), rounded].join("")));
}

function decode(typed: string): Buffer {
  const letters = Array.from(typed);
  if (letters.length === 0) throw refuse(text("seeds.missing"));
  const isHex = /^[0-9A-F]+$/u.test(typed);
  // A hex seed of this length without any of 0, 1, 8 and 9 does not occur; nor does base32 without G to Z.
  if (isHex && letters.length % 2 === 0) return Buffer.from(typed, "hex");
  if (isHex) throw refuse(text("seeds.hexIncomplete", { count: letters.length }));
  const onlyHex = letters.filter((letter) => "0123456789ABCDEF".includes(letter)).length;
  const onlyBase32 = letters.filter((letter) => base32Letters.includes(letter)).length;
  if (onlyBase32 === letters.length) return decodeBase32(letters);
  throw onlyHex > onlyBase32
    ? namePlace(letters, "0123456789ABCDEF", "hex")
    : namePlace(letters, base32Letters, "base32");
}

/**
 * A seed as makers print it: hex, or base32 (RFC 4648 section 6), in groups, in any case.
 *
 * @throws AppError INVALID_INPUT; its message repeats at most the one character that does not belong
 */
export function parseSeed(typed: string): Buffer {
  const plain = visibleCode(typed)
    .replaceAll(/[\p{Z}:.\p{Pd}\u2212]/gu, "")
    .replace(/=+$/u, "")
    .toUpperCase();
  const seed = decode(plain);
  if (seed.length < leastBytes) throw refuse(text("seeds.tooShort", { least: leastBytes }));
  if (seed.length > mostBytes) throw refuse(text("seeds.tooLong", { most: mostBytes }));
  return seed;
}
