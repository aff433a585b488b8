import type { Secret } from "../format.ts";

/*
 * Whether the keys of a column are hex or base32. A single key of 2-7 and a-f alone is both; its neighbours tell. So it is
 * found out for a column, never for a cell.
 */

const bare = (written: string): string =>
  /^[A-Za-z1-9][A-Za-z0-9]*$/u.test(written)
    ? written
    : withoutMark(written).replaceAll(/[\s-]/gu, "").replace(/=+$/u, "");

/** Programmers mark hex by its beginning, which is no base32. */
const withoutMark = (written: string): string => written.replace(/^\s*0x/iu, "");

const isHex = (letters: string): boolean => letters.length % 2 === 0 && /^[0-9a-f]+$/iu.test(letters);

/** Its last group can have so many letters (RFC 4648 section 6). */
const wholeGroups: ReadonlySet<number> = new Set([0, 2, 4, 5, 7]);

const isBase32 = (letters: string): boolean => wholeGroups.has(letters.length % 8) && /^[A-Z2-7]+$/iu.test(letters);

/** No key of a token is shorter, in letters. */
export const shortestKey = 16;

/** Whether a text can be a key in hex or base32. */
export function looksLikeKey(written: string, least: number = shortestKey): boolean {
  const letters = bare(written);
  return letters.length >= least && (isHex(letters) || isBase32(letters));
}

/** Shorter ones tell nothing: a cell may say "none". */
const tellingLength = 8;

/** @returns null for a key that could be both, and for what is none */
function formOf(written: string): "hex" | "base32" | null {
  const letters = bare(written);
  if (letters.length < tellingLength) return null;
  const hex = isHex(letters);
  return hex === isBase32(letters) ? null : hex ? "hex" : "base32";
}

/** @returns the form of most keys that can only be one of the two; null if there is no such key */
export function formOfColumn(keys: readonly string[]): "hex" | "base32" | null {
  let balance = 0;
  for (const key of keys) {
    const form = formOf(key);
    if (form !== null) balance += form === "hex" ? 1 : -1;
  }
  return balance === 0 ? (keys.map(formOf).find((form) => form !== null) ?? null) : balance > 0 ? "hex" : "base32";
}

/** Whether a key could be read either way. */
export function couldBeBoth(written: string): boolean {
  const letters = bare(written);
  return isHex(letters) && isBase32(letters);
}

export function secretOf(written: string, form: "hex" | "base32" | "base64"): Secret {
  return form === "hex" ? { hex: withoutMark(written) } : form === "base64" ? { base64: written } : { base32: written };
}
