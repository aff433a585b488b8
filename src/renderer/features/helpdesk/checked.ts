import type { Person } from "../../app/person-picker/person.ts";
import type { Verdict } from "../../app/verification/CodeCheck.tsx";

export interface Checked {
  id: string;
  /** UTC milliseconds. */
  at: number;
  person: Person;
  verdict: Verdict;
  /** False if the code was only tested. */
  counted: boolean;
}

const kept = 8;

export const keepLast = (list: readonly Checked[], entry: Checked): readonly Checked[] =>
  [entry, ...list].slice(0, kept);
