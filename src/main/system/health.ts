import { arch, platform, release } from "node:os";
import process from "node:process";
import type { AuditTail, HealthReport, KeychainState, Runtime } from "#shared/contract/system.ts";
import type { Phase } from "#shared/model/records.ts";
import { rolledBack, suspectClock } from "../base/clock.ts";
import type { InspectionDepth, StoreInspection } from "../store/inspect.ts";
import { inspectStore, sqliteVersion } from "../store/open.ts";
import { version } from "../base/version.ts";
import { attentionOf } from "./attention.ts";

export interface HealthOptions {
  dataDir: string;
  runtime: Runtime;
  /** The state of the keychain; a function receives the accounts that would contain this store's key. */
  keychain: KeychainState | ((accounts: readonly string[]) => Promise<KeychainState>);
  /** The console's state; derived from the store if no console is open. */
  phase?: Phase;
  /** UTC milliseconds. */
  now: number;
  /** Examines the store; in this thread if omitted, which blocks it for a large store. */
  inspect?: (dataDir: string, depth: InspectionDepth, now: number) => Promise<StoreInspection>;
  /** What the keys say about the last audit events; `unknown` if omitted. */
  auditTail?: AuditTail;
  /** `quick` if omitted. */
  depth?: InspectionDepth;
}

/** The state that the console would have if opened now. */
function phaseOf(store: StoreInspection, keychain: KeychainState): Phase {
  if (store.problems.length > 0) return "damaged";
  if (store.setup === null) return "empty";
  if (store.setup === "pending") return "setup";
  return keychain.state === "bound" ? "ready" : "locked";
}

/** Nothing can be backed up before the set-up is complete. */
const backupsOf = ({ setup, backups, restore }: StoreInspection): HealthReport["backups"] =>
  setup === "complete" && backups ? { ...backups, restoreOpen: restore?.open ?? false } : null;

/** Names and versions of what runs here. */
function versions(): Record<string, string> {
  const { node, v8, openssl, electron, chrome } = process.versions;
  const known = { countersign: version, node, electron, chrome, v8, openssl, sqlite: sqliteVersion() };
  const present = Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(present), system: `${platform()} ${release()} ${arch()}` };
}

/**
 * Examines a data folder: works on a store that is absent, damaged or open in another process, and changes nothing.
 * Healthy: nothing needs attention, by the same rule for window and terminal.
 */
export async function healthReport(options: HealthOptions): Promise<HealthReport> {
  const { depth = "quick", auditTail = "unknown" } = options;
  const store = await (options.inspect ?? inspectStore)(options.dataDir, depth, options.now);
  const keychain =
    typeof options.keychain === "function" ? await options.keychain(store.keychainAccounts) : options.keychain;
  const phase = options.phase ?? phaseOf(store, keychain);
  const report = {
    runtime: options.runtime,
    keychain,
    store: {
      phase,
      schemaVersion: store.schemaVersion,
      sizeBytes: store.sizeBytes,
      problems: store.problems,
      exposed: store.exposed,
      diskFull: store.diskFull,
    },
    clock: {
      now: options.now,
      lastEventAt: store.lastEventAt,
      rolledBack: store.clockFloor !== null && rolledBack(store.clockFloor, options.now),
      drift: suspectClock(store.clockSamples),
    },
    keys: store.keys,
    audit: { tail: auditTail, lastFull: store.auditCheck, restored: store.restore?.broken ?? null },
    unconfirmedCodes: store.unconfirmedCodes,
    backups: backupsOf(store),
    slots: store.slots,
    versions: versions(),
  };
  const attention = attentionOf({ ...report, stepsAhead: store.stepsAhead });
  return { healthy: attention.length === 0, attention, ...report };
}
