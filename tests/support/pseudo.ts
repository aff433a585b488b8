import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "../../src/shared/texts/say.ts";
import { messageOf } from "../../src/shared/texts/text.ts";

const accented: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  e: "é",
  i: "í",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "ü",
  y: "ý",
  z: "ž",
  A: "Á",
  C: "Ç",
  E: "É",
  I: "Í",
  N: "Ñ",
  O: "Ö",
  S: "Š",
  U: "Ü",
  Y: "Ý",
  Z: "Ž",
};

const accent = (words: string): string => words.replaceAll(/[a-z]/giu, (letter) => accented[letter] ?? letter);

type Ast = ReturnType<IntlMessageFormat["getAst"]>;

interface Element {
  type: number;
  value: string;
  options?: Record<string, { value: Ast }>;
}

/** Literals are accented, also those in choices; arguments stay. */
const transform = (ast: Ast): Ast =>
  ast.map((element) => {
    const one = element as unknown as Element;
    if (one.type === 0) return { ...one, value: accent(one.value) };
    if (one.options === undefined) return one;
    const options = Object.entries(one.options).map(([name, option]) => [
      name,
      { ...option, value: transform(option.value) },
    ]);
    return { ...one, options: Object.fromEntries(options) as Record<string, { value: Ast }> };
  });

const literal = (value: string): Ast => [{ type: 0, value }];

/** What the catalogue does not say itself: a sentence that is handed through shows its plain letters. */
const handedThrough = new Set(["plain.legacy", "plain.sentences"]);

/**
 * English with accents, in brackets and 30 % longer, made from the catalogue: what does not look like this did not come
 * out of it, and what does not fit on a screen now would not fit in a longer language.
 */
export const pseudo: Language = {
  locale: "en",
  messageOf(key) {
    const message = messageOf(key);
    if (message === undefined || handedThrough.has(key)) return message;
    const ast = new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst();
    const padding = "~".repeat(Math.ceil(message.length * 0.3));
    return [...literal("⟦"), ...transform(ast), ...literal(`${padding}⟧`)];
  },
};

/** What of a text did not come out of the catalogue: everything that is not in brackets. */
export function outsidePseudo(words: string): string {
  let depth = 0;
  let outside = "";
  for (const letter of words) {
    if (letter === "⟦") depth += 1;
    if (depth === 0) outside += letter;
    // An unpaired bracket is no text of the catalogue either.
    else if (letter === "⟧") outside += (depth -= 1) === 0 ? " " : "";
  }
  return depth === 0 ? outside : `${outside}unclosed`;
}

/** Whether everything in a sentence came out of the catalogue: it is one text, or several one after another. */
export const isPseudo = (sentence: string): boolean => sentence !== "" && outsidePseudo(sentence).trim() === "";
