import { AppError } from "#shared/errors.ts";
import type { Db } from "../store/store.ts";
import { listRetiredKeys } from "../store/console/retired-keys.ts";
import type { RetiredKeyRow } from "../store/migrations/schema.ts";
import { Keys, type Place } from "./keys.ts";

/** A retired data key opens as the one that made the audit log up to this event, and for nothing else. */
export const retiredPlace = (row: Pick<RetiredKeyRow, "key_id" | "last_seq">): Place => ({
  table: "retired_keys",
  column: "sealed",
  row: `${row.key_id.toString("hex")}/${row.last_seq}`,
});

function addRetired(keys: Keys, row: RetiredKeyRow): void {
  try {
    const dataKey = keys.unseal(retiredPlace(row), row.sealed);
    keys.addRetired(dataKey, row.last_seq);
    dataKey.fill(0);
  } catch (thrown) {
    // A damaged one must not keep the console closed: what it made fails to verify, and that is reported.
    if (!(thrown instanceof AppError && thrown.code === "SEAL_BROKEN")) throw thrown;
  }
}

/** The keys together with what is left of earlier data keys in this store. */
export async function withRetiredKeys(db: Db, keys: Keys): Promise<Keys> {
  for (const row of await listRetiredKeys(db)) addRetired(keys, row);
  return keys;
}

/** The keys of a store's data key, whose bytes are wiped. */
export function keysOf(db: Db, dataKey: Buffer): Promise<Keys> {
  const keys = new Keys(dataKey);
  dataKey.fill(0);
  return withRetiredKeys(db, keys);
}
