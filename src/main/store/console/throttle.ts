import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { ThrottleRow } from "../migrations/schema.ts";

const byKey = fixed((db) => db.selectFrom("throttle").selectAll().where("key", "=", ""));

export const readThrottle = async (db: Db, key: string): Promise<ThrottleRow | undefined> => (await byKey(db, key))[0];

const write = fixed((tx: Tx) =>
  tx
    .insertInto("throttle")
    .values({ key: "", failures: 0, blocked_until: 0, updated_at: 0 })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((set) => ({
        failures: set.ref("excluded.failures"),
        blocked_until: set.ref("excluded.blocked_until"),
        updated_at: set.ref("excluded.updated_at"),
      })),
    ),
);

export async function writeThrottle(tx: Tx, row: ThrottleRow): Promise<void> {
  await write(tx, row.key, row.failures, row.blocked_until, row.updated_at);
}

const remove = fixed((tx: Tx) => tx.deleteFrom("throttle").where("key", "=", ""));

/** Mostly there is none, and looking costs less than deleting nothing. */
export async function deleteThrottle(tx: Tx, key: string): Promise<void> {
  if (await readThrottle(tx, key)) await remove(tx, key);
}

const prune = fixed((tx: Tx) =>
  tx.deleteFrom("throttle").where("key", ">=", "").where("key", "<", "").where("updated_at", "<", 0),
);

/** Deletes counters whose keys begin with `prefix` and that nothing changed since `before`, UTC milliseconds. */
export async function pruneThrottle(tx: Tx, prefix: string, before: number): Promise<void> {
  await prune(tx, prefix, `${prefix}\uffff`, before);
}
