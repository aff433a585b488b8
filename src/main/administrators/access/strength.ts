import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import type { OutputOf } from "#shared/contract/index.ts";
import { nameKey } from "#shared/model/text.ts";
import { text, type Text, type TextKey } from "#shared/texts/text.ts";

/** Longer passwords are not judged further: the work grows with the length. */
const judgedLength = 64;

const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** In the place of the library's words their names, which the catalogue has. */
const namesOf = <Words extends { warnings: object; suggestions: object }>(words: Words): Words => ({
  ...words,
  warnings: Object.fromEntries(Object.keys(words.warnings).map((name) => [name, `passwords.warning${upper(name)}`])),
  suggestions: Object.fromEntries(
    Object.keys(words.suggestions).map((name) => [name, `passwords.suggestion${upper(name)}`]),
  ),
});

/** A warning or a suggestion of the library; a unit test shows that the catalogue has all of them. */
const named = (key: string): Text => ({ key: key as TextKey });

let judge: Promise<ZxcvbnFactory> | undefined;

/** The dictionaries are large; they are loaded when somebody chooses a password. */
async function loadJudge(): Promise<ZxcvbnFactory> {
  const [core, common, language] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...language.dictionary },
    graphs: common.adjacencyGraphs,
    translations: namesOf(language.translations),
  });
}

/** Whether little is left of a password without the words that everybody would try. */
function isMadeOf(password: string, inputs: string[]): boolean {
  const rest = inputs
    .map((word) => nameKey(word))
    .filter((word) => word.length >= 3)
    .reduce((left, word) => left.replaceAll(word, ""), nameKey(password));
  return [...rest].length < 4;
}

/** Guessability (zxcvbn) of a password, and whether the console accepts it: not short, not common. */
export async function judgePassword(password: string, inputs: string[]): Promise<OutputOf<"access.passwordStrength">> {
  judge ??= loadJudge();
  const typed = password.normalize("NFKC");
  const result = (await judge).check([...typed].slice(0, judgedLength).join(""), inputs);
  const longEnough = [...typed].length >= 8;
  const obvious = isMadeOf(typed, inputs);
  const warning = obvious ? text("passwords.isName") : result.feedback.warning ? named(result.feedback.warning) : null;
  return {
    score: obvious ? 0 : result.score,
    warning: longEnough ? warning : text("passwords.tooShort"),
    suggestions: result.feedback.suggestions.map(named),
    acceptable: longEnough && !obvious && result.score >= 1,
  };
}
