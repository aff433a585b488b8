import { sql, type SqlBool } from "kysely";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Db, Tx } from "../store.ts";
import type { Schema } from "../migrations/schema.ts";

type PresetRow = Schema["import_presets"];

/** Tables of people, or of seeds: what is kept for the latter says so in `headers`, as `{"of": "seeds", …}`. */
export type PresetOf = "people" | "seeds";

const isOf = (of: PresetOf) =>
  of === "seeds" ? sql<SqlBool>`headers ->> '$.of' IS 'seeds'` : sql<SqlBool>`headers ->> '$.of' IS NOT 'seeds'`;

/** By name. */
export const listPresets = (db: Db, of: PresetOf): Promise<PresetRow[]> =>
  db.selectFrom("import_presets").selectAll().where(isOf(of)).orderBy("name").execute();

/** Replaces one of the same name. @throws AppError CONFLICT if that one is for tables of the other kind */
export async function writePreset(tx: Tx, of: PresetOf, row: PresetRow): Promise<void> {
  const result = await tx
    .insertInto("import_presets")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet({ headers: row.headers })
        .where(sql<SqlBool>`(import_presets.headers ->> '$.of' IS 'seeds') = ${of === "seeds" ? 1 : 0}`),
    )
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 1n) return;
  const why = text("imports.presetTaken", { name: row.name });
  throw new AppError("CONFLICT", { text: why, fields: { name: why } });
}

/** @returns whether there was one */
export async function deletePreset(tx: Tx, of: PresetOf, name: string): Promise<boolean> {
  const result = await tx.deleteFrom("import_presets").where("name", "=", name).where(isOf(of)).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
