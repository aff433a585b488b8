import type { Actor } from "../../base/actor.ts";
import type { Desk } from "../../base/desk.ts";
import type { Job, JobRunner } from "../../jobs/job.ts";
import type { Clock, Logger, SecretStore } from "../../base/ports.ts";
import type { StoreAddress, StoreLock } from "../../store/store.ts";
import type { Carried, CarryInput } from "./carry-over.ts";
import type { SettleInput, Settled } from "./settle-restored.ts";
import type { Proof, ProveInput } from "./prove-backup.ts";
import type { StagedStore, StageInput } from "./stage-backup.ts";
import type { WriteInput, WrittenBackup } from "./write-backup.ts";

/** What this room does in worker threads, and who runs it. */
export type ArchiveJobs = JobRunner<{
  "archive.create": Job<WriteInput, WrittenBackup>;
  "archive.verify": Job<ProveInput, Proof>;
  "archive.stage": Job<StageInput, StagedStore>;
  "archive.carryOver": Job<CarryInput, Carried>;
  "archive.settleRestored": Job<SettleInput, Settled>;
}>;

export interface VerifyDeps {
  dataDir: string;
  jobs: ArchiveJobs;
}

export interface CreateDeps extends VerifyDeps {
  clock: Clock;
  /** 32 bytes. Copied at once; the caller wipes its own. */
  dataKey: Buffer;
}

/** The last event of an audit chain, and its seal. */
export interface AuditHead {
  seq: number;
  mac: Buffer;
}

/** The store that is about to be replaced. */
export interface PresentStore {
  store: StoreAddress;
  /** 32 bytes, for the receiver to wipe. */
  dataKey: Buffer;
}

export interface RestoreDeps extends VerifyDeps {
  clock: Clock;
  keychain: SecretStore;
  /** The one that restores. */
  desk: Desk;
  logger: Logger;
  /** The lock with which this process has the store open. */
  lock: StoreLock;
  /** Who restores; null if nobody is signed in. */
  actor: Actor | null;
  /** The head of the audit log of the store that is about to be replaced; null if there is none. */
  presentHead(): Promise<AuditHead | null>;
  /** The store that is about to be replaced, as far as it can be read; null if it cannot, or nobody may. */
  present(): PresentStore | null;
  /** Blocks writing to the live store. @returns a function that allows it again, if the store is still there */
  freeze(): () => void;
  /** Closes every connection to the live store. Called once, right before the switch. */
  closeLive(): Promise<void>;
  /**
   * Opens the store that is there: the restored one, or after a failure the old one again.
   *
   * @throws AppError if it cannot be opened; the restored store is then removed again
   */
  reopen(): Promise<void>;
}
