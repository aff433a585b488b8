import { looksUnfinished, plainCode, readFactor, type TypedFactor } from "#shared/model/typed.ts";

/** What a person typed into the one field for both kinds of code. */
export type TypedCode = TypedFactor | { problem: string };

/** An unfinished code is not worth an attempt, which counts against the person; what else is no code, main says. */
export function readCode(typed: string): TypedCode {
  const plain = plainCode(typed);
  if (plain === "") return { problem: "Type a code." };
  if (looksUnfinished(plain)) return { problem: "A code has 6 or 8 digits." };
  return readFactor(typed) ?? { backupCode: typed.trim() };
}
