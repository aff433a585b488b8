import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { RestoredFrom } from "#shared/model/restores.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { openRestore, toRestoredFrom } from "../../store/backups/restores.ts";
import type { ArchiveJobs } from "./deps.ts";

/** The restore that this store came from, while something still needs review. */
export async function restored(context: Context): Promise<RestoredFrom | null> {
  const row = await openRestore(opened(context).store.db);
  return row ? toRestoredFrom(row) : null;
}

/** @throws AppError NOT_FOUND, INVALID_INPUT */
export async function settleRestored(
  context: Context,
  jobs: ArchiveJobs,
  { id, task, void: voids }: ParsedInputOf<"archive.settleRestored">,
): Promise<OutputOf<"archive.settleRestored">> {
  const { store, keys } = opened(context);
  const input = { id, task, void: voids, actor: actorOf(context), at: context.now, store: store.address };
  const dataKey = keys.exportDataKey();
  const settled = await jobs
    .run("archive.settleRestored", { ...input, dataKey }, context.call)
    .finally(() => dataKey.fill(0));
  return settled;
}
