import { maxVerdicts, type Sums } from "#shared/contract/directory.ts";
import type { LetterVerdict } from "#shared/contract/letters.ts";

export type Person = Pick<LetterVerdict, "userId" | "username" | "name">;

/** Collects verdicts up to the bound; the sums count all. */
export class LetterReportBuilder {
  readonly #rows: LetterVerdict[] = [];
  readonly #refused: LetterVerdict[] = [];
  readonly sums: Sums = { total: 0, done: 0, unchanged: 0, refused: 0 };

  add({ userId, username, name }: Person, verdict: LetterVerdict["verdict"], message: string): LetterVerdict {
    this.sums.total += 1;
    this.sums[verdict] += 1;
    const row: LetterVerdict = { userId, username, name, verdict, message, serial: null };
    const into = verdict === "refused" ? this.#refused : this.#rows;
    if (into.length < maxVerdicts) into.push(row);
    return row;
  }

  /** Refused ones first. */
  rows(): LetterVerdict[] {
    return [...this.#refused, ...this.#rows].slice(0, maxVerdicts);
  }
}
