import type { OutputOf } from "#shared/contract/index.ts";
import type { Verdict } from "../../app/verification/CodeCheck.tsx";

export type Person = OutputOf<"users.list">["rows"][number];

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

export const nameOf = (person: Pick<Person, "name" | "username">): string =>
  person.name === "" ? person.username : person.name;
