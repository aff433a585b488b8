import { type BackupsFound, readBackupsFound, readRestoreFound, type RestoreFound } from "./backups/inspect-backups.ts";
import { type KeysFound, readKeysFound } from "./console/inspect-keys.ts";
import { type ClockSample, readClockSamples } from "./factors/clock-samples.ts";
import { countStepsAhead } from "./factors/steps-ahead.ts";
import { countTimesAhead } from "./factors/times-ahead.ts";
import { readUnconfirmedCodes, type UnconfirmedCodes } from "./factors/unconfirmed-codes.ts";
import { only, row, rows } from "./statements.ts";
import type { Db } from "./store.ts";
import { text, type Text } from "#shared/texts/text.ts";

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
  problems: Text[];
  /** What others on this computer could read or change, for people to read. */
  exposed: Text[];
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
  slots: Text[];
  backups: BackupsFound | null;
  restore: RestoreFound | null;
  /** Authenticators and devices whose codes are refused until a time in the future. */
  stepsAhead: number;
  unconfirmedCodes: UnconfirmedCodes | null;
}

/** Fills in what it learns as it goes, so that a damaged store still reports what it can. */
export async function readFindings(db: Db, found: StoreInspection, version: number, now: number): Promise<void> {
  const console = await row<{ setup: "pending" | "complete"; clock_floor: number }>(
    db,
    "SELECT setup, clock_floor FROM console",
  );
  found.setup = console?.setup ?? null;
  found.clockFloor = console?.clock_floor ?? null;
  found.lastEventAt = await only<number | null>(db, "SELECT max(at) FROM audit_events");
  found.clockSamples = await readClockSamples(db, now);
  if (version >= 5) found.auditCheck = await readCheck(db);
  if (found.setup === "complete") found.slots = await slotFindings(db);
  const accounts = "SELECT params ->> 'account' AS account FROM vault_slots WHERE kind = 'keychain'";
  found.keychainAccounts = (await rows<{ account: string }>(db, accounts)).map(({ account }) => account);
  found.keys = await readKeysFound(db, now);
  if (version >= 4) found.backups = await readBackupsFound(db, now);
  if (version >= 5) {
    found.restore = await readRestoreFound(db);
    found.unconfirmedCodes = await readUnconfirmedCodes(db);
    found.stepsAhead = (await countStepsAhead(db, now)) + (await countTimesAhead(db, now));
  }
}

async function readCheck(db: Db): Promise<StoreInspection["auditCheck"]> {
  const check = await row<{ at: number; valid: 0 | 1; events: number }>(
    db,
    "SELECT at, valid, events FROM audit_check",
  );
  return check ? { ...check, valid: check.valid === 1 } : null;
}

/** Bytes of a wrapped data key are never fewer: nonce, key and tag of AES-256-GCM. */
const leastWrapped = 12 + 32 + 16;

/** What opens the keys is only examined here: whether it works is shown by opening them. */
async function slotFindings(db: Db): Promise<Text[]> {
  const slots = await rows<{ kind: string; label: string; readable: number; size: number }>(
    db,
    "SELECT kind, label, json_valid(params) AS readable, length(wrapped_key) AS size FROM vault_slots",
  );
  const odd = slots
    .filter(({ readable, size }) => readable === 0 || size < leastWrapped)
    .map(({ kind, label }) => text("store.slotDamaged", { slot: label === "" ? kind : `${kind}, ${label}` }));
  if (slots.length === 0) return [text("store.nothingOpens")];
  const kinds = new Set(slots.map(({ kind }) => kind));
  if (!kinds.has("recovery")) odd.push(text("store.noRecoveryKey"));
  return odd;
}
