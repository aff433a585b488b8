import { resolve } from "node:path";
import type { BackupVerification } from "#shared/contract/backup.ts";
import type { CallOptions } from "../ports.ts";
import type { VerifyDeps } from "./deps.ts";
import { withWorkspace } from "./workspace.ts";

export interface VerifyRequest {
  file: string;
  passphrase: string;
}

/**
 * Proves that a backup would restore, without touching the store.
 *
 * @throws AppError BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED, BACKUP_NEWER
 * @throws AppError FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, BUSY, CANCELLED
 */
export function verifyBackup(
  deps: VerifyDeps,
  request: VerifyRequest,
  options: CallOptions = {},
): Promise<BackupVerification> {
  const file = resolve(request.file);
  return withWorkspace(deps.dataDir, async (folder) => {
    const proof = await deps.jobs.run("backup.verify", { file, passphrase: request.passphrase, folder }, options);
    return { file, valid: true, ...proof };
  });
}
