import { say } from "#shared/texts/say.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import { printable } from "./text.ts";

/**
 * What a person reads: a text is one line, whatever its facts contain; a string was put together here from texts, or is
 * data; of a list, each is on a line of its own.
 */
export type Words = Text | string | readonly Words[];

/** A text as one line. */
export const sayLine = (what: Text): string => printable(say(what));

export function linesOf(words: Words): string {
  if (typeof words === "string") return words;
  return "key" in words ? sayLine(words) : words.map(linesOf).join("\n");
}

export const yesNo = (yes: boolean): Text => text(yes ? "values.yes" : "values.no");

export const labelsOf = (labels: readonly Label[]): string[] =>
  labels.map((label) => (typeof label === "string" ? label : sayLine(label)));
