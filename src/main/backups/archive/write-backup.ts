import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BackupCounts } from "#shared/contract/archive.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { JobContext } from "../../jobs/job.ts";
import { requireConsole } from "../../store/console/console.ts";
import { countRecords } from "../../store/backups/contents.ts";
import { addressOf, snapshotAt, viewAt } from "../../store/open.ts";
import type { StoreAddress } from "../../store/store.ts";
import type { ConsoleRow } from "../../store/migrations/schema.ts";
import { schemaVersion } from "../../store/migrations/migrations.ts";
import { Keys } from "../../keys/keys.ts";
import { makeIdentity, type Protection } from "./age.ts";
import { encryptInto, type Source, type WrittenFile } from "./age/encrypt.ts";
import { sealHeader, type SealedHeader } from "./age/header.ts";
import { packArchive } from "./archive.ts";
import { asBuffer } from "./bytes.ts";
import { sha256OfFile } from "../../files/durable.ts";
import { databaseName, formatVersion, type Manifest, type Part, vaultName, type VaultFile } from "./format.ts";
import { type KnownCode, withKnownCode } from "./known-code.ts";

export interface WriteInput {
  /** The live store. */
  store: StoreAddress;
  /** A private folder for the snapshot. */
  workspace: string;
  /** The file to write; it must not exist. */
  target: string;
  protection: Protection;
  /** Whether a file for recipients gets one more, whose identity is returned and stored nowhere: to test it at once. */
  provable?: boolean;
  dataKey: Uint8Array;
  /** UTC milliseconds. */
  at: number;
}

export interface WrittenBackup {
  /** Bytes. */
  size: number;
  /** Of the finished file; hexadecimal, lower case. */
  sha256: string;
  /** Opens this file only; null if it was not asked for, or a passphrase opens the file. */
  identity: string | null;
  /** For `ProveInput.knownCode`; null if there is no time-based authenticator to take one from. */
  knownCode: KnownCode | null;
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
  await snapshotAt(input.store, file, {
    signal,
    onPages: (done, total) => onProgress({ phase: "snapshot", done, total }),
  });
  const copy = await viewAt(addressOf(file));
  try {
    const console = await requireConsole(copy.db);
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

/** Writes a new file of mode 0600 and makes it durable. */
async function writeTarget(target: string, header: SealedHeader, tar: Source): Promise<WrittenFile> {
  await using handle = await open(target, "wx", 0o600);
  return await encryptInto(handle, header, tar).catch(refuseTarget);
}

/** Says which of the two disks is meant. */
function refuseTarget(thrown: unknown): never {
  const error = toAppError(thrown);
  if (error.code !== "DISK_FULL") throw error;
  throw new AppError("DISK_FULL", {
    text: text("backups.diskFull"),
    cause: thrown,
  });
}

/** The recipients, with one more whose identity nobody has yet. */
async function makeProvable(input: WriteInput): Promise<{ protection: Protection; identity: string | null }> {
  const { protection } = input;
  if (input.provable !== true || "passphrase" in protection) return { protection, identity: null };
  // The file's only recipient would be one whose identity nobody keeps.
  if (protection.recipients.length === 0) throw new AppError("RECIPIENT_REFUSED");
  const { identity, recipient } = await makeIdentity();
  return { protection: { recipients: [...protection.recipients, recipient] }, identity };
}

async function encryptSnapshot(
  input: WriteInput,
  taken: Snapshot,
  protection: Protection,
  { signal, onProgress }: JobContext,
): Promise<WrittenFile> {
  const vault = json({
    format: "countersign-vault",
    version: 1,
    storeId: taken.console.store_id,
    dataKey: asBuffer(input.dataKey).toString("base64"),
  } satisfies VaultFile);
  const database: Part = { size: taken.size, sha256: await sha256OfFile(taken.file, signal) };
  const manifest = json(manifestOf(input.at, taken, { [vaultName]: partOf(vault), [databaseName]: database }));
  const total = taken.size;
  onProgress({ phase: "encrypt", done: 0, total });
  await using file = await open(taken.file, "r");
  const tar = await packArchive(
    { manifest, vault, database: { file, size: total }, at: input.at },
    { signal, onBytes: (done) => onProgress({ phase: "encrypt", done, total }) },
  );
  vault.fill(0);
  return await writeTarget(input.target, await sealHeader(protection), tar);
}

/**
 * Writes a backup of the store while it is used: snapshot, checksums, tar, age, in constant memory. The data key goes
 * from memory into the encrypted file and never onto a disk in the clear.
 *
 * @throws AppError CANCELLED, DISK_FULL, FILE_EXISTS, FILE_NOT_FOUND, PERMISSION_DENIED, STORE_DAMAGED, IO_ERROR
 * @throws AppError RECIPIENT_REFUSED, SEAL_BROKEN, OUT_OF_MEMORY
 */
export async function writeBackup(input: WriteInput, context: JobContext): Promise<WrittenBackup> {
  const dataKey = asBuffer(input.dataKey);
  const keys = new Keys(dataKey);
  try {
    const { protection, identity } = await makeProvable(input);
    const { result: taken, knownCode } = await withKnownCode(input.store, keys, () => snapshot(input, context));
    const { size, sha256 } = await encryptSnapshot(input, taken, protection, context);
    const { organisation } = taken.console;
    return { size, sha256, identity, knownCode, createdAt: input.at, organisation, counts: taken.counts };
  } finally {
    keys.wipe();
    dataKey.fill(0);
  }
}
