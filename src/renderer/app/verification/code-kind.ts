/** What a person typed into the one field for both kinds of code. */
export type TypedCode = { code: string } | { backupCode: string } | { problem: string };

/**
 * Tells a code of an authenticator (6 or 8 digits) from a backup code. A few digits are an
 * unfinished code and not worth an attempt, which counts against the person.
 */
export function readCode(typed: string): TypedCode {
  const bare = typed.replaceAll(/[\s-]/gu, "");
  if (bare === "") return { problem: "Type a code." };
  if (/^\d{6}(\d{2})?$/u.test(bare)) return { code: bare };
  if (/^\d{1,8}$/u.test(bare)) return { problem: "A code has 6 or 8 digits." };
  return { backupCode: typed.trim() };
}
