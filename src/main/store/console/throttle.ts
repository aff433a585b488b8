import { fixed } from "../fixed.ts";
import { row as firstRow } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { ThrottleRow } from "../migrations/waits-schema.ts";
import { type Counted, countedColumns, countedIn, type JoinedCounted } from "./counted-time.ts";

const byKey = fixed((db) => db.selectFrom("throttle").selectAll().where("key", "=", ""));

export interface Counter extends Pick<ThrottleRow, "failures" | "blocked_until"> {
  counted: Counted;
}

type Found = Pick<ThrottleRow, "failures" | "blocked_until"> & JoinedCounted;

/** A counter together with what its delay is measured by. */
export async function readCounter(db: Db, computer: string, key: string): Promise<Counter | undefined> {
  const found = await firstRow<Found>(
    db,
    `SELECT t.failures, t.blocked_until, ${countedColumns} FROM throttle t
       LEFT JOIN counted_time m ON m.computer = ? WHERE t.key = ?`,
    computer,
    key,
  );
  return found && { failures: found.failures, blocked_until: found.blocked_until, counted: countedIn(found) };
}

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
