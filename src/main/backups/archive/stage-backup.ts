import { stat } from "node:fs/promises";
import type { JobContext } from "../../jobs/job.ts";
import { dataKeyOf, examine } from "./examine.ts";
import { syncFile } from "../../files/durable.ts";
import type { Manifest } from "./format.ts";
import { receiveBackup } from "./receive.ts";
import type { Proof, ProveInput } from "./prove-backup.ts";

export type StageInput = ProveInput;

export interface StagedStore extends Proof {
  audit: Manifest["audit"];
  /** 32 bytes, for the receiver to wipe. */
  dataKey: Uint8Array;
}

/**
 * The first half of a restore: the tested store, with this version's schema, in `input.folder`.
 *
 * @throws AppError what `receiveBackup` and `examine` throw
 */
export async function stageBackup(input: StageInput, context: JobContext): Promise<StagedStore> {
  const received = await receiveBackup(input.file, input.opening, input.folder, context);
  const { checks, faults } = await examine(received, context, input.knownCode);
  await syncFile(received.database);
  const { createdAt, organisation, counts, storeId, audit } = received.manifest;
  return {
    size: (await stat(input.file)).size,
    createdAt,
    organisation,
    counts,
    checks,
    faults,
    since: null,
    storeId,
    audit,
    dataKey: dataKeyOf(received.vault),
  };
}
