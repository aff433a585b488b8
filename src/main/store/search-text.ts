import { sortKey } from "#shared/model/text.ts";
import type { UserRow } from "./schema.ts";

export type SearchedColumns = Pick<UserRow, "name" | "username" | "email" | "external_id">;

/** The texts of a user that are searched: folded, one a line. */
export const searchText = (user: SearchedColumns): string =>
  [user.name, user.username, user.email, user.external_id]
    .filter((text) => text !== "")
    .map(sortKey)
    .join("\n");

/** What the list of users is sorted by. */
export const sortName = (user: Pick<UserRow, "name" | "username">): string =>
  sortKey(user.name === "" ? user.username : user.name);

/** Longest text that the index holds as a whole. */
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

/** Every run of one to three letters inside a word of the text, separated by blanks: what the index is made of. */
export function gramsOf(text: string): string {
  const into: string[] = [];
  for (const word of text.split(/\s+/u)) gramsOfWord(ascii.test(word) ? word : Array.from(word), into);
  return into.join(" ");
}

/** A search: what the index is asked for, and what must be looked at in the text itself. */
export interface SearchPlan {
  /** FTS5 expression; null where nothing can match. */
  match: string;
  /** Words longer than what the index holds as a whole. */
  verify: string[];
}

/** More of a long word's runs than this only cost: the text itself is looked at in any case. */
const mostGrams = 4;

/** Runs of a long word, spread over it. */
function gramsToAsk(letters: string[]): string[] {
  const last = letters.length - gramLength;
  const count = Math.min(mostGrams, last + 1);
  const starts = Array.from({ length: count }, (_, n) => Math.round((n * last) / Math.max(1, count - 1)));
  return starts.map((start) => letters.slice(start, start + gramLength).join(""));
}

/** What stands after an @ is the same for many: what stands before it tells more, where it is long enough. */
function tellingPart(letters: string[]): string[] {
  const at = letters.indexOf("@");
  return at >= gramLength ? letters.slice(0, at) : letters;
}

const quoted = (gram: string): string => `"${gram.replaceAll('"', '""')}"`;

/** @returns null for a search without a word */
export function planSearch(search: string): SearchPlan | null {
  const words = [
    ...new Set(
      sortKey(search)
        .split(/\s+/u)
        .filter((word) => word !== ""),
    ),
  ];
  if (words.length === 0) return null;
  const grams = new Set<string>();
  const verify: string[] = [];
  for (const word of words) {
    const letters = Array.from(word);
    if (letters.length <= gramLength) {
      grams.add(word);
      continue;
    }
    for (const gram of gramsToAsk(tellingPart(letters))) grams.add(gram);
    verify.push(word);
  }
  return { match: [...grams].map(quoted).join(" AND "), verify };
}
