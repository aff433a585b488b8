import { resolve } from "node:path";
import type { BackupReport } from "#shared/contract/backup.ts";
import type { CallOptions } from "../ports.ts";
import { storeFile } from "../store/open.ts";
import type { CreateDeps } from "./deps.ts";
import { checkTarget, publish } from "./files.ts";
import { withPartial, withWorkspace } from "./workspace.ts";

export interface CreateRequest {
  file: string;
  passphrase: string;
  overwrite?: boolean | undefined;
}

/**
 * Saves a backup of the open store in one file. The file appears under its name only when it is
 * complete and durable; a backup that is replaced stays whole until then.
 *
 * @throws AppError FILE_EXISTS, FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, BUSY, CANCELLED
 */
export async function createBackup(
  deps: CreateDeps,
  request: CreateRequest,
  options: CallOptions = {},
): Promise<BackupReport> {
  const file = resolve(request.file);
  const overwrite = request.overwrite ?? false;
  const { passphrase } = request;
  // Taken before the first pause: the owner may wipe its keys when the session is locked meanwhile.
  const dataKey = Buffer.from(deps.dataKey);
  try {
    await checkTarget(file, overwrite);
    return await withWorkspace(deps.dataDir, (workspace) =>
      withPartial(workspace, file, async (partial) => {
        const input = {
          store: storeFile(deps.dataDir),
          workspace,
          target: partial,
          passphrase,
          dataKey,
          at: deps.clock.now(),
        };
        const written = await deps.jobs.run("backup.create", input, options);
        await publish(partial, file, overwrite);
        return { file, ...written };
      }),
    );
  } finally {
    dataKey.fill(0);
  }
}
