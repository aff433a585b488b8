import { stat } from "node:fs/promises";
import type { BackupCounts } from "#shared/contract/archive.ts";
import type { BackupFaults } from "#shared/model/backups.ts";
import type { Since } from "#shared/model/restores.ts";
import type { JobContext } from "../../jobs/job.ts";
import type { StoreAddress } from "../../store/store.ts";
import type { Opening } from "./age.ts";
import { withKeys } from "../../keys/keys.ts";
import { sinceBackup } from "./carry-over.ts";
import { type Check, dataKeyOf, examine } from "./examine.ts";
import type { KnownCode } from "./known-code.ts";
import { type Received, receiveBackup } from "./receive.ts";

export interface ProveInput {
  file: string;
  opening: Opening;
  /** What the live store gave when the backup was written. */
  knownCode?: KnownCode | null | undefined;
  /** A private folder for the decrypted copy. */
  folder: string;
  /** The store that it would replace, for comparison; `keyId`: of its data key, hexadecimal. */
  present?: { store: StoreAddress; keyId: string } | undefined;
}

export interface Proof {
  /** Bytes of the backup file. */
  size: number;
  createdAt: number;
  organisation: string;
  storeId: string;
  counts: BackupCounts;
  checks: Check[];
  faults: BackupFaults;
  /** What would be undone; null if it was not asked for, or the current store belongs to another console. */
  since: Since | null;
}

/** Compares the tested copy with the store that it would replace. */
async function compare({ database, vault }: Received, { present }: ProveInput, context: JobContext) {
  if (!present) return null;
  const dataKey = dataKeyOf(vault);
  return withKeys(dataKey, (keys) => sinceBackup(database, present, keys, context));
}

/**
 * Reads the whole backup back and test-restores it. The live store is not touched.
 *
 * @throws AppError what `receiveBackup` and `examine` throw
 */
export async function proveBackup(input: ProveInput, context: JobContext): Promise<Proof> {
  const received = await receiveBackup(input.file, input.opening, input.folder, context);
  const { checks, faults } = await examine(received, context, input.knownCode);
  const since = await compare(received, input, context);
  const { createdAt, organisation, storeId, counts } = received.manifest;
  return { size: (await stat(input.file)).size, createdAt, organisation, storeId, counts, checks, faults, since };
}
