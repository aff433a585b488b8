import { fixed } from "../sqlite/fixed.ts";
import type { Db } from "../open.ts";
import type { ThrottleRow } from "../migrations/schema.ts";

const byKey = fixed((db) => db.selectFrom("throttle").selectAll().where("key", "=", ""));

export const readThrottle = async (db: Db, key: string): Promise<ThrottleRow | undefined> => (await byKey(db, key))[0];

export async function writeThrottle(db: Db, row: ThrottleRow): Promise<void> {
  const { failures, blocked_until, updated_at } = row;
  await db
    .insertInto("throttle")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ failures, blocked_until, updated_at }))
    .execute();
}

export async function deleteThrottle(db: Db, key: string): Promise<void> {
  await db.deleteFrom("throttle").where("key", "=", key).execute();
}

const prune = fixed((db) =>
  db.deleteFrom("throttle").where("key", ">=", "").where("key", "<", "").where("updated_at", "<", 0),
);

/** Deletes counters whose keys begin with `prefix` and that nothing changed since `before`, UTC milliseconds. */
export async function pruneThrottle(db: Db, prefix: string, before: number): Promise<void> {
  await prune(db, prefix, `${prefix}\uffff`, before);
}
