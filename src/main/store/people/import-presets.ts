import type { Db, Tx } from "../store.ts";
import type { Schema } from "../migrations/schema.ts";

type PresetRow = Schema["import_presets"];

/** By name. */
export const listPresets = (db: Db): Promise<PresetRow[]> =>
  db.selectFrom("import_presets").selectAll().orderBy("name").execute();

/** Replaces one of the same name. */
export async function writePreset(tx: Tx, row: PresetRow): Promise<void> {
  await tx
    .insertInto("import_presets")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ headers: row.headers }))
    .execute();
}

/** @returns whether there was one */
export async function deletePreset(tx: Tx, name: string): Promise<boolean> {
  const result = await tx.deleteFrom("import_presets").where("name", "=", name).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
