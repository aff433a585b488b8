import { english } from "./en/index.ts";
import type { Fact, FactsFor, Text as TextOfFacts, TextKey } from "./facts.ts";

export type { TextKey } from "./facts.ts";

/**
 * What is to be said, without its words: a key of the catalogue and the facts that its message names. This is what
 * travels and is stored; whoever shows it makes the sentence (`say.ts`).
 */
export type Text = TextOfFacts;

/** The key of a message and exactly the facts that it names. */
export function text<Key extends TextKey>(key: Key, ...[facts]: FactsFor<Key>): Text {
  return facts === undefined ? { key } : { key, facts: facts as unknown as Record<string, Fact> };
}

/** Several texts as one: said one after another. */
export const sentences = (first: Text, ...others: readonly Text[]): Text =>
  others.reduce((before, next) => text("plain.sentences", { first: before, next }), first);

type Areas = Record<string, Readonly<Record<string, string>>>;

const byArea: Areas = { ...english };

/** Adds areas that not every program says. */
export function addAreas(areas: Readonly<Areas>): void {
  Object.assign(byArea, areas);
}

/** @returns the English message; undefined for a key that this version does not have */
export function messageOf(key: string): string | undefined {
  const dot = key.indexOf(".");
  const [area, name] = [key.slice(0, dot), key.slice(dot + 1)];
  if (!Object.hasOwn(byArea, area)) return undefined;
  const messages = byArea[area];
  return messages && Object.hasOwn(messages, name) ? messages[name] : undefined;
}

/** Every key, by area. */
export const textKeys = (): TextKey[] =>
  Object.entries(byArea).flatMap(([area, messages]) =>
    Object.keys(messages).map((name) => `${area}.${name}` as TextKey),
  );

/** What somebody named, as it is, or what the console calls it. */
export type Label = string | Text;

/** Whether an object is a text and nothing more. */
export function isText(value: object): value is Text {
  const { key, facts, ...rest } = value as { key?: unknown; facts?: unknown };
  if (typeof key !== "string" || messageOf(key) === undefined || Object.keys(rest).length > 0) return false;
  return facts === undefined || (typeof facts === "object" && facts !== null);
}
