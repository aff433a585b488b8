import { accessSync, chmodSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { Kysely, type Transaction } from "kysely";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";
import { StoreDialect } from "./dialect.ts";
import { migrations, schemaVersion } from "./migrations.ts";
import type { Schema } from "./schema.ts";

/** Marks the file as a Countersign store ("CSGN"), so that another program's database is refused. */
export const applicationId = 0x43_53_47_4e;

/** How long a writer waits for a writer in another process before BUSY, in milliseconds. */
const busyTimeout = 5000;

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

export interface Store {
  /** Absolute path of the database file. */
  readonly file: string;
  /** For reads of one statement. */
  readonly db: Db;
  /** Runs `work` in one transaction that holds the write lock from its start. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const storeFolder = (dataDir: string): string => join(dataDir, "store");
export const storeFile = (dataDir: string): string => join(storeFolder(dataDir), "console.db");

/** `mkdir -p` with mode 0700, also for a folder that exists already. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
}

const notOurs = () =>
  new AppError("STORE_DAMAGED", {
    message: "The store's file is a database of another program. It was left untouched.",
  });

/**
 * Looks at the file before anything in it changes.
 *
 * @returns its schema version; 0 for an empty database
 * @throws AppError STORE_NEWER, STORE_DAMAGED
 */
function identify(raw: Database.Database): number {
  const version = raw.pragma("user_version", { simple: true }) as number;
  const owner = raw.pragma("application_id", { simple: true }) as number;
  const objects = raw.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() as number;
  const empty = version === 0 && owner === 0 && objects === 0;
  if (!empty && (owner !== applicationId || version === 0)) throw notOurs();
  if (version > schemaVersion) {
    throw new AppError("STORE_NEWER", { details: { found: version, known: schemaVersion } });
  }
  return version;
}

function migrate(raw: Database.Database, version: number): void {
  for (let next = version; next < schemaVersion; next += 1) {
    raw
      .transaction(() => {
        raw.exec(migrations[next] ?? "");
        raw.pragma(`user_version = ${next + 1}`);
        raw.pragma(`application_id = ${applicationId}`);
      })
      .immediate();
  }
}

/** SQLite cannot open a WAL database in a folder that it may not write, and says only that. */
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

function configure(raw: Database.Database): void {
  raw.pragma(`busy_timeout = ${busyTimeout}`);
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("foreign_keys = ON");
  raw.pragma("trusted_schema = OFF");
  raw.pragma("secure_delete = ON");
  raw.pragma("cell_size_check = ON");
  // In pages. Every commit writes the same few pages again: copying them back less often spares most of it.
  raw.pragma("wal_autocheckpoint = 4000");
}

/**
 * Opens a store file, and makes it when `create` says so; migrates it to this version's schema.
 * A file that is missing is never replaced by an empty store unasked.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, STORE_NEWER, STORE_READ_ONLY, DISK_FULL, IO_ERROR, BUSY
 */
export function openStore(file: string, options: { create: boolean }): Store {
  const exists = existsSync(file);
  if (!exists && !options.create) throw new AppError("STORE_UNAVAILABLE");
  if (exists && statSync(file).size === 0 && !options.create) {
    throw new AppError("STORE_DAMAGED", { message: "The store's file is empty. Restore a backup." });
  }
  let raw: Database.Database | undefined;
  try {
    // SQLite gives the -wal and -shm files the mode of the database file.
    if (!exists) closeSync(openSync(file, "ax", 0o600));
    raw = new Database(file, { fileMustExist: true });
    const version = identify(raw);
    configure(raw);
    migrate(raw, version);
  } catch (thrown) {
    raw?.close();
    throw explainOpening(file, thrown);
  }
  const db = new Kysely<Schema>({ dialect: new StoreDialect(raw) });
  const connection = raw;
  return {
    file,
    db,
    write: (work) => db.transaction().execute(work),
    async close() {
      await db.destroy();
      if (connection.open) connection.close();
    },
  };
}
