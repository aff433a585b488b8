import { sortKey } from "#shared/model/text.ts";
import type { UserRow } from "../migrations/schema.ts";

export type SearchedColumns = Pick<UserRow, "name" | "username" | "email" | "external_id">;

/** The texts of a person that are searched: folded, one a line. */
export const searchText = (user: SearchedColumns): string =>
  [user.name, user.username, user.email, user.external_id]
    .filter((text) => text !== "")
    .map(sortKey)
    .join("\n");

/** What the list of people is sorted by. */
export const sortName = (user: Pick<UserRow, "name" | "username">): string =>
  sortKey(user.name === "" ? user.username : user.name);

/** Longest text that the index contains as a whole. */
const gramLength = 3;

const ascii = /^[\0-\x7f]*$/u;

function gramsOfWord(letters: string | string[], into: string[]): void {
  const { length } = letters;
  for (let at = 0; at < length; at += 1) {
    const one = letters[at] ?? "";
    into.push(one);
    if (at + 1 >= length) continue;
    const two = one + (letters[at + 1] ?? "");
    into.push(two);
    if (at + 2 < length) into.push(two + (letters[at + 2] ?? ""));
  }
}

/** Every run of one to three letters inside a word of the text, separated by spaces: what the index is made of. */
export function gramsOf(text: string): string {
  const into: string[] = [];
  for (const word of text.split(/\s+/u)) gramsOfWord(ascii.test(word) ? word : Array.from(word), into);
  return into.join(" ");
}

/** A search: what the index is asked for, and what must be checked in the text itself. */
export interface SearchPlan {
  /** FTS5 expression; null if nothing can match. */
  match: string;
  /** Words that are longer than what the index contains as a whole. */
  verify: string[];
}

/** More runs than this only cost: the text itself is checked in any case. */
const mostGrams = 3;

/** A run that more than this share of the texts have excludes too little to be worth the query. */
const common = 0.3;

function gramsToAsk(letters: readonly string[]): string[] {
  const grams = letters.slice(gramLength - 1).map((_, start) => letters.slice(start, start + gramLength).join(""));
  return [...new Set(grams)];
}

const quoted = (gram: string): string => `"${gram.replaceAll('"', '""')}"`;

/** What people and programs write for an apostrophe; a search with one finds them all. */
export const apostrophes = ["'", "\u2019", "\u2018", "\u02BC", "\u02BB", "\u02B9", "\u2032", "\u00B4", "`"];
const anyApostrophe = new RegExp(`[${apostrophes.join("")}]`, "gu");

/** A run as the index may have it: with each of the apostrophes. */
const asked = (gram: string): string =>
  gram.includes("'") ? `(${apostrophes.map((mark) => quoted(gram.replaceAll("'", mark))).join(" OR ")})` : quoted(gram);

/** The words of a search, folded; each must be found somewhere in a person's texts. */
export const searchWords = (search: string): string[] => [
  ...new Set(
    sortKey(search)
      .replaceAll(anyApostrophe, "'")
      .split(/\s+/u)
      .filter((word) => word !== ""),
  ),
];

/**
 * Chooses what to ask the index for: of each word its rarest runs, and none that nearly all texts have if there is a
 * rarer one.
 *
 * @param shareOf about how many of the texts have a run, 0 to 1; it affects only the cost
 * @returns null for a search without a word
 */
export function planSearch(search: string, shareOf: (gram: string) => number): SearchPlan | null {
  const words = searchWords(search);
  if (words.length === 0) return null;
  const wanted = words.flatMap((word) => {
    const letters = Array.from(word);
    const grams = letters.length <= gramLength ? [word] : gramsToAsk(letters);
    const rarest = grams.map((gram) => ({ word, gram, share: shareOf(gram) })).toSorted((a, b) => a.share - b.share);
    return rarest.slice(0, mostGrams);
  });
  const least = Math.min(...wanted.map(({ share }) => share));
  const chosen = wanted.filter(({ share }) => share <= common || share === least);
  const wholly = new Set(chosen.filter(({ word, gram }) => word === gram).map(({ word }) => word));
  return {
    match: [...new Set(chosen.map(({ gram }) => gram))].map(asked).join(" AND "),
    verify: words.filter((word) => !wholly.has(word)),
  };
}
