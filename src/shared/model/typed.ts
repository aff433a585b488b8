/**
 * Codes and keys that people type or paste, in the form in which they are compared. Spaces, hyphens, dots and invisible
 * marks come along with text from phones, papers and other scripts; they mean nothing.
 */

const decimalDigit = /\p{Nd}/u;
const separators = /[\p{Z}\p{P}\p{S}]/gu;

const isDecimalDigit = (point: number): boolean => decimalDigit.test(String.fromCodePoint(point));

/** Unicode keeps the decimal digits of each script together, from zero on (chapter 4.6). */
function digitValue(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0;
  const point = zero;
  while (isDecimalDigit(zero - 1)) zero -= 1;
  return String((point - zero) % 10);
}

/** As it is shown while it is typed: digits of every script as 0 to 9, nothing invisible; separators stay. */
export const visibleCode = (typed: string): string =>
  typed
    .normalize("NFKC")
    .replaceAll(/[\p{C}\p{M}]/gu, "")
    .replaceAll(/[^\P{Nd}0-9]/gu, digitValue);

/** What comes along when a code is pasted: "Code: 123 456", "Your code is 123456". */
const label = /^\P{Nd}*[:=]|^(?:\p{L}+\p{Z}+)+(?=\p{Nd})/u;

const bare = (visible: string): string => visible.replaceAll(separators, "");

const withoutLabel = (typed: string): string => bare(visibleCode(typed).replace(label, ""));

/** Digits and letters alone: compatibility forms become plain, digits of every script become 0 to 9. */
export function plainCode(typed: string): string {
  const rest = withoutLabel(typed);
  // Groups of a backup code have five letters: what is left of one is never a whole code.
  return looksLikeCode(rest) ? rest : bare(visibleCode(typed));
}

const crockford = (plain: string): string => plain.toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/gu, "1");

/** A key in Crockford's base32 as it is compared: without spaces and hyphens, O as 0, I and L as 1. */
export const crockfordKey = (typed: string): string => crockford(bare(visibleCode(typed)));

/** As `plainCode`, in Crockford's base32: capital letters, O reads as 0, I and L as 1. */
export function crockfordCode(typed: string): string {
  const whole = crockford(plainCode(typed));
  const rest = crockford(withoutLabel(typed));
  return !looksLikeBackupCode(whole) && looksLikeBackupCode(rest) ? rest : whole;
}

/** Crockford base32: no I, L, O, U. */
export const crockfordAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const serialGroup = 4;

/** Letters of a letter's serial, or its beginning, in groups as it is printed: `7K3Q-M9XH`. */
export const groupedSerial = (symbols: string): string =>
  symbols.length > serialGroup ? `${symbols.slice(0, serialGroup)}-${symbols.slice(serialGroup)}` : symbols;

/** What was typed of a letter's serial, in the form in which serials are stored. */
export const letterSerial = (typed: string): string => groupedSerial(crockfordCode(typed));

/** Letters in a group of a backup code. */
export const backupCodeGroup = 5;
/** How many groups a current or earlier policy can require. */
const leastGroups = 2;
const mostGroups = 4;

/** Whether a text looks like a backup code. @param plain by `crockfordCode` */
export const looksLikeBackupCode = (plain: string): boolean =>
  plain.length % backupCodeGroup === 0 &&
  plain.length >= leastGroups * backupCodeGroup &&
  plain.length <= mostGroups * backupCodeGroup &&
  [...plain].every((letter) => crockfordAlphabet.includes(letter));

/** The length of an authenticator's codes. */
const codeForm = /^[0-9]{6}(?:[0-9]{2})?$/u;
export const looksLikeCode = (plain: string): boolean => codeForm.test(plain);

/** A few digits: the beginning of a code, or one with a typing error. @param plain by `plainCode` */
export const looksUnfinished = (plain: string): boolean => /^[0-9]{1,9}$/u.test(plain) && !looksLikeCode(plain);

export type TypedFactor = { code: string } | { backupCode: string };

/**
 * Tells an authenticator's code (6 or 8 digits) from a backup code, whichever field it was typed into.
 *
 * @returns null for what looks like neither
 */
export function readFactor(typed: string): TypedFactor | null {
  const code = plainCode(typed);
  if (looksLikeCode(code)) return { code };
  const backupCode = crockfordCode(typed);
  return looksLikeBackupCode(backupCode) ? { backupCode } : null;
}
