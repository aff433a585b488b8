import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Count, UserFilter, UserSort } from "#shared/contract/directory.ts";
import { sortKey } from "#shared/model/text.ts";
import type { Db } from "../store.ts";
import { inNeed } from "./attention.ts";
import { namedOtherwise } from "../search/named-otherwise.ts";
import { apostrophes, planSearch, type SearchPlan, searchWords } from "../search/search-text.ts";
import { shareIn } from "../search/text-sample.ts";
import { groupNames, type UserWithGroups } from "./users.ts";

/** Keyset of a row in a sort: the sort column's value, and the row's `pk`. */
export interface UserKey {
  value: string | number;
  pk: number;
}

export interface UserPage {
  sort: UserSort;
  /** Rows after this one, or before it. */
  from: { key: UserKey; direction: "after" | "before" } | null;
  /** First row whose sort column is not before this text. */
  startAt: string | null;
  limit: number;
}

const sortColumn = { name: "name_sort", username: "username_key", newest: "pk" } as const;

export const sortValue = (row: UserWithGroups, sort: UserSort): string | number => row[sortColumn[sort]];

/** A filter that matches this few rows is processed as a whole; a larger one in the order that is asked for. */
const fewRows = 4000;

/** Matches are counted up to this number; beyond, the number says "more than". */
const countedMatches = 500;

/** What drives the statement, and what is only checked in each row. */
interface Access {
  from: RawBuilder<unknown>;
  conditions: RawBuilder<SqlBool>[];
  /** Expression by which the rows come in the order of names. */
  ordinal: RawBuilder<unknown>;
}

const never = sql<SqlBool>`false`;

/** Every one of them. */
export const allOf = (conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(conditions, sql` AND `)}`;

async function membersOf(db: Db, group: string): Promise<{ pk: number; members: number } | null> {
  const found = await sql<{ pk: number; members: number }>`SELECT pk, members FROM groups WHERE id = ${group}`.execute(
    db,
  );
  return found.rows[0] ?? null;
}

/** Sum of the counted pairs of states that match a filter. */
async function countStates(db: Db, filter: UserFilter): Promise<number> {
  const { rows } = await sql<{ users: number }>`
    SELECT coalesce(sum(users), 0) AS users FROM user_counts
    WHERE ${filter.status === undefined ? sql`true` : sql`status = ${filter.status}`}
      AND ${filter.enrolment === undefined ? sql`true` : sql`enrolment = ${filter.enrolment}`}`.execute(db);
  return rows[0]?.users ?? 0;
}

/** The text of a row, with one kind of apostrophe. */
const plainText: RawBuilder<string> = apostrophes.reduce(
  (text, mark) => (mark === "'" ? text : sql<string>`replace(${text}, ${mark}, ${"'"})`),
  sql<string>`users.search`,
);

const hasWord = (word: string): RawBuilder<SqlBool> =>
  word.includes("'") ? sql<SqlBool>`instr(${plainText}, ${word}) > 0` : sql<SqlBool>`instr(users.search, ${word}) > 0`;

const wordsIn = (plan: SearchPlan): RawBuilder<SqlBool>[] => plan.verify.map(hasWord);

type Named = Awaited<ReturnType<typeof namedOtherwise>>;

/** Every word as text of the row, if the index is not used; or what else finds the row. */
function textOrNamed(search: string | null, named: Named): RawBuilder<SqlBool>[] {
  if (search === null) return [];
  const words = searchWords(search).map(hasWord);
  return named === null ? words : [sql<SqlBool>`((${allOf(words)}) OR ${named.condition})`];
}

/** What the index finds, and what is found otherwise: both few. */
const matchedOr = (named: RawBuilder<SqlBool>, plan: SearchPlan): RawBuilder<SqlBool> => sql<SqlBool>`users.pk IN (
  SELECT users.pk FROM users_fts CROSS JOIN users ON users.ordinal = users_fts.rowid
  WHERE ${allOf([sql<SqlBool>`users_fts MATCH ${plan.match}`, ...wordsIn(plan)])}
  UNION SELECT users.pk FROM users WHERE ${named})`;

const bothStates = ["status", "enrolment"] as const;
type State = (typeof bothStates)[number];

/** @param driving whose index may give the rows; the others are only checked in each */
const stateConditions = (filter: UserFilter, driving: readonly State[]): RawBuilder<SqlBool>[] =>
  bothStates.flatMap((state) => {
    const value = filter[state];
    if (value === undefined) return [];
    const column = sql.ref(`users.${state}`);
    return [driving.includes(state) ? sql<SqlBool>`${column} = ${value}` : sql<SqlBool>`+${column} = ${value}`];
  });

/** Of two states, the one that fewer people are in: its index leads to a page sooner. */
async function rarerOf(db: Db, { status, enrolment }: UserFilter): Promise<readonly State[]> {
  if (status === undefined || enrolment === undefined) return bothStates;
  return (await countStates(db, { status })) <= (await countStates(db, { enrolment })) ? ["status"] : ["enrolment"];
}

const inGroup = (pk: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`EXISTS (SELECT 1 FROM group_members m WHERE m.group_pk = ${pk} AND m.user_pk = users.pk)`;

interface Asked {
  search: string;
  named: Named;
  sort: UserSort;
}

/** A search among many: by the index, or in the order that is asked for if that is quicker. */
async function searchAccess(
  db: Db,
  { search, named, sort }: Asked,
  states: RawBuilder<SqlBool>[],
  others: RawBuilder<SqlBool>[],
): Promise<Access> {
  const users = { from: sql`users`, ordinal: sql`users.ordinal` };
  const plan = planSearch(search, await shareIn(db));
  if (!plan) return { ...users, conditions: [...states, ...others] };
  if (named !== null || sort !== "name") {
    const many = (await countMatches(db, plan, fewRows + 1)) > fewRows;
    if (many || named?.isFew === false) {
      return { ...users, conditions: [...states, ...others, ...textOrNamed(search, named)] };
    }
    if (named) return { ...users, conditions: [...states, ...others, matchedOr(named.condition, plan)] };
  }
  return {
    from: sql`users_fts CROSS JOIN users ON users.ordinal = users_fts.rowid`,
    conditions: [sql<SqlBool>`users_fts MATCH ${plan.match}`, ...states, ...others, ...wordsIn(plan)],
    ordinal: sql`users_fts.rowid`,
  };
}

/** Chooses the way that reads the fewest rows before the first page is full. */
export async function accessFor(db: Db, filter: UserFilter, sort: UserSort): Promise<Access> {
  const group = filter.group === undefined ? undefined : await membersOf(db, filter.group);
  const users = { from: sql`users`, ordinal: sql`users.ordinal` };
  if (group === null) return { ...users, conditions: [never] };
  const search = filter.search === undefined || filter.search === "" ? null : filter.search;
  const named = search === null ? null : await namedOtherwise(db, search, fewRows);
  const need = filter.attention === undefined ? null : await inNeed(db, filter.attention, fewRows);
  const inStates = await countStates(db, filter);
  if (group && group.members <= Math.min(fewRows, inStates)) {
    return {
      from: sql`group_members gm CROSS JOIN users ON users.pk = gm.user_pk`,
      conditions: [
        sql<SqlBool>`gm.group_pk = ${group.pk}`,
        ...stateConditions(filter, []),
        ...(need ? [need.condition] : []),
        ...textOrNamed(search, named),
      ],
      ordinal: sql`users.ordinal`,
    };
  }
  const inThatGroup = group ? [inGroup(group.pk)] : [];
  if (need?.isFew) {
    return {
      ...users,
      from: need.from,
      conditions: [...stateConditions(filter, []), ...inThatGroup, ...textOrNamed(search, named)],
    };
  }
  const groupConditions = [...inThatGroup, ...(need ? [need.condition] : [])];
  if (search === null || inStates <= fewRows) {
    // An index gives one state in the order of names; in another order, all rows are read.
    const driving = sort !== "name" && inStates > fewRows ? [] : await rarerOf(db, filter);
    return {
      ...users,
      conditions: [...stateConditions(filter, driving), ...groupConditions, ...textOrNamed(search, named)],
    };
  }
  return searchAccess(db, { search, named, sort }, stateConditions(filter, []), groupConditions);
}

/** Rows that the index finds for a search, at most `limit`. */
async function countMatches(db: Db, plan: SearchPlan, limit: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM (SELECT 1 FROM users_fts WHERE users_fts MATCH ${plan.match} LIMIT ${limit})`.execute(db);
  return rows[0]?.n ?? 0;
}

/** The ordinal of the row with this key, or of the nearest before (or after) it: rows move, keys stay. */
async function ordinalAt(db: Db, key: UserKey, side: "before" | "after"): Promise<number | null> {
  const [compare, order] = side === "before" ? [sql`<=`, sql`DESC`] : [sql`>=`, sql`ASC`];
  const { rows } = await sql<{ ordinal: number }>`
    SELECT ordinal FROM users WHERE (name_sort, pk) ${compare} (${key.value}, ${key.pk})
    ORDER BY name_sort ${order}, pk ${order} LIMIT 1`.execute(db);
  return rows[0]?.ordinal ?? null;
}

/** Where the page begins, as a condition on the order of names. */
async function nameBoundary(db: Db, page: UserPage, ordinal: RawBuilder<unknown>): Promise<RawBuilder<SqlBool>[]> {
  if (page.startAt !== null) {
    const at = await ordinalAt(db, { value: sortKey(page.startAt), pk: 0 }, "after");
    return [at === null ? never : sql<SqlBool>`${ordinal} >= ${at}`];
  }
  if (!page.from) return [];
  const { key, direction } = page.from;
  const at = await ordinalAt(db, key, direction === "after" ? "before" : "after");
  if (at === null) return [];
  return [direction === "after" ? sql<SqlBool>`${ordinal} > ${at}` : sql<SqlBool>`${ordinal} < ${at}`];
}

function columnBoundary(page: UserPage, column: RawBuilder<unknown>, descending: boolean): RawBuilder<SqlBool>[] {
  if (page.startAt !== null) return [sql<SqlBool>`${column} >= ${sortKey(page.startAt)}`];
  if (!page.from) return [];
  const { key, direction } = page.from;
  const compare = (direction === "after") === descending ? sql`<` : sql`>`;
  return [sql<SqlBool>`(${column}, users.pk) ${compare} (${key.value}, ${key.pk})`];
}

async function pageQuery(db: Db, access: Access, page: UserPage) {
  const backwards = page.from?.direction === "before";
  const descending = page.sort === "newest";
  const order = backwards === descending ? sql`ASC` : sql`DESC`;
  const byName = page.sort === "name";
  const column = sql.ref(`users.${sortColumn[page.sort]}`);
  const boundary = byName ? await nameBoundary(db, page, access.ordinal) : columnBoundary(page, column, descending);
  const orderBy = byName ? sql`${access.ordinal} ${order}` : sql`${column} ${order}, users.pk ${order}`;
  return { where: allOf([...access.conditions, ...boundary]), orderBy, backwards };
}

/**
 * One page, in the order of the sort. Any part of name, username, e-mail and external id is found.
 *
 * @returns at most `limit` rows
 */
export async function listUsers(db: Db, filter: UserFilter, page: UserPage): Promise<UserWithGroups[]> {
  const access = await accessFor(db, filter, page.sort);
  const { where, orderBy, backwards } = await pageQuery(db, access, page);
  const { rows } = await sql<UserWithGroups>`
    SELECT users.*, ${groupNames} AS group_names FROM ${access.from}
    WHERE ${where} ORDER BY ${orderBy} LIMIT ${page.limit}`.execute(db);
  return backwards ? rows.toReversed() : rows;
}

const isSearch = ({ search }: UserFilter): boolean => search !== undefined && search.trim() !== "";

/**
 * The first page and how many there are. If the number comes from reading all matches, the page is the beginning of the
 * same pass.
 */
export async function firstUsers(
  db: Db,
  filter: UserFilter,
  page: UserPage,
): Promise<{ rows: UserWithGroups[]; total: Count }> {
  if (!isSearch(filter) || page.sort !== "name" || page.startAt !== null || page.limit > countedMatches) {
    return { rows: await listUsers(db, filter, page), total: await countUsers(db, filter) };
  }
  const access = await accessFor(db, filter, page.sort);
  const { where, orderBy } = await pageQuery(db, access, page);
  const walk = await sql<{ pk: number }>`
    SELECT users.pk FROM ${access.from} WHERE ${where} ORDER BY ${orderBy} LIMIT ${countedMatches + 1}`.execute(db);
  const first = JSON.stringify(walk.rows.slice(0, page.limit).map(({ pk }) => pk));
  const { rows } = await sql<UserWithGroups>`
    SELECT users.*, ${groupNames} AS group_names FROM users
    WHERE users.pk IN (SELECT value FROM json_each(${first})) ORDER BY users.ordinal`.execute(db);
  return { rows, total: bounded(walk.rows.length) };
}

/** Counted with a limit of one more than is shown. */
const bounded = (n: number): Count => ({ count: Math.min(n, countedMatches), exact: n <= countedMatches });

/** How many people match a filter: stored counts if there are such, otherwise matches up to a bound. */
export async function countUsers(db: Db, filter: UserFilter): Promise<Count> {
  const searches = isSearch(filter);
  const narrowed = searches || filter.attention !== undefined;
  if (!narrowed && filter.group === undefined) return { count: await countStates(db, filter), exact: true };
  if (!narrowed && filter.status === undefined && filter.enrolment === undefined && filter.group !== undefined) {
    return { count: (await membersOf(db, filter.group))?.members ?? 0, exact: true };
  }
  const access = await accessFor(db, filter, "name");
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM (
      SELECT 1 FROM ${access.from} WHERE ${allOf(access.conditions)} LIMIT ${countedMatches + 1})`.execute(db);
  return bounded(rows[0]?.n ?? 0);
}
