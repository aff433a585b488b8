import type { AuditStreamId } from "#shared/model/ids.ts";
import type { AuditStreamRow } from "../migrations/audit-schema.ts";
import type { Db, Tx } from "../store.ts";

/** By name. */
export const listAuditStreams = (db: Db): Promise<AuditStreamRow[]> =>
  db.selectFrom("audit_streams").selectAll().orderBy("name").execute();

export const auditStreamById = (db: Db, id: AuditStreamId): Promise<AuditStreamRow | undefined> =>
  db.selectFrom("audit_streams").selectAll().where("id", "=", id).executeTakeFirst();

export async function insertAuditStream(tx: Tx, row: AuditStreamRow): Promise<void> {
  await tx.insertInto("audit_streams").values(row).execute();
}

export async function deleteAuditStream(tx: Tx, id: AuditStreamId): Promise<void> {
  await tx.deleteFrom("audit_streams").where("id", "=", id).execute();
}

/** What came of an attempt. */
export async function noteSent(
  tx: Tx,
  id: AuditStreamId,
  outcome: Partial<Pick<AuditStreamRow, "sent" | "sent_at" | "problem">>,
): Promise<void> {
  await tx.updateTable("audit_streams").set(outcome).where("id", "=", id).execute();
}
