import { maxVerdicts, type Sums } from "#shared/contract/directory.ts";
import type { LetterVerdict } from "#shared/contract/letters.ts";
import { text, type Text } from "#shared/texts/text.ts";

export type Person = Pick<LetterVerdict, "userId" | "username" | "name">;

/** Collects results up to the bound; the sums count all. */
export class LetterReportBuilder {
  readonly #rows: LetterVerdict[] = [];
  readonly #refused: LetterVerdict[] = [];
  readonly sums: Sums = { total: 0, done: 0, unchanged: 0, refused: 0 };

  /** Letters that could still be used. */
  voidedLetters = 0;

  /** @param voids serials of letters that become void */
  addLetter(person: Person, voids: readonly string[]): LetterVerdict {
    this.voidedLetters += voids.length;
    if (voids.length === 0) return this.add(person, "done", null);
    const losses = [text("directory.lostLetters", { count: voids.length, serials: voids })];
    return this.add(person, "done", text("directory.noLongerValid", { losses }));
  }

  /** @param serials of letters that can still be used */
  addWaiting(person: Person, serials: readonly string[]): void {
    const [serial = null] = serials;
    const verdict = this.add(person, "unchanged", text("letters.hasLetter", { serials }));
    verdict.serial = serial;
  }

  add({ userId, username, name }: Person, verdict: LetterVerdict["verdict"], message: Text | null): LetterVerdict {
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
