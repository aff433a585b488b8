import { stat } from "node:fs/promises";
import type { BackupCounts } from "#shared/contract/backup.ts";
import type { JobContext } from "../jobs/job.ts";
import type { Opening } from "./age.ts";
import { type Check, examine } from "./examine.ts";
import type { KnownCode } from "./known-code.ts";
import { receiveBackup } from "./receive.ts";

export interface ProveInput {
  file: string;
  opening: Opening;
  /** What the live store gave when the backup was written. */
  knownCode?: KnownCode | null | undefined;
  /** A private folder for the decrypted copy. */
  folder: string;
}

export interface Proof {
  /** Bytes of the backup file. */
  size: number;
  createdAt: number;
  organisation: string;
  storeId: string;
  counts: BackupCounts;
  checks: Check[];
}

/**
 * Reads the whole backup back and proves it. The live store is not touched.
 *
 * @throws AppError what `receiveBackup` and `examine` throw
 */
export async function proveBackup(input: ProveInput, context: JobContext): Promise<Proof> {
  const received = await receiveBackup(input.file, input.opening, input.folder, context);
  const checks = await examine(received, context, input.knownCode);
  const { createdAt, organisation, storeId, counts } = received.manifest;
  return { size: (await stat(input.file)).size, createdAt, organisation, storeId, counts, checks };
}
