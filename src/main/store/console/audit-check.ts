import type { Db, Tx } from "../store.ts";
import type { Schema } from "../migrations/schema.ts";

/** The last verification of the whole audit log; `at` in UTC milliseconds. */
type AuditCheckRow = Schema["audit_check"];

export const readAuditCheck = (db: Db): Promise<AuditCheckRow | undefined> =>
  db.selectFrom("audit_check").selectAll().executeTakeFirst();

/** Replaces the previous one. */
export async function writeAuditCheck(tx: Tx, check: Omit<AuditCheckRow, "id">): Promise<void> {
  await tx
    .insertInto("audit_check")
    .values({ id: 1, ...check })
    .onConflict((taken) => taken.column("id").doUpdateSet(check))
    .execute();
}
