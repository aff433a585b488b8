import { sql } from "kysely";
import type { RestoredFrom } from "#shared/model/restores.ts";
import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { RestoreRow } from "../migrations/backup-schema.ts";

const open = fixed((db) =>
  db.selectFrom("restores").selectAll().where("settled_at", "is", null).orderBy("id", "desc").limit(sql.lit(1)),
);

/** The last restore with something that nobody has dealt with yet. */
export const openRestore = async (db: Db): Promise<RestoreRow | undefined> => (await open(db))[0];

/** What an earlier restore left open is part of the state that this one replaces. */
export async function insertRestore(tx: Tx, row: RestoreRow): Promise<void> {
  await tx.updateTable("restores").set({ settled_at: row.at }).where("settled_at", "is", null).execute();
  await tx.insertInto("restores").values(row).execute();
}

export const toRestoredFrom = (row: RestoreRow): RestoredFrom => ({
  id: row.id,
  at: row.at,
  backupName: row.backup_name,
  backupAt: row.backup_at,
  carryOver: row.carry_over,
  reason: row.reason,
  counts: JSON.parse(row.counts) as RestoredFrom["counts"],
  auditBrokenAt: row.audit_broken_at,
  tasks: JSON.parse(row.tasks) as RestoredFrom["tasks"],
});
