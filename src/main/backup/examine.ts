import type { BackupCounts } from "#shared/contract/backup.ts";
import type { AppError } from "#shared/errors.ts";
import { sameMac } from "../audit/chain.ts";
import { verifyChain } from "../audit/verify.ts";
import { toAppError } from "../errors/to-app-error.ts";
import type { JobContext } from "../jobs/job.ts";
import { readConsole } from "../store/console.ts";
import { applicationId, type Db, openStore } from "../store/open.ts";
import { countRecords, inspect, matchesMigrations, readSeeds } from "../store/snapshot.ts";
import { dataKeyLength, Keys, seedPlace } from "../vault/keys.ts";
import { withRetiredKeys } from "../vault/retired.ts";
import { damaged } from "./faults.ts";
import type { Manifest, VaultFile } from "./format.ts";
import { checkKnownCode, type KnownCode } from "./known-code.ts";
import type { Received } from "./receive.ts";

const seedsAtOnce = 500;

/** One thing that was proved, in words for people, and of how many items. */
export interface Check {
  name: string;
  count: number;
}

/** @throws AppError BACKUP_DAMAGED */
function checkFile(database: string, manifest: Manifest): Check[] {
  const found = inspect(database);
  if (found.applicationId !== applicationId) throw damaged("application id");
  if (found.schemaVersion !== manifest.schema) throw damaged("schema version");
  if (found.problems.length > 0) throw damaged("database integrity", new Error(found.problems.join("; ")));
  if (found.orphans > 0) throw damaged("references");
  return [
    { name: "The database file is sound", count: 1 },
    { name: "No reference is broken", count: 1 },
  ];
}

const recordsOf = (counts: BackupCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

async function checkCounts(db: Db, manifest: Manifest): Promise<Check> {
  const counts = await countRecords(db);
  for (const [kind, count] of Object.entries(counts)) {
    if (manifest.counts[kind as keyof BackupCounts] !== count) throw damaged(`number of ${kind}`);
  }
  return { name: "The records are all there", count: recordsOf(counts) };
}

async function checkSeeds(db: Db, keys: Keys, total: number, { signal, onProgress }: JobContext): Promise<Check> {
  let done = 0;
  for (let last = ""; ;) {
    signal.throwIfAborted();
    const page = await readSeeds(db, last, seedsAtOnce);
    for (const { id, seed } of page) {
      keys.unseal(seedPlace("tokens", id), seed).fill(0);
      last = id;
    }
    done += page.length;
    onProgress({ phase: "seeds", done, total: Math.max(done, total) });
    if (page.length < seedsAtOnce) return { name: "The seeds open with the data key", count: done };
    // Lets a cancellation in.
    await new Promise(setImmediate);
  }
}

async function checkCode(db: Db, keys: Keys, knownCode: KnownCode): Promise<Check> {
  await checkKnownCode(db, keys, knownCode);
  return { name: "A known code is generated again from the restored seed", count: 1 };
}

async function checkAudit(db: Db, keys: Keys, manifest: Manifest, context: JobContext): Promise<Check> {
  const chain = await verifyChain(db, keys, context);
  if (!chain.valid) throw damaged("audit chain");
  const row = await readConsole(db);
  const head = Buffer.from(manifest.audit.mac, "base64");
  if (row?.audit_seq !== manifest.audit.seq || !sameMac(row.audit_mac, head)) throw damaged("audit head");
  return { name: "The audit chain is unbroken", count: chain.events };
}

async function checkStore(
  received: Received,
  keys: Keys,
  context: JobContext,
  knownCode: KnownCode | null | undefined,
): Promise<Check[]> {
  const { manifest, vault, database } = received;
  const objects = matchesMigrations(database, manifest.schema);
  if (objects === null) throw damaged("schema");
  // Brings an older backup to this version's schema, on the copy.
  const store = openStore(database, { create: false });
  try {
    const row = await readConsole(store.db);
    if (row?.store_id !== manifest.storeId || vault.storeId !== manifest.storeId) throw damaged("store id");
    if (row.organisation !== manifest.organisation) throw damaged("organisation");
    return [
      { name: `The tables are those of schema ${manifest.schema}`, count: objects },
      await checkCounts(store.db, manifest),
      await checkSeeds(store.db, keys, manifest.counts.tokens, context),
      ...(knownCode ? [await checkCode(store.db, keys, knownCode)] : []),
      await checkAudit(store.db, await withRetiredKeys(store.db, keys), manifest, context),
    ];
  } finally {
    await store.close();
  }
}

/** @returns 32 bytes, the caller's to wipe */
export function dataKeyOf(vault: VaultFile): Buffer {
  const dataKey = Buffer.from(vault.dataKey, "base64");
  if (dataKey.length !== dataKeyLength) throw damaged("data key");
  return dataKey;
}

/** Errors of the copy are errors of the backup: the live store has no part in them. */
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
 * Proves the received copy: file, references, schema, counts, every seed, a code that is known, the audit chain and its
 * head. Afterwards the copy has this version's schema and is a single file.
 *
 * @throws AppError BACKUP_DAMAGED, CANCELLED, DISK_FULL, IO_ERROR
 */
export async function examine(received: Received, context: JobContext, knownCode?: KnownCode | null): Promise<Check[]> {
  const dataKey = dataKeyOf(received.vault);
  const keys = new Keys(dataKey);
  dataKey.fill(0);
  try {
    context.onProgress({ phase: "check", done: 0, total: null });
    const file = checkFile(received.database, received.manifest);
    context.signal.throwIfAborted();
    return [
      { name: "The parts match their checksums", count: 2 },
      ...file,
      ...(await checkStore(received, keys, context, knownCode)),
    ];
  } catch (thrown) {
    throw ofTheBackup(thrown);
  } finally {
    keys.wipe();
  }
}
