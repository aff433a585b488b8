import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { RestoredFrom } from "#shared/model/restores.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { openRestore, toRestoredFrom } from "../../store/backups/restores.ts";
import type { BackupJobs } from "./deps.ts";

/** The restore that this store came from, while something still needs review. */
export async function restored(context: Context): Promise<RestoredFrom | null> {
  const row = await openRestore(opened(context).store.db);
  return row ? toRestoredFrom(row) : null;
}

/** @throws AppError NOT_FOUND, INVALID_INPUT */
export async function settleRestored(
  context: Context,
  jobs: BackupJobs,
  { id, task, void: voids }: ParsedInputOf<"backup.settleRestored">,
): Promise<OutputOf<"backup.settleRestored">> {
  const { store, keys } = opened(context);
  const input = { id, task, void: voids, actor: actorOf(context), at: context.now, file: store.file };
  const dataKey = keys.exportDataKey();
  const settled = await jobs
    .run("backup.settleRestored", { ...input, dataKey }, context.call)
    .finally(() => dataKey.fill(0));
  return settled;
}
