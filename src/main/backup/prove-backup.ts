import { stat } from "node:fs/promises";
import type { BackupCounts } from "#shared/contract/backup.ts";
import type { JobContext } from "../jobs/job.ts";
import { type Check, examine } from "./examine.ts";
import { receiveBackup } from "./receive.ts";

export interface ProveInput {
  file: string;
  passphrase: string;
  /** A private folder for the decrypted copy. */
  folder: string;
}

export interface Proof {
  /** Bytes of the backup file. */
  size: number;
  createdAt: number;
  organisation: string;
  counts: BackupCounts;
  checks: Check[];
}

/**
 * Reads the whole backup back and proves it. The live store is not touched.
 *
 * @throws AppError what `receiveBackup` and `examine` throw
 */
export async function proveBackup(input: ProveInput, context: JobContext): Promise<Proof> {
  const received = await receiveBackup(input.file, input.passphrase, input.folder, context);
  const checks = await examine(received, context);
  const { createdAt, organisation, counts } = received.manifest;
  return { size: (await stat(input.file)).size, createdAt, organisation, counts, checks };
}
