import type { UserSort } from "#shared/contract/directory.ts";
import { sortKey } from "#shared/model/text.ts";
import type { Person, Place } from "./people-pages.ts";

/** `#` is for names that begin with a digit or a symbol. */
export const letters = "#ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");

/** The letter under which a person is listed; null after the Latin letters. */
export function letterOf({ name, username }: Pick<Person, "name" | "username">, sort: UserSort): string | null {
  const first = sortKey(sort === "username" || name === "" ? username : name).charAt(0);
  if (first > "z") return null;
  return first >= "a" ? first.toUpperCase() : "#";
}

export const placeOf = (letter: string): Place => (letter === "#" ? { kind: "first" } : { kind: "text", text: letter });
