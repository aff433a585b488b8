import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { UserFilter } from "#shared/contract/directory.ts";
import type { UserId } from "#shared/model/ids.ts";
import { nameKey, sortKey } from "#shared/model/text.ts";
import type { Db } from "../store.ts";
import { accessFor, allOf, listUsers } from "../people/user-list.ts";
import { groupNames, type UserWithGroups } from "../people/users.ts";

/** Where a word of a name ends: Anna-Lena, O'Brien. */
const wordEnds = ["-", "\u2010", "\u2011", "'", "\u2018", "\u2019", "\u02BC"] as const;
const betweenWords = /[\s\-\u2010\u2011'\u2018\u2019\u02BC]+/u;

/** The beginning of an identifier is searched for up to this many matches. */
const lookedThrough = 50;

export interface Found {
  rows: UserWithGroups[];
  /** The person whom the search clearly means. */
  clear: UserId | null;
}

const wordsOf = (search: string): string[] => [
  ...new Set(
    sortKey(search)
      .split(betweenWords)
      .filter((word) => word !== ""),
  ),
];

/** The words of the folded name, each after a space. */
const nameWords: RawBuilder<string> = wordEnds.reduce<RawBuilder<string>>(
  (text, end) => sql<string>`replace(${text}, ${sql.lit(end)}, ' ')`,
  sql<string>`' ' || users.name_sort`,
);

const begins = (word: string): RawBuilder<SqlBool> => sql<SqlBool>`instr(${nameWords}, ${` ${word}`}) > 0`;

const inStatus = ({ status }: UserFilter): RawBuilder<SqlBool> =>
  status === undefined ? sql<SqlBool>`true` : sql<SqlBool>`users.status = ${status}`;

/** Whose complete username, external id or e-mail address it is. */
async function identified(db: Db, search: string, filter: UserFilter, limit: number): Promise<UserWithGroups[]> {
  const key = nameKey(search.trim());
  const { rows } = await sql<UserWithGroups>`
    SELECT users.*, ${groupNames} AS group_names FROM users
    WHERE users.pk IN (
      SELECT pk FROM users WHERE username_key = ${key}
      UNION SELECT pk FROM users WHERE external_key = ${key}
      UNION SELECT pk FROM users WHERE email <> '' AND lower(email) = lower(${search.trim()})
    ) AND ${inStatus(filter)} ORDER BY users.ordinal LIMIT ${limit}`.execute(db);
  return rows;
}

/** People with name words that begin with the search's words, in the order of names. */
async function named(db: Db, words: readonly string[], filter: UserFilter, limit: number): Promise<UserWithGroups[]> {
  const access = await accessFor(db, filter, "name");
  const { rows } = await sql<UserWithGroups>`
    SELECT users.*, ${groupNames} AS group_names FROM ${access.from}
    WHERE ${allOf([...access.conditions, ...words.map(begins)])}
    ORDER BY ${access.ordinal} LIMIT ${limit}`.execute(db);
  return rows;
}

/**
 * People with words in their names that begin with each of these, in the order of names.
 *
 * @param words as `sortKey` folds them
 */
export const peopleNamed = (db: Db, words: readonly string[], limit: number): Promise<UserWithGroups[]> =>
  named(db, words, { search: words.join(" ") }, limit);

const beginsIdentifier = (search: string) => {
  const start = sortKey(search.trim());
  return ({ username, external_id: externalId, email }: UserWithGroups): boolean =>
    [username, externalId, email].some((text) => text !== "" && sortKey(text).startsWith(start));
};

/**
 * Finds people by a few letters, as somebody at a desk asks for them: first those with that identifier, then those with
 * a name whose words begin like that, then those whose identifier begins like that, then everyone with the letters
 * anywhere. `clear` is never somebody found only by letters inside a word or an address, nor one of several.
 */
export async function findPeople(
  db: Db,
  search: string,
  { status }: Pick<UserFilter, "status">,
  limit: number,
): Promise<Found> {
  const words = wordsOf(search);
  if (words.length === 0) return { rows: [], clear: null };
  const filter: UserFilter = { search: words.join(" "), status };
  const best = [...(await identified(db, search, filter, limit)), ...(await named(db, words, filter, limit))];
  const page = { sort: "name", from: null, startAt: null, limit: lookedThrough + 1 } as const;
  const others = await listUsers(db, filter, page);
  const isBegun = beginsIdentifier(search);
  const begun = others.filter(isBegun);
  const rows = new Map([...best, ...begun, ...others].map((row) => [row.id, row]));
  const certain = new Set(best.map(({ id }) => id));
  const whole = others.length <= lookedThrough;
  const candidates = certain.size > 0 ? [...certain] : whole ? begun.map(({ id }) => id) : [];
  return {
    rows: [...rows.values()].slice(0, limit),
    clear: candidates.length === 1 ? (candidates[0] ?? null) : null,
  };
}
