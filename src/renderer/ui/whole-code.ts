import { plainCode } from "#shared/model/typed.ts";

/** The start of a backup code such as `7KQ20-R4HV0`. */
const groupOfBackupCode = /^\d{5}\D/u;

/**
 * The code in a field, once it is complete.
 *
 * @param digits how many a code has; 0: not known
 * @returns null for an incomplete code, and for what may become a backup code
 */
export function wholeCode(typed: string, digits: number): string | null {
  const plain = plainCode(typed);
  if (digits === 0 || plain.length !== digits || !/^\d+$/u.test(plain)) return null;
  return groupOfBackupCode.test(typed.trimStart()) ? null : plain;
}
