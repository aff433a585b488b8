import { text, type Text } from "#shared/texts/text.ts";
import { looksUnfinished, plainCode, readFactor, type TypedFactor } from "#shared/model/typed.ts";

/** What a person typed into the one field for both kinds of code. */
export type TypedCode = TypedFactor | { problem: Text };

/**
 * An incomplete code is not sent, because a failed attempt counts against the person; main refuses everything else that
 * is not a code.
 */
export function readCode(typed: string): TypedCode {
  const plain = plainCode(typed);
  if (plain === "") return { problem: text("input.noCode") };
  if (looksUnfinished(plain)) return { problem: text("input.notACode") };
  return readFactor(typed) ?? { backupCode: typed.trim() };
}
