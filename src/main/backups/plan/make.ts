import { join } from "node:path";
import type { BackupFaults, BackupTrigger } from "#shared/model/backups.ts";
import { BackupId } from "#shared/model/ids.ts";
import { stampOf } from "../archive/switch.ts";
import { writeProven } from "../archive/write-proven.ts";
import { withWorkspace } from "../../files/workspace.ts";
import { unaudited } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { newId } from "../../base/ids.ts";
import { readConsole } from "../../store/console/console.ts";
import { insertBackup, knownBackupNames } from "../../store/backups/backups.ts";
import type { Db } from "../../store/store.ts";
import type { BackupRow } from "../../store/migrations/backup-schema.ts";
import type { PlanJobs } from "./deps.ts";

/** A name made of the store and the time, which no backup has had. */
async function freeName(db: Db, storeId: string, at: number): Promise<string> {
  const base = `countersign-${storeId.replaceAll("-", "").slice(-8)}-${stampOf(at)}`;
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${base}.age` : `${base}-${count}.age`;
    if (!(await knownBackupNames(db, [name])).has(name)) return name;
  }
}

export interface Made {
  row: BackupRow;
  /** The finished file, for as long as `use` works. */
  file: string;
  /** What is wrong in the store itself, and so in its backup. */
  faults: BackupFaults;
}

/**
 * Writes a backup for recipients to a private folder, test-restores it there, and records it as tested.
 *
 * @throws AppError as `writeProven`
 */
export async function makeProven<T>(
  context: Context,
  jobs: PlanJobs,
  how: { recipients: readonly string[]; trigger: BackupTrigger },
  use: (made: Made) => Promise<T>,
): Promise<T> {
  const { store, keys } = opened(context);
  const { dataDir, clock } = context.options;
  const at = clock.now();
  // Later changes count as not included.
  const head = await readConsole(store.db);
  const name = await freeName(store.db, head?.store_id ?? "", at);
  return withWorkspace(dataDir, async (workspace) => {
    const file = join(workspace, name);
    const written = await writeProven(
      { jobs, dataDir },
      {
        store: store.address,
        workspace,
        target: file,
        protection: { recipients: how.recipients },
        dataKey: keys.exportDataKey(),
        at,
      },
      context.call,
    );
    const row: BackupRow = {
      id: newId(BackupId, at),
      name,
      created_at: at,
      cause: how.trigger,
      size: written.size,
      sha256: written.sha256,
      users: written.counts.users,
      tokens: written.counts.tokens,
      audit_seq: head?.audit_seq ?? 0,
      pinned: 0,
      proven_at: clock.now(),
    };
    await unaudited(store, "backup copies", (tx) => insertBackup(tx, row));
    return use({ row, file, faults: written.faults });
  });
}
