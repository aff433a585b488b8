import { resolve } from "node:path";
import type { BackupReport } from "#shared/contract/archive.ts";
import type { CallOptions } from "../../base/ports.ts";
import { addressIn } from "../../store/open.ts";
import type { Protection } from "./age.ts";
import type { CreateDeps } from "./deps.ts";
import { checkTarget, publish } from "../../files/durable.ts";
import { type ProvenBackup, writeProven } from "./write-proven.ts";
import { withPartial, withWorkspace } from "../../files/workspace.ts";

export interface CreateRequest {
  file: string;
  protection: Protection;
  overwrite?: boolean | undefined;
}

export interface CreatedBackup extends ProvenBackup {
  file: string;
}

/**
 * Saves a backup of the open store to one file. The file appears under its name only when it is complete, durable and
 * test-restored; a backup that is replaced stays intact until then.
 *
 * @throws AppError FILE_EXISTS, FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, BUSY, CANCELLED,
 * RECIPIENT_REFUSED
 * @throws AppError BACKUP_DAMAGED if the test restore fails
 */
export async function createBackup(
  deps: CreateDeps,
  request: CreateRequest,
  options: CallOptions = {},
): Promise<CreatedBackup> {
  const file = resolve(request.file);
  const overwrite = request.overwrite ?? false;
  const { protection } = request;
  // Taken before the first await: the owner may wipe the keys if the session is locked meanwhile.
  const dataKey = Buffer.from(deps.dataKey);
  try {
    await checkTarget(file, overwrite);
    return await withWorkspace(deps.dataDir, (workspace) =>
      withPartial(workspace, file, async (partial) => {
        const store = addressIn(deps.dataDir);
        const at = deps.clock.now();
        const input = { store, workspace, target: partial, protection, dataKey, at };
        const written = await writeProven(deps, input, options);
        await publish(partial, file, overwrite);
        return { file, ...written };
      }),
    );
  } finally {
    dataKey.fill(0);
  }
}

/** What a person is told about a backup. */
export const reportOf = ({ file, size, createdAt, organisation, counts, faults }: CreatedBackup): BackupReport => ({
  file,
  size,
  createdAt,
  organisation,
  counts,
  faults,
});
