import type { BackupId, BackupRunId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { BackupCopyRow, BackupRow, BackupRunRow } from "../migrations/backup-schema.ts";

export async function insertBackup(tx: Tx, row: BackupRow): Promise<void> {
  await tx.insertInto("backups").values(row).execute();
}

export const readBackup = (db: Db, id: BackupId): Promise<BackupRow | undefined> =>
  db.selectFrom("backups").selectAll().where("id", "=", id).executeTakeFirst();

export async function updateBackup(tx: Tx, id: BackupId, change: Partial<Pick<BackupRow, "pinned">>): Promise<void> {
  await tx.updateTable("backups").set(change).where("id", "=", id).execute();
}

/** Newest first. @param before only older ones than this */
export function listBackups(db: Db, limit: number, before?: BackupId): Promise<BackupRow[]> {
  const all = db.selectFrom("backups").selectAll().orderBy("id", "desc").limit(limit);
  return (before === undefined ? all : all.where("id", "<", before)).execute();
}

/** The newest one that was test-restored and is at a location: one that arrived nowhere is gone. */
export const lastProvenBackup = (db: Db): Promise<BackupRow | undefined> =>
  db
    .selectFrom("backups")
    .selectAll()
    .where("proven_at", "is not", null)
    .where((where) =>
      where.exists(
        where
          .selectFrom("backup_copies")
          .select("backup_id")
          .whereRef("backup_copies.backup_id", "=", "backups.id")
          .where("state", "=", "stored"),
      ),
    )
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();

/** Which of these names are recorded. */
export async function knownBackupNames(db: Db, names: readonly string[]): Promise<Set<string>> {
  const rows = await db.selectFrom("backups").select("name").where("name", "in", names).execute();
  return new Set(rows.map(({ name }) => name));
}

export type CopyWithName = BackupCopyRow & { destination: string };

/** The copies of these backups, with their locations' names. */
export const copiesOf = (db: Db, ids: readonly BackupId[]): Promise<CopyWithName[]> =>
  db
    .selectFrom("backup_copies")
    .innerJoin("destinations", "destinations.id", "backup_copies.destination_id")
    .selectAll("backup_copies")
    .select("destinations.name as destination")
    .where("backup_id", "in", ids)
    .orderBy("destination_id")
    .execute();

/** A copy that was recorded as stored, with its backup. */
export type StoredCopy = BackupRow & { destination_id: BackupCopyRow["destination_id"]; destination: string };

/** Newest first. */
export const storedCopies = (db: Db): Promise<StoredCopy[]> =>
  db
    .selectFrom("backup_copies")
    .innerJoin("backups", "backups.id", "backup_copies.backup_id")
    .innerJoin("destinations", "destinations.id", "backup_copies.destination_id")
    .selectAll("backups")
    .select(["backup_copies.destination_id", "destinations.name as destination"])
    .where("backup_copies.state", "=", "stored")
    .orderBy("backups.created_at", "desc")
    .execute();

export async function writeCopy(tx: Tx, row: BackupCopyRow): Promise<void> {
  const { state, at, error } = row;
  await tx
    .insertInto("backup_copies")
    .values(row)
    .onConflict((conflict) => conflict.columns(["backup_id", "destination_id"]).doUpdateSet({ state, at, error }))
    .execute();
}

export async function insertRun(tx: Tx, row: BackupRunRow): Promise<void> {
  await tx.insertInto("backup_runs").values(row).execute();
}

export const readRun = (db: Db, id: BackupRunId): Promise<BackupRunRow | undefined> =>
  db.selectFrom("backup_runs").selectAll().where("id", "=", id).executeTakeFirst();

/** Newest first. */
export const listRuns = (db: Db, limit: number): Promise<BackupRunRow[]> =>
  db.selectFrom("backup_runs").selectAll().orderBy("id", "desc").limit(limit).execute();

/** Runs with problems that nobody has acknowledged, newest first. */
export const openProblems = (db: Db, limit: number): Promise<BackupRunRow[]> =>
  db
    .selectFrom("backup_runs")
    .selectAll()
    .where("acknowledged_at", "is", null)
    .where("outcome", "in", ["partial", "failed"])
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/**
 * When the last run began that the schedule counts from, UTC milliseconds: a scheduled one, whatever its result, or
 * another one that succeeded.
 */
export async function lastCountedRun(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom("backup_runs")
    .select("begun_at")
    .where((where) => where.or([where("cause", "=", "schedule"), where("outcome", "=", "done")]))
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.begun_at ?? null;
}

/** That run and earlier ones: acknowledging the last one acknowledges all before it. */
export async function acknowledgeRuns(tx: Tx, upTo: BackupRunId, by: string, at: number): Promise<void> {
  await tx
    .updateTable("backup_runs")
    .set({ acknowledged_by: by, acknowledged_at: at })
    .where("id", "<=", upTo)
    .where("outcome", "in", ["partial", "failed"])
    .where("acknowledged_at", "is", null)
    .execute();
}

/** Whether anything but backups and sign-ins was recorded after an audit event. */
export async function changedSince(db: Db, seq: number): Promise<boolean> {
  const row = await db
    .selectFrom("audit_events")
    .select("seq")
    .where("seq", ">", seq)
    .where("action", "not like", "backup.%")
    .where("action", "not like", "access.%")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
