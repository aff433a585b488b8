import type { UserStatus } from "#shared/model/records.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
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
  insert: (ordinal: number) => void;
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

function neighbour(raw: Raw, user: Key, side: "before" | "after"): Placed | undefined {
  const [compare, order] = side === "before" ? ["<", "DESC"] : [">", "ASC"];
  return prepared(
    raw,
    `SELECT pk, name_sort, ordinal FROM users WHERE (name_sort, pk) ${compare} (?, ?) AND ordinal IS NOT NULL
     ORDER BY name_sort ${order}, pk ${order} LIMIT 1`,
  ).get(user.name_sort, user.pk) as Placed | undefined;
}

/** The row is left out of the index until it has a position again. */
export function unplaceUser(raw: Raw, user: { pk: number; ordinal: number | null; search: string }): void {
  if (user.ordinal === null) return;
  prepared(raw, "INSERT INTO users_fts (users_fts, rowid, grams) VALUES ('delete', ?, ?)").run(
    user.ordinal,
    gramsOf(user.search),
  );
  prepared(raw, "UPDATE users SET ordinal = NULL WHERE pk = ?").run(user.pk);
}

/** Adds new people without an authenticator to the stored counts. */
export function countNewUsers(raw: Raw, status: UserStatus, users: number): void {
  prepared(
    raw,
    `INSERT INTO user_counts VALUES (?, 'none', ?) ON CONFLICT (status, enrolment) DO UPDATE SET users = users + excluded.users`,
  ).run(status, users);
}

function place(raw: Raw, user: IndexedUser | NewUser, ordinal: number): void {
  if ("insert" in user) user.insert(ordinal);
  else prepared(raw, "UPDATE users SET ordinal = ? WHERE pk = ?").run(ordinal, user.pk);
  prepared(raw, "INSERT INTO users_fts (rowid, grams) VALUES (?, ?)").run(ordinal, gramsOf(user.search));
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
function around(raw: Raw, from: number, side: "before" | "after", limit: number): Around[] {
  const [compare, order] = side === "before" ? ["<=", "DESC"] : [">=", "ASC"];
  return prepared(
    raw,
    `SELECT pk, name_sort, search, ordinal FROM users WHERE ordinal ${compare} ? ORDER BY ordinal ${order} LIMIT ?`,
  ).all(from, limit) as Around[];
}

/** Makes room for `count` in a full gap: includes more and more of its neighbourhood until all are far enough apart. */
function makeRoom(raw: Raw, count: number, before: number, after: number): Room {
  for (let reach = firstReach, least = leastRoom; ; reach *= 2, least = Math.max(2, least / 2)) {
    const lower = around(raw, before, "before", reach + 1);
    const upper = around(raw, after, "after", reach + 1);
    // The outermost stay where they are; the ends of the list are open.
    const floor = lower.length > reach ? lower.pop()?.ordinal : undefined;
    const ceiling = upper.length > reach ? upper.pop()?.ordinal : undefined;
    const room = roomBetween(floor, ceiling, lower.length + count + upper.length);
    if (!room || room.step < least) continue;
    for (const user of [...lower, ...upper]) unplaceUser(raw, user);
    const first = room.first + lower.length * room.step;
    lower.toReversed().forEach((user, n) => place(raw, user, room.first + n * room.step));
    upper.forEach((user, n) => place(raw, user, first + (count + n) * room.step));
    return { first, step: room.step };
  }
}

/** Room for `count` in the gap between two people with positions, or at an end of the list. */
function requireRoom(raw: Raw, count: number, before: Placed | undefined, after: Placed | undefined): Room {
  const room = roomBetween(before?.ordinal, after?.ordinal, count);
  if (room && (count === 1 || room.step >= leastRoom)) return room;
  // Only a gap with two sides can be too narrow.
  return makeRoom(raw, count, before?.ordinal ?? 0, after?.ordinal ?? 0);
}

/** Rows with positions, in the order of names. */
function* placedUsers(raw: Raw): Generator<IndexedUser> {
  const page = prepared(
    raw,
    "SELECT pk, name_sort, search FROM users WHERE (name_sort, pk) > (?, ?) ORDER BY name_sort, pk LIMIT 1000",
  );
  let last: Key = { name_sort: "", pk: 0 };
  for (;;) {
    const rows = page.all(last.name_sort, last.pk) as IndexedUser[];
    const end = rows.at(-1);
    if (!end) return;
    yield* rows;
    last = end;
  }
}

/**
 * Respaces all ordinals if a batch would crowd them. Call it before the first of the batch is written; it costs
 * something only when a directory has grown a lot.
 *
 * @param batch people to come
 */
export function stretchOrder(raw: Raw, batch: number): void {
  const { first, last } = prepared(raw, "SELECT min(ordinal) AS first, max(ordinal) AS last FROM users").get() as {
    first: number | null;
    last: number | null;
  };
  if (first === null || last === null) return;
  const placed = prepared(raw, "SELECT sum(users) FROM user_counts").pluck().get() as number;
  if (placed > 8 * batch || (last - first) / (placed + batch) >= crowded) return;
  const step = spacing * Math.ceil((placed + batch) / placed);
  prepared(raw, "INSERT INTO users_fts (users_fts) VALUES ('delete-all')").run();
  prepared(raw, "UPDATE users SET ordinal = NULL").run();
  let ordinal = 0;
  for (const user of placedUsers(raw)) place(raw, user, (ordinal += step));
}

/** People between the same two neighbours that already have positions. */
function placeRun(raw: Raw, run: readonly IndexedUser[], before: Placed | undefined, after: Placed | undefined): void {
  if (run.length === 0) return;
  const { first, step } = requireRoom(raw, run.length, before, after);
  run.forEach((user, n) => place(raw, user, first + n * step));
}

/** What FTS5 collects in memory before it writes, in bytes: its default, and for many rows in a batch. */
const gathered = { usual: 1024 ** 2, much: 4 * 1024 ** 2 };

/** Lets the search index collect more before writing; part of the caller's transaction, which resets it. */
export function gatherIndex(raw: Raw, amount: keyof typeof gathered): void {
  raw.exec(`INSERT INTO users_fts (users_fts, rank) VALUES ('hashsize', ${gathered[amount]})`);
}

/**
 * As `placeUsers`, for more than fits into memory. Yields after each person, so that the caller can pause.
 *
 * @param users in the order of the list
 * @param count how many of them there are from `first` on, before `until` or the end
 */
export function* placeInOrder(
  raw: Raw,
  users: Iterator<IndexedUser | NewUser>,
  count: (first: Key, until: Key | undefined) => number,
): Generator<void, void> {
  const added = new Map<UserStatus, number>();
  let next = users.next();
  while (!next.done) {
    const before = neighbour(raw, next.value, "before");
    const after = neighbour(raw, next.value, "after");
    const length = count(next.value, after);
    const { first, step } = requireRoom(raw, length, before, after);
    for (let n = 0; n < length && !next.done; n += 1) {
      place(raw, next.value, first + n * step);
      if ("insert" in next.value) added.set(next.value.status, (added.get(next.value.status) ?? 0) + 1);
      yield;
      next = users.next();
    }
  }
  for (const [status, length] of added) countNewUsers(raw, status, length);
}

/**
 * Gives people their positions in the order and in the search index, inside the caller's transaction. Large batches
 * cost least per person: the index is written in its own order.
 */
export function placeUsers(raw: Raw, users: readonly (IndexedUser | NewUser)[]): void {
  for (const [status, { length }] of Map.groupBy(
    users.filter((user) => "insert" in user),
    (user) => user.status,
  )) {
    countNewUsers(raw, status, length);
  }
  const compare = comparing(users.every((user) => isPlain(user.name_sort)) ? compareUnits : compareBytes);
  const compareAny = comparing(compareBytes);
  let run: IndexedUser[] = [];
  let before: Placed | undefined;
  let after: Placed | undefined;
  for (const user of users.toSorted(compare)) {
    const inGap = run.length > 0 && (after === undefined || compareAny(user, after) < 0);
    if (!inGap) {
      placeRun(raw, run, before, after);
      run = [];
      before = neighbour(raw, user, "before");
      after = neighbour(raw, user, "after");
    }
    run.push(user);
  }
  placeRun(raw, run, before, after);
}

/** Pages that one step of merging may write: some tens of milliseconds. */
const mergedPages = 500;

/**
 * Merges the pieces that many inserts have left, which halves the time of a search. In short, separate transactions, so
 * that others can write meanwhile; yields after each.
 */
export function* mergeSearchIndex(raw: Raw): Generator<void, void> {
  const merge = prepared(raw, "INSERT INTO users_fts (users_fts, rank) VALUES ('merge', ?)");
  const changes = raw.prepare("SELECT total_changes()").pluck();
  // A negative number begins, as `optimize` does; positive ones continue until nothing is left to do (FTS5 6.9).
  for (let pages = -mergedPages; ; pages = mergedPages) {
    const before = changes.get() as number;
    merge.run(pages);
    if ((changes.get() as number) - before < 2) return;
    yield;
  }
}
