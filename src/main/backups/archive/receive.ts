import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { JobContext } from "../../jobs/job.ts";
import { schemaVersion } from "../../store/migrations/migrations.ts";
import type { Opening } from "./age.ts";
import { decryptFile } from "./age/decrypt.ts";
import { type ArchiveEntry, readSmall, unpackArchive } from "./archive.ts";
import { damaged, newer, unreadable } from "./faults.ts";
import { writeAll } from "../../files/durable.ts";
import { databaseName, formatVersion, Manifest, ManifestHead, manifestName, VaultFile, vaultName } from "./format.ts";

/** The parts of a backup, decrypted, with the right sizes and checksums, and not yet trusted. */
export interface Received {
  manifest: Manifest;
  vault: VaultFile;
  /** The copy of the database. */
  database: string;
}

function parseJson(name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw name === manifestName ? unreadable(name, undefined, cause) : damaged(name, cause);
  }
}

/** @throws AppError BACKUP_UNREADABLE, BACKUP_NEWER, BACKUP_DAMAGED */
async function readManifest(entry: ArchiveEntry): Promise<Manifest> {
  if (entry.name !== manifestName) throw unreadable("archive");
  const value = parseJson(manifestName, await readSmall(entry));
  const head = ManifestHead.safeParse(value);
  if (!head.success) throw unreadable(manifestName, undefined, head.error);
  if (head.data.version > formatVersion) throw newer("format", head.data.version, formatVersion);
  if (head.data.schema > schemaVersion) throw newer("schema", head.data.schema, schemaVersion);
  const manifest = Manifest.safeParse(value);
  if (!manifest.success) throw damaged(manifestName, manifest.error);
  return manifest.data;
}

/** Stores the entry and compares it with the manifest. */
async function checked(
  entry: ArchiveEntry,
  manifest: Manifest,
  take: (chunk: Buffer) => Promise<void> | void,
): Promise<void> {
  const name = entry.name as keyof Manifest["parts"];
  const part = manifest.parts[name];
  if (entry.size !== part.size) throw damaged(name);
  const hash = createHash("sha256");
  for await (const chunk of entry.content) {
    hash.update(chunk);
    await take(chunk);
  }
  if (hash.digest("hex") !== part.sha256) throw damaged(name);
}

async function readVault(entry: ArchiveEntry, manifest: Manifest): Promise<VaultFile> {
  if (entry.name !== vaultName) throw damaged("archive");
  const chunks: Buffer[] = [];
  if (manifest.parts[vaultName].size > 4096) throw damaged(vaultName);
  await checked(entry, manifest, (chunk) => void chunks.push(chunk));
  const bytes = Buffer.concat(chunks);
  try {
    const vault = VaultFile.safeParse(parseJson(vaultName, bytes));
    if (!vault.success) throw damaged(vaultName);
    return vault.data;
  } finally {
    for (const secret of [bytes, ...chunks]) secret.fill(0);
  }
}

async function saveDatabase(entry: ArchiveEntry, manifest: Manifest, file: string): Promise<void> {
  if (entry.name !== databaseName) throw damaged("archive");
  const handle = await open(file, "wx", 0o600);
  try {
    await checked(entry, manifest, (chunk) => writeAll(handle, chunk));
  } finally {
    await handle.close();
  }
}

/**
 * Decrypts a backup to `folder`: exactly its three parts in their order, in constant memory. The data key stays in
 * memory. Names in the file are compared, never used as paths.
 *
 * @throws AppError BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED, BACKUP_NEWER
 * @throws AppError FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function receiveBackup(
  file: string,
  opening: Opening,
  folder: string,
  context: JobContext,
): Promise<Received> {
  const plain = decryptFile(file, opening, {
    signal: context.signal,
    onBytes: (done, total) => context.onProgress({ phase: "decrypt", done, total }),
  });
  const database = join(folder, databaseName);
  let manifest: Manifest | undefined;
  let vault: VaultFile | undefined;
  let complete = false;
  // The loop continues after the last part: only the end of the stream shows that nothing is missing.
  for await (const entry of unpackArchive(plain)) {
    if (!manifest) manifest = await readManifest(entry);
    else if (!vault) vault = await readVault(entry, manifest);
    else if (complete) throw damaged("archive");
    else {
      await saveDatabase(entry, manifest, database);
      complete = true;
    }
  }
  if (!manifest) throw unreadable("archive");
  if (!vault || !complete) throw damaged("archive");
  return { manifest, vault, database };
}
