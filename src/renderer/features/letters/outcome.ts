import type { Sums } from "#shared/contract/directory.ts";
import { counted } from "../../ui/format.ts";
import { lettersCounted } from "./words.ts";

export interface Outcome {
  tone: "good" | "wait" | "bad";
  title: string;
}

/** The outcome in one line. It is a success only if everyone got a letter. */
export function outcomeOf({ total, done, unchanged, refused }: Sums): Outcome {
  if (total === 0) return { tone: "bad", title: "No letters were made: nobody was selected" };
  if (done === 0) return { tone: "bad", title: "No letters were made" };
  if (done === total) {
    return { tone: "good", title: done === 1 ? "The letter was made" : `All ${lettersCounted(done)} were made` };
  }
  const made = counted(done, "letter was made", "letters were made");
  const without = counted(unchanged + refused, "person", "people");
  return { tone: "wait", title: `${made} for ${counted(total, "person", "people")}: ${without} got none` };
}
