import { setTimeout as wait } from "node:timers/promises";
import type { GroupId, ImportId, UserId } from "#shared/model/ids.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
import { lookColumn } from "../search/look-alike.ts";
import { gramsOf } from "../search/search-text.ts";
import type { GroupRow, UserRow } from "../migrations/schema.ts";
import type { StoredUser, UserFacts } from "./users.ts";

/** How much of the store a long transaction caches before writing to disk, in KiB. */
const cacheSize = 64 * 1024;
/** How long a transaction waits for its turn before BUSY, and how often it asks, in milliseconds. */
const patience = 60_000;
const askEvery = 15;

/** Waits for the write lock without blocking the thread. @throws AppError BUSY, CANCELLED */
async function begin(raw: Raw, signal: AbortSignal): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      raw.exec("BEGIN IMMEDIATE");
      return;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== "BUSY" || performance.now() > until) throw error;
      await wait(askEvery, undefined, { signal });
    }
  }
}

/**
 * Runs `work` in one transaction that holds the write lock from its start: all of it is committed, or nothing. For a
 * thread with a separate connection; `work` may pause to let a request to stop through.
 *
 * @throws AppError BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function writeAtOnce<T>(raw: Raw, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  raw.pragma(`cache_size = -${cacheSize}`);
  await begin(raw, signal);
  try {
    const result = await work();
    signal.throwIfAborted();
    raw.exec("COMMIT");
    return result;
  } catch (thrown) {
    if (raw.inTransaction) raw.exec("ROLLBACK");
    throw toAppError(thrown);
  }
}

/** Changes whenever another connection has written to the store. */
export const storeVersion = (raw: Raw): number => raw.pragma("data_version", { simple: true }) as number;

/** @param key `nameKey` of the username */
export const userWithName = (raw: Raw, key: string): StoredUser | undefined =>
  prepared(raw, "SELECT * FROM users WHERE username_key = ?").get(key) as StoredUser | undefined;

/** @param key `nameKey` of the external id */
export const userWithExternalId = (raw: Raw, key: string): StoredUser | undefined =>
  prepared(raw, "SELECT * FROM users WHERE external_key = ?").get(key) as StoredUser | undefined;

/** People by one of their keys. */
function usersByKey(
  raw: Raw,
  column: "username_key" | "external_key",
  keys: readonly string[],
): Map<string, StoredUser> {
  if (keys.length === 0) return new Map();
  const users = prepared(
    raw,
    `SELECT users.* FROM json_each(?) AS wanted CROSS JOIN users ON users.${column} = wanted.value`,
  ).all(JSON.stringify(keys)) as StoredUser[];
  return new Map(users.map((user) => [user[column] ?? "", user]));
}

export interface FoundUsers {
  byName: Map<string, StoredUser>;
  byExternalId: Map<string, StoredUser>;
}

/** Everybody with an e-mail address; nothing may be written meanwhile. */
export const peopleWithEmail = (raw: Raw): IterableIterator<{ pk: number; username: string; email: string }> =>
  raw.prepare("SELECT pk, username, email FROM users WHERE email <> ''").iterate() as IterableIterator<{
    pk: number;
    username: string;
    email: string;
  }>;

/** Keys of digits that begin with zeros, and whose they are. */
export const keysWithZeros = (
  raw: Raw,
  column: "username_key" | "external_key",
): { key: string; pk: number; username: string }[] =>
  prepared(
    raw,
    `SELECT ${column} AS key, pk, username FROM users WHERE ${column} >= '0' AND ${column} < '1'
     AND ${column} NOT GLOB '*[^0-9]*'`,
  ).all() as { key: string; pk: number; username: string }[];

/** Usernames that are written with a domain. */
export const accountsWithDomain = (raw: Raw): string[] =>
  prepared(raw, "SELECT username FROM users WHERE instr(username, '@') > 0 OR instr(username, '\\') > 0")
    .pluck()
    .all() as string[];

/** People by what their usernames look like, where that is not the username itself. */
export function usersLookingLike(raw: Raw, looks: readonly string[]): Map<string, StoredUser[]> {
  const users = prepared(
    raw,
    `SELECT users.* FROM json_each(?) AS wanted CROSS JOIN users ON users.look_key = wanted.value
     WHERE users.look_key IS NOT NULL`,
  ).all(JSON.stringify([...new Set(looks)])) as StoredUser[];
  const found = new Map<string, StoredUser[]>();
  for (const user of users) {
    const look = user.look_key ?? "";
    found.set(look, [...(found.get(look) ?? []), user]);
  }
  return found;
}

/** Who has these usernames and external ids; asked for many at once, since each question costs more than its answer. */
export const findUsers = (raw: Raw, names: readonly string[], externalIds: readonly string[]): FoundUsers => ({
  byName: usersByKey(raw, "username_key", names),
  byExternalId: usersByKey(raw, "external_key", externalIds),
});

export const userWithId = (raw: Raw, id: UserId): StoredUser | undefined =>
  prepared(raw, "SELECT * FROM users WHERE id = ?").get(id) as StoredUser | undefined;

/** Higher than every person's `pk`. */
export const nextUserPk = (raw: Raw): number =>
  (prepared(raw, "SELECT coalesce(max(pk), 0) AS last FROM users").pluck().get() as number) + 1;

export interface NewUser extends UserFacts {
  pk: number;
  id: UserId;
  username_key: string;
  external_key: string | null;
  name_sort: string;
  search: string;
  ordinal: number;
  import_id: ImportId;
  created_at: number;
}

export function insertNewUser(raw: Raw, user: NewUser): void {
  prepared(
    raw,
    `INSERT INTO users (pk, id, username, username_key, name, name_sort, email, external_id, external_key, notes,
       status, ordinal, search, import_id, created_at, updated_at, look_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    user.pk,
    user.id,
    user.username,
    user.username_key,
    user.name,
    user.name_sort,
    user.email,
    user.external_id,
    user.external_key,
    user.notes,
    user.status,
    user.ordinal,
    user.search,
    user.import_id,
    user.created_at,
    user.created_at,
    lookColumn(user.username),
  );
}

export type UserChange = UserFacts &
  Pick<UserRow, "username_key" | "external_key" | "name_sort" | "search" | "import_id" | "updated_at">;

/** Writes all columns that an import can change, and the import itself. */
export function writeUser(raw: Raw, pk: number, user: UserChange): void {
  prepared(
    raw,
    `UPDATE users SET username = ?, username_key = ?, name = ?, name_sort = ?, email = ?, external_id = ?,
       external_key = ?, notes = ?, status = ?, search = ?, import_id = ?, updated_at = ?, look_key = ? WHERE pk = ?`,
  ).run(
    user.username,
    user.username_key,
    user.name,
    user.name_sort,
    user.email,
    user.external_id,
    user.external_key,
    user.notes,
    user.status,
    user.search,
    user.import_id,
    user.updated_at,
    lookColumn(user.username),
    pk,
  );
}

/** Removes a person who has nothing yet. */
export function removeNewUser(raw: Raw, user: { pk: number; ordinal: number | null; search: string }): void {
  if (user.ordinal !== null) {
    prepared(raw, "INSERT INTO users_fts (users_fts, rowid, grams) VALUES ('delete', ?, ?)").run(
      user.ordinal,
      gramsOf(user.search),
    );
  }
  prepared(raw, "DELETE FROM users WHERE pk = ?").run(user.pk);
}

export interface KnownGroup {
  pk: number;
  id: GroupId;
  name: string;
  name_key: string;
}

export const allGroups = (raw: Raw): KnownGroup[] =>
  prepared(raw, "SELECT pk, id, name, name_key FROM groups").all() as KnownGroup[];

/** Groups of a person, by name. */
export const groupsOfUser = (raw: Raw, pk: number): KnownGroup[] =>
  prepared(
    raw,
    `SELECT g.pk, g.id, g.name, g.name_key FROM group_members m JOIN groups g ON g.pk = m.group_pk
     WHERE m.user_pk = ? ORDER BY g.name_key`,
  ).all(pk) as KnownGroup[];

/** @returns its `pk` */
export function insertNewGroup(raw: Raw, row: Omit<GroupRow, "pk" | "members">): number {
  const { lastInsertRowid } = prepared(
    raw,
    "INSERT INTO groups (id, name, name_key, description, created_at) VALUES (?, ?, ?, ?, ?)",
  ).run(row.id, row.name, row.name_key, row.description, row.created_at);
  return Number(lastInsertRowid);
}

/** @returns the group that was removed; undefined if it has members or is gone */
export const removeEmptyGroup = (raw: Raw, id: GroupId): { id: GroupId; name: string } | undefined =>
  prepared(raw, "DELETE FROM groups WHERE id = ? AND members = 0 RETURNING id, name").get(id) as
    | { id: GroupId; name: string }
    | undefined;

export function addMember(raw: Raw, group: number, user: number): void {
  prepared(raw, "INSERT OR IGNORE INTO group_members (group_pk, user_pk) VALUES (?, ?)").run(group, user);
}

export function removeMember(raw: Raw, group: number, user: number): void {
  prepared(raw, "DELETE FROM group_members WHERE group_pk = ? AND user_pk = ?").run(group, user);
}
