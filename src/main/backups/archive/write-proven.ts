import type { CallOptions } from "../../base/ports.ts";
import type { Protection } from "./age.ts";
import type { VerifyDeps } from "./deps.ts";
import type { Proof } from "./prove-backup.ts";
import { withWorkspace } from "../../files/workspace.ts";
import type { WriteInput, WrittenBackup } from "./write-backup.ts";

export interface ProvenBackup extends WrittenBackup {
  faults: Proof["faults"];
}

/**
 * Writes a backup and test-restores it: the only way in which backups are made. Its passphrase opens it, or one more
 * recipient, whose identity exists only during the test.
 *
 * @param input its bytes of the data key are wiped
 * @throws AppError BACKUP_DAMAGED if the test fails, and what writing throws
 */
export async function writeProven(
  { jobs, dataDir }: VerifyDeps,
  input: Omit<WriteInput, "provable"> & { protection: Protection },
  options: CallOptions,
): Promise<ProvenBackup> {
  const { target: file, protection } = input;
  // The job takes the key with it; a refused one leaves it here.
  const job = { ...input, provable: true };
  const written = await jobs.run("archive.create", job, options).finally(() => job.dataKey.fill(0));
  const { identity, knownCode } = written;
  const opening = "passphrase" in protection ? { passphrase: protection.passphrase } : { identity: identity ?? "" };
  const { faults } = await withWorkspace(dataDir, (folder) =>
    jobs.run("archive.verify", { file, opening, folder, knownCode }, options),
  );
  return { ...written, faults };
}
