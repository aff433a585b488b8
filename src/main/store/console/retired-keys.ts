import type { Db } from "../store.ts";
import type { RetiredKeyRow } from "../migrations/schema.ts";

/** Data keys that were rotated out, oldest first. */
export const listRetiredKeys = (db: Db): Promise<RetiredKeyRow[]> =>
  db.selectFrom("retired_keys").selectAll().orderBy("last_seq").execute();
