import { Text } from "./schemas.ts";
import { text } from "./text.ts";

/** One text for one value: object keys sorted, undefined left out. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, canonical(child)]));
}

/** How a text is stored: the same text is the same string. */
export const toStored = (what: Text): string => JSON.stringify(canonical(what));

const readable = (value: unknown): Text => {
  const read = Text.safeParse(value);
  return read.success ? read.data : text("plain.unknown", { key: "damaged" });
};

function parsed(stored: string): unknown {
  try {
    return JSON.parse(stored) as unknown;
  } catch {
    return undefined;
  }
}

/** A stored text. One that this version does not know, or that is damaged, is said to be unknown. */
export const fromStored = (stored: string): Text => readable(parsed(stored));

export const toStoredList = (texts: readonly Text[]): string => JSON.stringify(canonical(texts));

/** A stored list of texts, each as `fromStored` reads it. */
export function fromStoredList(stored: string): Text[] {
  const list = parsed(stored);
  return Array.isArray(list) ? list.map(readable) : [readable(list)];
}
