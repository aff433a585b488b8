import type { AdminId, SavedFilterId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { SavedFilterRow } from "../migrations/schema.ts";

/** By name. */
export const savedFiltersOf = (db: Db, admin: AdminId): Promise<SavedFilterRow[]> =>
  db.selectFrom("saved_filters").selectAll().where("admin_id", "=", admin).orderBy("name_key").execute();

/** Replaces one of the same name. @returns its id */
export async function saveFilter(tx: Tx, row: SavedFilterRow): Promise<SavedFilterId> {
  const { name, filter, sort } = row;
  const saved = await tx
    .insertInto("saved_filters")
    .values(row)
    .onConflict((conflict) => conflict.columns(["admin_id", "name_key"]).doUpdateSet({ name, filter, sort }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return saved.id;
}

/** @returns whether there was one */
export async function deleteFilter(tx: Tx, admin: AdminId, id: SavedFilterId): Promise<boolean> {
  const result = await tx
    .deleteFrom("saved_filters")
    .where("admin_id", "=", admin)
    .where("id", "=", id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
