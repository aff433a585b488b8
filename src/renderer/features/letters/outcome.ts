import type { Sums } from "#shared/contract/directory.ts";
import { counted } from "../../ui/format.ts";
import { lettersCounted } from "./words.ts";

export interface Outcome {
  tone: "good" | "wait" | "bad";
  title: string;
}

/** What came of it in one line. Only the whole is called a success. */
export function outcomeOf({ total, done, unchanged, refused }: Sums): Outcome {
  if (total === 0) return { tone: "bad", title: "No letter was made: nobody was chosen" };
  if (done === 0) return { tone: "bad", title: "No letter was made" };
  if (done === total) {
    return { tone: "good", title: done === 1 ? "The letter was made" : `All ${lettersCounted(done)} were made` };
  }
  const made = counted(done, "letter was made", "letters were made");
  const without = counted(unchanged + refused, "person", "people");
  return { tone: "wait", title: `${made} for ${counted(total, "person", "people")}: ${without} got none` };
}

/** Every number of a report with what it counts; the last is the sum of those before it. */
export const sumLines = (
  { total, done, unchanged, refused }: Sums,
  words: { done: string },
): readonly { what: string; count: number }[] => [
  { what: words.done, count: done },
  { what: "Unchanged", count: unchanged },
  { what: "Refused", count: refused },
  { what: "Altogether", count: total },
];
