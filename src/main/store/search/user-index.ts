import type { UserStatus } from "#shared/model/records.ts";
import { only, row, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import { gramsOf } from "./search-text.ts";

/**
 * The search index and the order of names. A person's `ordinal` grows with (name_sort, pk) and is the row of the search
 * index: matches come out in the order of names, and the first fifty cost the same whether fifty match or half a
 * million. Ordinals are sparse; when a gap is full, its neighbourhood is respaced.
 */
export interface IndexedUser {
  pk: number;
  name_sort: string;
  search: string;
}

/** A person who is written together with a position; counted in the same step. */
export interface NewUser extends IndexedUser {
  status: UserStatus;
  insert: (ordinal: number) => Promise<void>;
}

/** Distance of neighbours in a fresh order. Small numbers keep the index small, large ones leave room for growth. */
const spacing = 65_536;
/**
 * A batch that would leave less than this between neighbours first respaces all ordinals, unless it is comparatively
 * small.
 */
const crowded = 4096;
/** A full gap is widened by this many neighbours on either side, and twice as many until there is room. */
const firstReach = 8;
/** The distance that the smallest neighbourhood must allow; the larger it has become, the less is required. */
const leastRoom = 64;

type Key = Pick<IndexedUser, "pk" | "name_sort">;
type Placed = Key & { ordinal: number };

/** SQLite compares the bytes of UTF-8; JavaScript's order differs beyond the basic plane. */
const isPlain = (text: string): boolean => !/[\u{10000}-\u{10FFFF}]/u.test(text);

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The order of the list: by folded name, then by age. */
const comparing =
  (texts: (a: string, b: string) => number) =>
  (a: Key, b: Key): number =>
    texts(a.name_sort, b.name_sort) || a.pk - b.pk;

function neighbour(tx: Tx, user: Key, side: "before" | "after"): Promise<Placed | undefined> {
  const [compare, order] = side === "before" ? ["<", "DESC"] : [">", "ASC"];
  return row<Placed>(
    tx,
    `SELECT pk, name_sort, ordinal FROM users WHERE (name_sort, pk) ${compare} (?, ?) AND ordinal IS NOT NULL
     ORDER BY name_sort ${order}, pk ${order} LIMIT 1`,
    user.name_sort,
    user.pk,
  );
}

type Indexed = Pick<IndexedUser, "pk" | "search"> & { ordinal: number | null };

/** Takes a person who is about to be deleted out of the search index. */
export async function unindexUser(tx: Tx, user: Indexed): Promise<void> {
  if (user.ordinal === null) return;
  const grams = gramsOf(user.search);
  await run(tx, "INSERT INTO users_fts (users_fts, rowid, grams) VALUES ('delete', ?, ?)", user.ordinal, grams);
}

/** The row is left out of the index until it has a position again. */
export async function unplaceUser(tx: Tx, user: Indexed): Promise<void> {
  if (user.ordinal === null) return;
  await unindexUser(tx, user);
  await run(tx, "UPDATE users SET ordinal = NULL WHERE pk = ?", user.pk);
}

/** Adds new people without an authenticator to the stored counts. */
async function countNewUsers(tx: Tx, status: UserStatus, users: number): Promise<void> {
  await run(
    tx,
    `INSERT INTO user_counts VALUES (?, 'none', ?) ON CONFLICT (status, enrolment) DO UPDATE SET users = users + excluded.users`,
    status,
    users,
  );
}

async function place(tx: Tx, user: IndexedUser | NewUser, ordinal: number): Promise<void> {
  if ("insert" in user) await user.insert(ordinal);
  else await run(tx, "UPDATE users SET ordinal = ? WHERE pk = ?", ordinal, user.pk);
  await run(tx, "INSERT INTO users_fts (rowid, grams) VALUES (?, ?)", ordinal, gramsOf(user.search));
}

interface Room {
  /** Ordinal of the first. */
  first: number;
  /** Distance of neighbours. */
  step: number;
}

/** Room for `count` between two neighbours: the first ordinal and the distance, or null if there is too little. */
function roomBetween(before: number | undefined, after: number | undefined, count: number): Room | null {
  if (before === undefined && after === undefined) return { first: spacing, step: spacing };
  if (after === undefined) return { first: (before ?? 0) + spacing, step: spacing };
  // At the beginning there is room below zero as well: row numbers are signed.
  if (before === undefined) return { first: after - count * spacing, step: spacing };
  const step = Math.floor((after - before) / (count + 1));
  return step >= 1 ? { first: before + step, step } : null;
}

type Around = IndexedUser & { ordinal: number };

/** Rows with positions next to a gap, nearest first. */
function around(tx: Tx, from: number, side: "before" | "after", limit: number): Promise<Around[]> {
  const [compare, order] = side === "before" ? ["<=", "DESC"] : [">=", "ASC"];
  return rows<Around>(
    tx,
    `SELECT pk, name_sort, search, ordinal FROM users WHERE ordinal ${compare} ? ORDER BY ordinal ${order} LIMIT ?`,
    from,
    limit,
  );
}

/** Makes room for `count` in a full gap: includes more and more of its neighbourhood until all are far enough apart. */
async function makeRoom(tx: Tx, count: number, before: number, after: number): Promise<Room> {
  for (let reach = firstReach, least = leastRoom; ; reach *= 2, least = Math.max(2, least / 2)) {
    const lower = await around(tx, before, "before", reach + 1);
    const upper = await around(tx, after, "after", reach + 1);
    // The outermost stay where they are; the ends of the list are open.
    const floor = lower.length > reach ? lower.pop()?.ordinal : undefined;
    const ceiling = upper.length > reach ? upper.pop()?.ordinal : undefined;
    const room = roomBetween(floor, ceiling, lower.length + count + upper.length);
    if (!room || room.step < least) continue;
    for (const user of [...lower, ...upper]) await unplaceUser(tx, user);
    const first = room.first + lower.length * room.step;
    for (const [n, user] of lower.toReversed().entries()) await place(tx, user, room.first + n * room.step);
    for (const [n, user] of upper.entries()) await place(tx, user, first + (count + n) * room.step);
    return { first, step: room.step };
  }
}

/** Room for `count` in the gap between two people with positions, or at an end of the list. */
async function requireRoom(
  tx: Tx,
  count: number,
  before: Placed | undefined,
  after: Placed | undefined,
): Promise<Room> {
  const room = roomBetween(before?.ordinal, after?.ordinal, count);
  if (room && (count === 1 || room.step >= leastRoom)) return room;
  // Only a gap with two sides can be too narrow.
  return makeRoom(tx, count, before?.ordinal ?? 0, after?.ordinal ?? 0);
}

/** A page of people in the order of names. */
const pageAfter = (db: Db, last: Key): Promise<IndexedUser[]> =>
  rows<IndexedUser>(
    db,
    "SELECT pk, name_sort, search FROM users WHERE (name_sort, pk) > (?, ?) ORDER BY name_sort, pk LIMIT 1000",
    last.name_sort,
    last.pk,
  );

/**
 * Respaces all ordinals if a batch would crowd them. Call it before the first of the batch is written; it costs
 * something only when a directory has grown a lot.
 *
 * @param batch people to come
 */
export async function stretchOrder(tx: Tx, batch: number): Promise<void> {
  const ends = "SELECT min(ordinal) AS first, max(ordinal) AS last FROM users";
  const { first = null, last = null } = (await row<{ first: number | null; last: number | null }>(tx, ends)) ?? {};
  if (first === null || last === null) return;
  const placed = await only<number>(tx, "SELECT sum(users) FROM user_counts");
  if (placed > 8 * batch || (last - first) / (placed + batch) >= crowded) return;
  const step = spacing * Math.ceil((placed + batch) / placed);
  await run(tx, "INSERT INTO users_fts (users_fts) VALUES ('delete-all')");
  await run(tx, "UPDATE users SET ordinal = NULL");
  let ordinal = 0;
  let end: Key | undefined = { name_sort: "", pk: 0 };
  while (end) {
    const page: IndexedUser[] = await pageAfter(tx, end);
    for (const user of page) await place(tx, user, (ordinal += step));
    end = page.at(-1);
  }
}

/** People between the same two neighbours that already have positions. */
async function placeRun(
  tx: Tx,
  users: readonly IndexedUser[],
  before: Placed | undefined,
  after: Placed | undefined,
): Promise<void> {
  if (users.length === 0) return;
  const { first, step } = await requireRoom(tx, users.length, before, after);
  for (const [n, user] of users.entries()) await place(tx, user, first + n * step);
}

/** What FTS5 collects in memory before it writes, in bytes: its default, and for many rows in a batch. */
const gathered = { usual: 1024 ** 2, much: 4 * 1024 ** 2 };

/** Lets the search index collect more before writing; part of the caller's transaction, which resets it. */
export async function gatherIndex(tx: Tx, amount: keyof typeof gathered): Promise<void> {
  // In the text: a bound number is none of FTS5's integers.
  await run(tx, `INSERT INTO users_fts (users_fts, rank) VALUES ('hashsize', ${gathered[amount]})`);
}

/** People who are placed between two pauses: a turn of the caller for each would cost more than a statement. */
const placedAtOnce = 500;

/**
 * As `placeUsers`, for more than fits into memory. Yields how many are placed, after some hundred each, so that the
 * caller can pause.
 *
 * @param users in the order of the list
 * @param count how many of them there are from `first` on, before `until` or the end
 */
export async function* placeInOrder(
  tx: Tx,
  users: Iterator<IndexedUser | NewUser>,
  count: (first: Key, until: Key | undefined) => number,
): AsyncGenerator<number, void> {
  let placed = 0;
  const added = new Map<UserStatus, number>();
  let next = users.next();
  while (!next.done) {
    const before = await neighbour(tx, next.value, "before");
    const after = await neighbour(tx, next.value, "after");
    const length = count(next.value, after);
    const { first, step } = await requireRoom(tx, length, before, after);
    for (let n = 0; n < length && !next.done; n += 1) {
      await place(tx, next.value, first + n * step);
      if ("insert" in next.value) added.set(next.value.status, (added.get(next.value.status) ?? 0) + 1);
      if ((placed += 1) % placedAtOnce === 0) yield placed;
      next = users.next();
    }
  }
  for (const [status, length] of added) await countNewUsers(tx, status, length);
}

/**
 * Gives people their positions in the order and in the search index, inside the caller's transaction. Large batches
 * cost least per person: the index is written in its own order.
 */
export async function placeUsers(tx: Tx, users: readonly (IndexedUser | NewUser)[]): Promise<void> {
  for (const [status, { length }] of Map.groupBy(
    users.filter((user) => "insert" in user),
    (user) => user.status,
  )) {
    await countNewUsers(tx, status, length);
  }
  const compare = comparing(users.every((user) => isPlain(user.name_sort)) ? compareUnits : compareBytes);
  const compareAny = comparing(compareBytes);
  let between: IndexedUser[] = [];
  let before: Placed | undefined;
  let after: Placed | undefined;
  for (const user of users.toSorted(compare)) {
    const inGap = between.length > 0 && (after === undefined || compareAny(user, after) < 0);
    if (!inGap) {
      await placeRun(tx, between, before, after);
      between = [];
      before = await neighbour(tx, user, "before");
      after = await neighbour(tx, user, "after");
    }
    between.push(user);
  }
  await placeRun(tx, between, before, after);
}

/** Pages that one step of merging may write: some tens of milliseconds. */
const mergedPages = 500;

/**
 * Merges some of the pieces that many inserts have left, which halves the time of a search. A step is short, in a
 * transaction of its own, so that others can write meanwhile.
 *
 * @param begun whether an earlier step has begun the merging
 * @returns whether anything is left to do
 */
export async function mergeSearchIndex(tx: Tx, begun: boolean): Promise<boolean> {
  const changes = "SELECT total_changes()";
  const before = await only<number>(tx, changes);
  // A negative number begins, as `optimize` does; positive ones continue until nothing is left to do (FTS5 6.9).
  await run(tx, "INSERT INTO users_fts (users_fts, rank) VALUES ('merge', ?)", begun ? mergedPages : -mergedPages);
  return (await only<number>(tx, changes)) - before >= 2;
}
