import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import { type ClockSample, readClockSamples } from "./factors/clock-samples.ts";
import { type BackupsFound, readBackupsFound, readRestoreFound, type RestoreFound } from "./backups/inspect-backups.ts";
import { type KeysFound, readKeysFound } from "./console/inspect-keys.ts";
import { schemaVersion as knownVersion } from "./migrations/migrations.ts";
import { isFull, needNoSpace, orDiskFull } from "./sqlite/disk-space.ts";
import { applicationId, storeFile, storeFolder } from "./open.ts";
import { examinePlace, requireOwnFile } from "./private.ts";
import { countStepsAhead } from "./factors/steps-ahead.ts";
import { countTimesAhead } from "./factors/times-ahead.ts";
import { readUnconfirmedCodes } from "./factors/unconfirmed-codes.ts";

/** `quick`: without comparing indexes with their tables; `full`: everything, in time proportional to the store. */
export type InspectionDepth = "quick" | "full";

/** What can be said about a store without opening it for work. Null: it could not be read. */
export interface StoreInspection {
  exists: boolean;
  /** How far its set-up is; null also without a store. */
  setup: "pending" | "complete" | null;
  schemaVersion: number | null;
  /** Of the database and its write-ahead log. */
  sizeBytes: number | null;
  /** For people to read; empty: intact. */
  problems: string[];
  /** What others on this computer could read or change, for people to read. */
  exposed: string[];
  /** Whether nothing can be written on its disk. */
  diskFull: boolean;
  /** UTC milliseconds. */
  lastEventAt: number | null;
  /** The time behind which the clock may not be, UTC milliseconds. */
  clockFloor: number | null;
  /** How far authenticators recently were from this computer's clock. */
  clockSamples: ClockSample[];
  /** Accounts of the keychain that would contain this store's key. */
  keychainAccounts: string[];
  keys: KeysFound | null;
  /** The last verification of the whole audit log. */
  auditCheck: { at: number; valid: boolean; events: number } | null;
  /** What is missing or unusual about the ways to open the keys, for people to read. */
  slots: string[];
  backups: BackupsFound | null;
  restore: RestoreFound | null;
  /** Authenticators and devices whose codes are refused until a time in the future. */
  stepsAhead: number;
  unconfirmedCodes: ReturnType<typeof readUnconfirmedCodes> | null;
}

/** How long to wait for a writer in another process, in milliseconds. */
const busyTimeout = 1000;
/** A damaged store can have any number of findings; the first ones tell enough. */
const maxFindings = 20;

/** What is known before the store is examined. */
const nothingFound = (dataDir: string): StoreInspection => ({
  exists: existsSync(storeFolder(dataDir)),
  setup: null,
  schemaVersion: null,
  sizeBytes: null,
  problems: [],
  exposed: [],
  diskFull: existsSync(dataDir) && isFull(dataDir),
  lastEventAt: null,
  clockFloor: null,
  clockSamples: [],
  keychainAccounts: [],
  keys: null,
  auditCheck: null,
  slots: [],
  backups: null,
  restore: null,
  stepsAhead: 0,
  unconfirmedCodes: null,
});

/**
 * Inspects the store of a data folder without changing it. Never throws for a store that is absent, damaged, newer or
 * unreadable: reporting that is its purpose. Reads the whole file, in this thread.
 *
 * @param now UTC milliseconds
 */
export function inspectStore(dataDir: string, depth: InspectionDepth, now: number): StoreInspection {
  const file = storeFile(dataDir);
  const found = nothingFound(dataDir);
  try {
    found.exposed = examinePlace(dataDir);
  } catch (thrown) {
    found.problems.push(toAppError(thrown).message);
  }
  if (!found.exists) return found;
  let raw: Database.Database | undefined;
  try {
    requireOwnFile(file);
    if (!existsSync(file))
      throw new AppError("STORE_DAMAGED", {
        message: "The database's folder is there, but its file is missing. Restore a backup.",
      });
    found.sizeBytes = sizeOf(file) + sizeOf(`${file}-wal`);
    if (sizeOf(file) === 0)
      throw new AppError("STORE_DAMAGED", { message: "The database file is empty. Restore a backup." });
    raw = new Database(file, { readonly: !found.diskFull, fileMustExist: true, timeout: busyTimeout });
    if (found.diskFull) needNoSpace(raw);
    raw.pragma("trusted_schema = OFF");
    raw.pragma("cell_size_check = ON");
    examine(raw, found, depth, now);
  } catch (thrown) {
    const { message } = toAppError(thrown);
    if (orDiskFull(dataDir, thrown).code === "DISK_FULL") found.diskFull = true;
    else if (!found.exposed.includes(message)) found.problems.push(message);
  } finally {
    raw?.close();
  }
  return found;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Fills in what it learns as it goes, so that a damaged store still reports what it can. */
function examine(raw: Database.Database, found: StoreInspection, depth: InspectionDepth, now: number): void {
  const version = raw.pragma("user_version", { simple: true }) as number;
  const owner = raw.pragma("application_id", { simple: true }) as number;
  if (owner !== applicationId) {
    throw new AppError("STORE_DAMAGED", {
      message: "The database file belongs to another program. Nothing was changed.",
    });
  }
  found.schemaVersion = version;
  if (version > knownVersion) throw new AppError("STORE_NEWER");
  found.problems.push(...integrityFindings(raw, depth), ...referenceFindings(raw));

  const row = raw.prepare("SELECT setup, clock_floor FROM console").get() as
    | { setup: "pending" | "complete"; clock_floor: number }
    | undefined;
  found.setup = row?.setup ?? null;
  found.clockFloor = row?.clock_floor ?? null;
  found.lastEventAt = raw.prepare("SELECT max(at) FROM audit_events").pluck().get() as number | null;
  found.clockSamples = readClockSamples(raw, now);
  if (version >= 5) found.auditCheck = readCheck(raw);
  if (found.setup === "complete") found.slots = slotFindings(raw);
  found.keychainAccounts = raw
    .prepare("SELECT params ->> 'account' FROM vault_slots WHERE kind = 'keychain'")
    .pluck()
    .all() as string[];
  found.keys = readKeysFound(raw, now);
  if (version >= 4) found.backups = readBackupsFound(raw, now);
  if (version >= 5) {
    found.restore = readRestoreFound(raw);
    found.unconfirmedCodes = readUnconfirmedCodes(raw);
    found.stepsAhead = countStepsAhead(raw, now) + countTimesAhead(raw, now);
  }
}

function readCheck(raw: Database.Database): StoreInspection["auditCheck"] {
  const row = raw.prepare("SELECT at, valid, events FROM audit_check").get() as
    | { at: number; valid: 0 | 1; events: number }
    | undefined;
  return row ? { ...row, valid: row.valid === 1 } : null;
}

/** Bytes of a wrapped data key are never fewer: nonce, key and tag of AES-256-GCM. */
const leastWrapped = 12 + 32 + 16;

/** What opens the keys is only examined here: whether it works is shown by opening them. */
function slotFindings(raw: Database.Database): string[] {
  const slots = raw
    .prepare("SELECT kind, label, json_valid(params) AS readable, length(wrapped_key) AS size FROM vault_slots")
    .all() as { kind: string; label: string; readable: number; size: number }[];
  const odd = slots
    .filter(({ readable, size }) => readable === 0 || size < leastWrapped)
    .map(({ kind, label }) => `A way to open the keys is damaged: ${label === "" ? kind : `${kind}, ${label}`}.`);
  if (slots.length === 0) return ["Nothing can open the keys any more. Restore a backup."];
  const kinds = new Set(slots.map(({ kind }) => kind));
  if (!kinds.has("recovery")) odd.push("There is no recovery key. Make one and keep it away from this computer.");
  return odd;
}

function integrityFindings(raw: Database.Database, depth: InspectionDepth): string[] {
  const check = depth === "full" ? "integrity_check" : "quick_check";
  const rows = raw.prepare(`PRAGMA ${check}(${maxFindings})`).pluck().all() as string[];
  return rows.filter((row) => row !== "ok");
}

function referenceFindings(raw: Database.Database): string[] {
  const rows = raw
    .prepare('SELECT "table" AS owner, parent, count(*) AS number FROM pragma_foreign_key_check GROUP BY 1, 2')
    .all() as { owner: string; parent: string; number: number }[];
  return rows.map(
    ({ owner, parent, number }) => `${number} rows of ${owner} refer to rows of ${parent} that do not exist`,
  );
}

/** The version of SQLite in use. */
export function sqliteVersion(): string {
  const raw = new Database(":memory:");
  try {
    return raw.prepare("SELECT sqlite_version()").pluck().get() as string;
  } finally {
    raw.close();
  }
}
