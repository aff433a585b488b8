import { accessSync, closeSync, constants, existsSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { schemaVersion } from "../migrations/migrations.ts";
import { requireOwnFile } from "../private.ts";
import type { OpenOptions } from "../store.ts";
import type { Raw } from "./connection.ts";
import { needNoSpace, orDiskFull } from "./disk-space.ts";
import { keepBefore } from "./keep-before.ts";
import { identify, migrate } from "./migrate.ts";

/** How long a statement waits for another writer while blocking everything else, in milliseconds. */
const busyTimeout = 5;

/** How much of the store a worker's long transaction caches before writing to disk, in KiB. */
const bulkCache = 64 * 1024;

/** SQLite cannot open a WAL database in a read-only folder, and says only that. */
function explainOpening(file: string, thrown: unknown): AppError {
  const error = toAppError(thrown);
  if (error.code !== "STORE_UNAVAILABLE" || !existsSync(file)) return error;
  try {
    accessSync(dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
    return error;
  } catch (cause) {
    return new AppError("STORE_READ_ONLY", { cause });
  }
}

function configure(raw: Database.Database, { alone }: OpenOptions): void {
  raw.pragma(`busy_timeout = ${busyTimeout}`);
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("trusted_schema = OFF");
  raw.pragma("secure_delete = ON");
  raw.pragma("cell_size_check = ON");
  // What a statement stores temporarily never reaches the disk.
  raw.pragma("temp_store = MEMORY");
  // In pages. Every commit writes the same few pages again: copying them back less often saves most of it.
  raw.pragma("wal_autocheckpoint = 4000");
  if (alone === true) raw.pragma(`cache_size = -${bulkCache}`);
}

/**
 * Opens a store file, and makes it if `create` says so; migrates it to this version's schema. A missing file is never
 * replaced by an empty store unasked.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, STORE_UNSAFE, STORE_NEWER, STORE_READ_ONLY, DISK_FULL, IO_ERROR,
 * BUSY
 */
export async function openRaw(file: string, options: OpenOptions): Promise<Raw> {
  requireOwnFile(file);
  const exists = existsSync(file);
  if (!exists && options.create !== true) throw new AppError("STORE_UNAVAILABLE");
  if (exists && statSync(file).size === 0 && options.create !== true) {
    throw new AppError("STORE_DAMAGED", { text: text("store.fileEmpty") });
  }
  try {
    return await openFile(file, exists, options, false);
  } catch (thrown) {
    const error = orDiskFull(dirname(file), thrown);
    if (!exists || error.code !== "DISK_FULL") throw error;
    // Reading continues.
    return openFile(file, exists, options, true);
  }
}

/** @param inMemory see `needNoSpace` */
async function openFile(file: string, exists: boolean, options: OpenOptions, inMemory: boolean): Promise<Raw> {
  let raw: Database.Database | undefined;
  try {
    // SQLite gives the -wal and -shm files the mode of the database file.
    if (!exists) closeSync(openSync(file, "ax", 0o600));
    raw = new Database(file, { fileMustExist: true });
    if (inMemory) needNoSpace(raw);
    const version = identify(raw);
    configure(raw, options);
    const { keepIn } = options;
    if (keepIn !== undefined && version > 0 && version < schemaVersion) keepBefore(raw, file, keepIn, version);
    await migrate(raw, version);
  } catch (thrown) {
    raw?.close();
    throw orDiskFull(dirname(file), explainOpening(file, thrown));
  }
  return raw;
}
