import { IntlMessageFormat } from "intl-messageformat";
import type { Fact } from "./facts.ts";
import { isText, type Label, messageOf, text, type Text } from "./text.ts";

/** An ICU message, or one that was parsed already. */
type Message = ConstructorParameters<typeof IntlMessageFormat>[0];

export interface Language {
  /** BCP 47; decides how numbers are written and which plural is meant. */
  locale: string;
  /** @returns undefined for a key that this language does not have */
  messageOf: (key: string) => Message | undefined;
}

export const inEnglish: Language = { locale: "en-GB", messageOf };

export type Say = (text: Text) => string;

/** Makes sentences in one language. A message is compiled when it is first said. */
export function sayerOf({ locale, messageOf: find }: Language): Say {
  const compiled = new Map<string, IntlMessageFormat>();

  const compile = (key: string): IntlMessageFormat | undefined => {
    const known = compiled.get(key);
    if (known) return known;
    const message = find(key);
    if (message === undefined) return undefined;
    const made = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
    compiled.set(key, made);
    return made;
  };
  const unknown = (key: string): string => sayIn(text("plain.unknown", { key }));
  const inWords = (fact: Fact): string | number => {
    if (typeof fact === "string" || typeof fact === "number") return fact;
    if (typeof fact === "boolean") return String(fact);
    if ("key" in fact) return sayIn(fact);
    return fact.map((one) => (typeof one === "string" ? one : sayIn(one))).join(", ");
  };
  const sayIn: Say = ({ key, facts = {} }) => {
    const format = compile(key);
    if (!format) return unknown(key);
    const words = Object.entries(facts).map(([name, fact]) => [name, inWords(fact)] as const);
    try {
      return String(format.format(Object.fromEntries(words)));
    } catch {
      // A stored text whose facts are not those that its message names now.
      return unknown(key);
    }
  };
  return sayIn;
}

let current = sayerOf(inEnglish);

/** From now on this process speaks this language. */
export function speak(language: Language): void {
  current = sayerOf(language);
}

/**
 * The sentence of a text, in the language of this process. For doors only: window, terminal, printed pages.
 * What is stored or sent on is the text itself.
 */
export const say: Say = (what) => current(what);

/** A name as it is, or the words of a text. */
export const sayLabel = (label: Label): string => (typeof label === "string" ? label : say(label));

/** The same value with a sentence in the place of each text, for programs that read an answer as JSON. */
export function sayAll(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sayAll);
  if (isText(value)) return say(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]: [string, unknown]) => [name, sayAll(part)]));
}
