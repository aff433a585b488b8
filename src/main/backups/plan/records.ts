import type { BackupCopy, BackupRecord, BackupRun } from "#shared/model/backups.ts";
import { fromStored, fromStoredList } from "#shared/texts/stored.ts";
import { copiesOf, type CopyWithName } from "../../store/backups/backups.ts";
import type { Db } from "../../store/store.ts";
import type { BackupRow, BackupRunRow } from "../../store/migrations/backup-schema.ts";

const toCopy = (row: CopyWithName): BackupCopy => ({
  destination: row.destination_id,
  destinationName: row.destination,
  state: row.state,
  at: row.at,
  error: row.error === null ? null : fromStored(row.error),
});

/** Backups as they are shown, with their locations. */
export async function toRecords(db: Db, rows: readonly BackupRow[]): Promise<BackupRecord[]> {
  const copies = Map.groupBy(
    await copiesOf(
      db,
      rows.map(({ id }) => id),
    ),
    (copy) => copy.backup_id,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    trigger: row.cause,
    size: row.size,
    sha256: row.sha256,
    users: row.users,
    tokens: row.tokens,
    pinned: row.pinned === 1,
    provenAt: row.proven_at,
    copies: (copies.get(row.id) ?? []).map(toCopy),
  }));
}

export const toRun = (row: BackupRunRow): BackupRun => ({
  id: row.id,
  trigger: row.cause,
  begunAt: row.begun_at,
  endedAt: row.ended_at,
  outcome: row.outcome,
  backup: row.backup_id,
  problems: fromStoredList(row.problems),
  acknowledged: row.acknowledged_at === null ? null : { by: row.acknowledged_by ?? "", at: row.acknowledged_at },
});
