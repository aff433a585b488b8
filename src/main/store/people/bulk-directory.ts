import type { UserStatus } from "#shared/model/records.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
import { releaseHardware } from "../factors/release-hardware.ts";
import type { StoredGroup } from "./groups.ts";
import type { StoredUser } from "./users.ts";
import { unplaceUser } from "../search/user-index.ts";

/** How long a separate thread may wait for its turn, in milliseconds. */
const turn = 60_000;

/** In KiB: the pages of all indexes that a long run of inserts needs again and again. */
const bulkCache = 65_536;

/** Runs `work` in one transaction that holds the write lock from its start. For a worker: it waits for its turn. */
export function writeRaw<T>(raw: Raw, work: () => T): T {
  raw.pragma(`busy_timeout = ${turn}`);
  raw.pragma(`cache_size = -${bulkCache}`);
  return raw.transaction(work).immediate();
}

/** The person as the transaction sees them; undefined if deleted. */
export const readUser = (raw: Raw, pk: number): StoredUser | undefined =>
  prepared(raw, "SELECT * FROM users WHERE pk = ?").get(pk) as StoredUser | undefined;

export function writeStatus(raw: Raw, pk: number, status: UserStatus, at: number): void {
  prepared(raw, "UPDATE users SET status = ?, updated_at = ? WHERE pk = ?").run(status, at, pk);
}

const touch = (raw: Raw, pk: number, at: number): void => {
  prepared(raw, "UPDATE users SET updated_at = ? WHERE pk = ?").run(at, pk);
};

/** Its place may have gone to another group: it is known by its id. */
export const groupRemains = (raw: Raw, { pk, id }: Pick<StoredGroup, "pk" | "id">): boolean =>
  prepared(raw, "SELECT 1 FROM groups WHERE pk = ? AND id = ?").get(pk, id) !== undefined;

/** @returns whether the person was not in the group before */
export function joinGroup(raw: Raw, pk: number, group: number, at: number): boolean {
  const joined = prepared(raw, "INSERT OR IGNORE INTO group_members (group_pk, user_pk) VALUES (?, ?)").run(group, pk);
  if (joined.changes > 0) touch(raw, pk, at);
  return joined.changes > 0;
}

/** @returns whether the person was in the group before */
export function leaveGroup(raw: Raw, pk: number, group: number, at: number): boolean {
  const left = prepared(raw, "DELETE FROM group_members WHERE group_pk = ? AND user_pk = ?").run(group, pk);
  if (left.changes > 0) touch(raw, pk, at);
  return left.changes > 0;
}

/** Permanently, with everything that belongs to the person; hardware tokens go back to the inventory. */
export function eraseUser(raw: Raw, user: StoredUser, at: number): void {
  releaseHardware(raw, user.id, at);
  unplaceUser(raw, user);
  prepared(raw, "DELETE FROM users WHERE pk = ?").run(user.pk);
}
