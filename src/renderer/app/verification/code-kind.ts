import { looksUnfinished, plainCode, readFactor, type TypedFactor } from "#shared/model/typed.ts";

/** What a person typed into the one field for both kinds of code. */
export type TypedCode = TypedFactor | { problem: string };

/**
 * An incomplete code is not sent, because a failed attempt counts against the person; main refuses everything else that
 * is not a code.
 */
export function readCode(typed: string): TypedCode {
  const plain = plainCode(typed);
  if (plain === "") return { problem: "Enter a code." };
  if (looksUnfinished(plain)) return { problem: "A code has 6 or 8 digits." };
  return readFactor(typed) ?? { backupCode: typed.trim() };
}
