import { resolve } from "node:path";
import type { BackupVerification } from "#shared/contract/archive.ts";
import type { CallOptions } from "../../base/ports.ts";
import type { Opening } from "./age.ts";
import type { VerifyDeps } from "./deps.ts";
import type { KnownCode } from "./known-code.ts";
import type { Proof, ProveInput } from "./prove-backup.ts";
import { withWorkspace } from "../../files/workspace.ts";

export interface VerifyRequest {
  file: string;
  opening: Opening;
  /** What the live store gave when the backup was written; the backup must give the same code. */
  knownCode?: KnownCode | null;
  /** See `ProveInput.present`. */
  present?: ProveInput["present"];
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
): Promise<BackupVerification & Pick<Proof, "storeId" | "since">> {
  const file = resolve(request.file);
  return withWorkspace(deps.dataDir, async (folder) => {
    const proof = await deps.jobs.run(
      "archive.verify",
      { file, opening: request.opening, knownCode: request.knownCode, present: request.present, folder },
      options,
    );
    return { file, valid: true, ...proof };
  });
}
