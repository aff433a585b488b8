import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BackupCounts } from "#shared/contract/backup.ts";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";
import type { JobContext } from "../jobs/job.ts";
import { readConsole } from "../store/console.ts";
import { countRecords, openFrozen, takeSnapshot } from "../store/snapshot.ts";
import type { ConsoleRow } from "../store/schema.ts";
import { schemaVersion } from "../store/migrations.ts";
import { encryptWithPassphrase } from "./age.ts";
import { packArchive } from "./archive.ts";
import { asBuffer } from "./bytes.ts";
import { createHash } from "node:crypto";
import { sha256OfFile, writeAll } from "./files.ts";
import { databaseName, formatVersion, type Manifest, type Part, vaultName, type VaultFile } from "./format.ts";

export interface WriteInput {
  /** The live store's database file. */
  store: string;
  /** A private folder for the snapshot. */
  workspace: string;
  /** The file to write; it must not exist. */
  target: string;
  passphrase: string;
  dataKey: Uint8Array;
  /** UTC milliseconds. */
  at: number;
}

export interface WrittenBackup {
  /** Bytes. */
  size: number;
  createdAt: number;
  organisation: string;
  counts: BackupCounts;
}

interface Snapshot {
  file: string;
  size: number;
  console: ConsoleRow;
  counts: BackupCounts;
}

async function snapshot(input: WriteInput, { signal, onProgress }: JobContext): Promise<Snapshot> {
  const file = join(input.workspace, databaseName);
  await takeSnapshot(input.store, file, {
    signal,
    onPages: (done, total) => onProgress({ phase: "snapshot", done, total }),
  });
  const copy = openFrozen(file);
  try {
    const console = await readConsole(copy.db);
    if (!console) throw new AppError("SETUP_REQUIRED");
    return { file, size: (await stat(file)).size, console, counts: await countRecords(copy.db) };
  } finally {
    await copy.close();
  }
}

function manifestOf(at: number, { console, counts }: Snapshot, parts: Manifest["parts"]): Manifest {
  return {
    format: "countersign-backup",
    version: formatVersion,
    schema: schemaVersion,
    createdAt: at,
    organisation: console.organisation,
    storeId: console.store_id,
    counts,
    parts,
    audit: { seq: console.audit_seq, mac: console.audit_mac.toString("base64") },
  };
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`, "utf8");

const partOf = (bytes: Buffer): Part => ({
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

/** Writes the stream into a new file of mode 0600 and makes it durable. @returns its size in bytes */
async function writeTarget(target: string, content: ReadableStream<Uint8Array>): Promise<number> {
  const handle = await open(target, "wx", 0o600);
  try {
    let size = 0;
    for await (const chunk of content) {
      await writeAll(handle, chunk).catch(refuseTarget);
      size += chunk.length;
    }
    await handle.sync().catch(refuseTarget);
    return size;
  } finally {
    await handle.close();
  }
}

/** Says which of the two disks is meant. */
function refuseTarget(thrown: unknown): never {
  const error = toAppError(thrown);
  if (error.code !== "DISK_FULL") throw error;
  throw new AppError("DISK_FULL", {
    message: "The disk that the backup is written to is full. Free some space there or choose another place.",
    cause: thrown,
  });
}

/**
 * Writes a backup of the store while it is used: snapshot, sums, tar, age, in constant memory. The
 * data key goes from memory into the encrypted file and never onto a disk in the clear.
 *
 * @throws AppError CANCELLED, DISK_FULL, FILE_EXISTS, FILE_NOT_FOUND, PERMISSION_DENIED, STORE_DAMAGED, IO_ERROR
 */
export async function writeBackup(input: WriteInput, context: JobContext): Promise<WrittenBackup> {
  const { signal, onProgress } = context;
  const dataKey = asBuffer(input.dataKey);
  try {
    const taken = await snapshot(input, context);
    const { store_id: storeId, organisation } = taken.console;
    const vault = json({
      format: "countersign-vault",
      version: 1,
      storeId,
      dataKey: dataKey.toString("base64"),
    } satisfies VaultFile);
    const database: Part = { size: taken.size, sha256: await sha256OfFile(taken.file, signal) };
    const manifest = json(manifestOf(input.at, taken, { [vaultName]: partOf(vault), [databaseName]: database }));
    const total = taken.size;
    onProgress({ phase: "encrypt", done: 0, total });
    const tar = packArchive(
      { manifest, vault, database: { file: taken.file, size: total }, at: input.at },
      { signal, onBytes: (done) => onProgress({ phase: "encrypt", done, total }) },
    );
    const size = await writeTarget(input.target, await encryptWithPassphrase(tar, input.passphrase));
    return { size, createdAt: input.at, organisation, counts: taken.counts };
  } finally {
    dataKey.fill(0);
  }
}
