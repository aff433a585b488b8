import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import type { OutputOf } from "#shared/contract/index.ts";
import { nameKey } from "#shared/model/text.ts";

/** Longer passwords are not judged further: the work grows with the length. */
const judgedLength = 64;

let judge: Promise<ZxcvbnFactory> | undefined;

/** The dictionaries are large; they are loaded when somebody chooses a password. */
async function loadJudge(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}

/** Whether little is left of a password without the words that everybody would try. */
function isMadeOf(password: string, inputs: string[]): boolean {
  const rest = inputs
    .map((word) => nameKey(word))
    .filter((word) => word.length >= 3)
    .reduce((text, word) => text.replaceAll(word, ""), nameKey(password));
  return [...rest].length < 4;
}

/** Guessability (zxcvbn) of a password, and whether the console accepts it: not short, not common. */
export async function judgePassword(password: string, inputs: string[]): Promise<OutputOf<"access.passwordStrength">> {
  judge ??= loadJudge();
  const text = password.normalize("NFKC");
  const result = (await judge).check([...text].slice(0, judgedLength).join(""), inputs);
  const longEnough = [...text].length >= 8;
  const obvious = isMadeOf(text, inputs);
  const warning = obvious ? "It consists of the name or the organisation's name." : result.feedback.warning || null;
  return {
    score: obvious ? 0 : result.score,
    warning: longEnough ? warning : "Use at least 8 characters.",
    suggestions: result.feedback.suggestions,
    acceptable: longEnough && !obvious && result.score >= 1,
  };
}
