import type { LetterTemplateId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { LetterTemplateRow } from "../migrations/schema.ts";

/** By name. */
export const listLetterTemplates = (db: Db): Promise<LetterTemplateRow[]> =>
  db.selectFrom("letter_templates").selectAll().orderBy("name_key").execute();

export async function insertLetterTemplate(tx: Tx, row: LetterTemplateRow): Promise<void> {
  await tx.insertInto("letter_templates").values(row).execute();
}

export async function updateLetterTemplate(tx: Tx, { id, ...change }: LetterTemplateRow): Promise<void> {
  await tx.updateTable("letter_templates").set(change).where("id", "=", id).execute();
}

export async function deleteLetterTemplate(tx: Tx, id: LetterTemplateId): Promise<void> {
  await tx.deleteFrom("letter_templates").where("id", "=", id).execute();
}
