import type { AuditCheckpointRow, AuditSigningRow } from "../migrations/audit-schema.ts";
import type { Db, Tx } from "../store.ts";

/** The key that signs the audit log; undefined before the first checkpoint. */
export const readSigning = (db: Db): Promise<Omit<AuditSigningRow, "id"> | undefined> =>
  db.selectFrom("audit_signing").select(["public_key", "sealed", "created_at"]).executeTakeFirst();

/** Replaces the one that is there: under another data key it is sealed anew. */
export async function writeSigning(tx: Tx, row: Omit<AuditSigningRow, "id">): Promise<void> {
  await tx
    .insertInto("audit_signing")
    .values({ id: 1, ...row })
    .onConflict((taken) => taken.column("id").doUpdateSet(row))
    .execute();
}

export const lastCheckpoint = (db: Db): Promise<AuditCheckpointRow | undefined> =>
  db.selectFrom("audit_checkpoints").selectAll().orderBy("seq", "desc").limit(1).executeTakeFirst();

/** The last one before an event; undefined where none is. */
export const checkpointBefore = (db: Db, seq: number): Promise<AuditCheckpointRow | undefined> =>
  db
    .selectFrom("audit_checkpoints")
    .selectAll()
    .where("seq", "<", seq)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();

/** Oldest first, from after `seq`. */
export const checkpointsAfter = (db: Db, seq: number, limit: number): Promise<AuditCheckpointRow[]> =>
  db.selectFrom("audit_checkpoints").selectAll().where("seq", ">", seq).orderBy("seq").limit(limit).execute();

export async function insertCheckpoint(tx: Tx, row: AuditCheckpointRow): Promise<void> {
  await tx.insertInto("audit_checkpoints").values(row).execute();
}
