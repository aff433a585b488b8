import type { RecipientId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { BackupRecipientRow } from "../migrations/backup-schema.ts";

/** In the order in which they were added. */
export const listRecipients = (db: Db): Promise<BackupRecipientRow[]> =>
  db.selectFrom("backup_recipients").selectAll().orderBy("id").execute();

export async function insertRecipient(tx: Tx, row: BackupRecipientRow): Promise<void> {
  await tx.insertInto("backup_recipients").values(row).execute();
}

export async function deleteRecipient(tx: Tx, id: RecipientId): Promise<void> {
  await tx.deleteFrom("backup_recipients").where("id", "=", id).execute();
}

/** @param at UTC milliseconds */
export async function markRecipientProven(tx: Tx, id: RecipientId, at: number): Promise<void> {
  await tx.updateTable("backup_recipients").set({ proven_at: at }).where("id", "=", id).execute();
}
