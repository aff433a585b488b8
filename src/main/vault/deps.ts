import type { KeychainState } from "#shared/contract/system.ts";
import type { Context } from "../call/context.ts";
import type { Job, JobRunner } from "../jobs/job.ts";
import type { RotateInput } from "./rotate-job.ts";

export interface VaultDeps {
  /** What this room does in a worker thread, and who runs it. */
  jobs: JobRunner<{ "vault.rotate": Job<RotateInput, void> }>;
  /** The state of this computer's keychain. */
  keychain: (context: Context) => Promise<KeychainState>;
}
