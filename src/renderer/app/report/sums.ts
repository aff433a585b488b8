import type { Sums } from "#shared/contract/directory.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

/** The sums with their labels; the last is the total of the others. */
export const sumLines = (
  { total, done, unchanged, refused }: Sums,
  doneLabel: string,
): readonly { what: string; count: number }[] => [
  { what: doneLabel, count: done },
  { what: "No change needed", count: unchanged },
  { what: "Refused", count: refused },
  { what: "Total", count: total },
];

export type Result = "done" | "unchanged" | "refused";

export const resultTones: Record<Result, Tone> = { done: "good", unchanged: "quiet", refused: "bad" };

/** A person's result in a word. @param done the word for success */
export const resultInWords = (result: Result, done: string): string =>
  ({ done, unchanged: "Unchanged", refused: "Refused" })[result];
