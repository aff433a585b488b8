import type { BackupCounts } from "#shared/contract/archive.ts";
import type { BackupFaults } from "#shared/model/backups.ts";
import { AppError } from "#shared/errors.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { headMac, sameMac } from "../../audit/chain.ts";
import { verifyChain } from "../../audit/verify.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { JobContext } from "../../jobs/job.ts";
import { readConsole } from "../../store/console/console.ts";
import { addressOf, examineFile, matchesMigrations, openAt } from "../../store/open.ts";
import type { Db } from "../../store/store.ts";
import { countRecords, holdersOf, readSeeds } from "../../store/backups/contents.ts";
import { dataKeyLength, Keys, seedPlace } from "../../keys/keys.ts";
import { withRetiredKeys } from "../../keys/retired.ts";
import { damaged } from "./faults.ts";
import type { Manifest, VaultFile } from "./format.ts";
import { checkKnownCode, type KnownCode } from "./known-code.ts";
import type { Received } from "./receive.ts";

const seedsAtOnce = 500;

/** The holders of at most this many authenticators with unreadable seeds are named. */
const namedSeeds = 20;

/** One thing that was checked, in words for people, and how many items. */
export interface Check {
  name: Text;
  count: number;
}

/** @throws AppError BACKUP_DAMAGED */
function checkFile(database: string, manifest: Manifest): Check[] {
  const found = examineFile(database);
  if (!found.isStore) throw damaged("application id");
  if (found.schemaVersion !== manifest.schema) throw damaged("schema version");
  if (found.problems.length > 0) throw damaged("database integrity", new Error(found.problems.join("; ")));
  if (found.orphans > 0) throw damaged("references");
  return [
    { name: text("backups.checkFile"), count: 1 },
    { name: text("backups.checkReferences"), count: 1 },
  ];
}

const recordsOf = (counts: BackupCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

async function checkCounts(db: Db, manifest: Manifest): Promise<Check> {
  const counts = await countRecords(db);
  for (const [kind, count] of Object.entries(counts)) {
    if (manifest.counts[kind as keyof BackupCounts] !== count) throw damaged(`number of ${kind}`);
  }
  return { name: text("backups.checkRecords"), count: recordsOf(counts) };
}

interface Seeds {
  /** How many open with the data key. */
  opened: number;
  unopened: BackupFaults["unopenedSeeds"];
}

const opens = (keys: Keys, id: TokenId, seed: Buffer): boolean => {
  try {
    keys.unseal(seedPlace("tokens", id), seed).fill(0);
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return false;
    throw thrown;
  }
};

/** A seed that was changed or moved to another row does not open. It was so already when the backup was made. */
async function checkSeeds(db: Db, keys: Keys, total: number, { signal, onProgress }: JobContext): Promise<Seeds> {
  const unopened: TokenId[] = [];
  let done = 0;
  let missed = 0;
  for (let last = ""; ;) {
    signal.throwIfAborted();
    const page = await readSeeds(db, last, seedsAtOnce);
    for (const { id, seed } of page) {
      last = id;
      if (opens(keys, id, seed)) continue;
      missed += 1;
      if (unopened.length < namedSeeds) unopened.push(id);
    }
    done += page.length;
    onProgress({ phase: "seeds", done, total: Math.max(done, total) });
    if (page.length < seedsAtOnce) break;
    // Lets a cancellation through.
    await new Promise(setImmediate);
  }
  // None at all: it is another store's data key.
  if (done > 0 && missed === done) throw damaged("seeds");
  return { opened: done - missed, unopened: { count: missed, of: await holdersOf(db, unopened) } };
}

async function checkCode(db: Db, keys: Keys, knownCode: KnownCode): Promise<Check> {
  await checkKnownCode(db, keys, knownCode);
  return { name: text("backups.checkCode"), count: 1 };
}

/**
 * An audit chain that was broken in the store is broken in its backups, which restore all the same. With a data key
 * that opens nothing, it is another store's.
 *
 * @returns the first event at which it is broken; null: it is intact
 */
async function brokenAt(
  db: Db,
  keys: Keys,
  manifest: Manifest,
  seeds: Seeds,
  context: JobContext,
): Promise<{ events: number; at: number | null }> {
  const { valid, events, firstBroken } = await verifyChain(db, keys, context);
  const row = await readConsole(db);
  const head = Buffer.from(manifest.audit.mac, "base64");
  if (row?.audit_seq !== manifest.audit.seq || !sameMac(row.audit_mac, head)) throw damaged("audit head");
  if (valid) return { events, at: null };
  const sealed = sameMac(row.audit_head_mac, headMac(keys, row.audit_seq, row.audit_mac));
  if (!sealed && seeds.opened === 0) throw damaged("audit chain");
  return { events, at: firstBroken ?? events + 1 };
}

/** What was checked in a backup, and what was already wrong in the store that it was made from. */
export interface Examined {
  checks: Check[];
  faults: BackupFaults;
}

async function checkStore(
  received: Received,
  keys: Keys,
  context: JobContext,
  knownCode: KnownCode | null | undefined,
): Promise<Examined> {
  const { manifest, vault, database } = received;
  const objects = await matchesMigrations(database, manifest.schema);
  if (objects === null) throw damaged("schema");
  // Brings an older backup to this version's schema, on the copy.
  const store = await openAt(addressOf(database));
  try {
    const row = await readConsole(store.db);
    if (row?.store_id !== manifest.storeId || vault.storeId !== manifest.storeId) throw damaged("store id");
    if (row.organisation !== manifest.organisation) throw damaged("organisation");
    const counts = await checkCounts(store.db, manifest);
    const seeds = await checkSeeds(store.db, keys, manifest.counts.tokens, context);
    const code = knownCode ? [await checkCode(store.db, keys, knownCode)] : [];
    const chain = await brokenAt(store.db, await withRetiredKeys(store.db, keys), manifest, seeds, context);
    return {
      checks: [
        { name: text("backups.checkSchema", { schema: manifest.schema }), count: objects },
        counts,
        { name: text("backups.checkSeeds"), count: seeds.opened },
        ...code,
        ...(chain.at === null ? [{ name: text("backups.checkAudit"), count: chain.events }] : []),
      ],
      faults: { auditBrokenAt: chain.at, unopenedSeeds: seeds.unopened },
    };
  } finally {
    await store.close();
  }
}

/** @returns 32 bytes, for the caller to wipe */
export function dataKeyOf(vault: VaultFile): Buffer {
  const dataKey = Buffer.from(vault.dataKey, "base64");
  if (dataKey.length !== dataKeyLength) throw damaged("data key");
  return dataKey;
}

/** Errors of the copy are errors of the backup: the live store is not involved. */
function ofTheBackup(thrown: unknown): AppError {
  const error = toAppError(thrown);
  if (
    error.code === "STORE_DAMAGED" ||
    error.code === "STORE_NEWER" ||
    error.code === "SEAL_BROKEN" ||
    error.code === "INVALID_REFERENCE"
  ) {
    return damaged(error.code === "SEAL_BROKEN" ? "seeds" : "database", error);
  }
  return error;
}

/**
 * Checks the received copy: file, references, schema, counts, every seed, a known code, the audit chain and its head.
 * Afterwards the copy has this version's schema and is a single file. A broken chain and seeds that do not open were
 * already so in the store: they are reported and do not prevent restoring the rest.
 *
 * @throws AppError BACKUP_DAMAGED, CANCELLED, DISK_FULL, IO_ERROR
 */
export async function examine(
  received: Received,
  context: JobContext,
  knownCode?: KnownCode | null,
): Promise<Examined> {
  const dataKey = dataKeyOf(received.vault);
  const keys = new Keys(dataKey);
  dataKey.fill(0);
  try {
    context.onProgress({ phase: "check", done: 0, total: null });
    const file = checkFile(received.database, received.manifest);
    context.signal.throwIfAborted();
    const { checks, faults } = await checkStore(received, keys, context, knownCode);
    return { checks: [{ name: text("backups.checkParts"), count: 2 }, ...file, ...checks], faults };
  } catch (thrown) {
    throw ofTheBackup(thrown);
  } finally {
    keys.wipe();
  }
}
