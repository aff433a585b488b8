import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { Kysely, type Transaction } from "kysely";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import { type Raw, rememberConnection } from "./sqlite/connection.ts";
import { StoreDialect } from "./sqlite/dialect.ts";
import { needNoSpace, orDiskFull } from "./sqlite/disk-space.ts";
import { keepBefore } from "./sqlite/keep-before.ts";
import { applyMigration, schemaVersion } from "./migrations/migrations.ts";
import { requireOwnFile, secureFolder } from "./private.ts";
import type { Schema } from "./migrations/schema.ts";
import { syncPath } from "./sync-path.ts";

/** Marks the file as a Countersign store ("CSGN"), so that another program's database is refused. */
export const applicationId = 0x43_53_47_4e;

/** How long a statement waits for another writer while blocking everything else, in milliseconds. */
const busyTimeout = 5;

/** How long a transaction waits for its turn before BUSY, and how often it asks, in milliseconds. */
const patience = 60_000;
const askEvery = 15;

interface OpenOptions {
  create: boolean;
  /** Folder in which the store is kept before its schema is changed. */
  keepIn?: string;
}

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

export interface Store {
  /** Absolute path of the database file. */
  readonly file: string;
  /** For reads of one statement. */
  readonly db: Db;
  /**
   * Runs `work` in one transaction that holds the write lock from its start. While another connection writes, it waits
   * without blocking anything.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Refuses every transaction from now on with BUSY, including those that wait for their turn.
   *
   * @returns a function that allows them again
   */
  freeze(): () => void;
  close(): Promise<void>;
}

export const storeFolder = (dataDir: string): string => join(dataDir, "store");
export const storeFile = (dataDir: string): string => join(storeFolder(dataDir), "console.db");

/**
 * Makes the names of these new folders durable: SQLite does so only for the files in them. @param first the uppermost
 */
function syncNames(path: string, first: string): void {
  for (let made = resolve(path); made.length >= first.length; made = dirname(made)) syncPath(dirname(made));
}

/**
 * `mkdir -p` with mode 0700, also for an existing folder. A new one survives a power failure.
 *
 * @throws AppError STORE_UNSAFE; errors of the file system unchanged
 */
export function privateFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) syncNames(path, first);
  secureFolder(path);
}

const notOurs = () =>
  new AppError("STORE_DAMAGED", {
    message: "The database file belongs to another program. Nothing was changed.",
  });

/**
 * Checks the file before anything in it changes.
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

/** Foreign keys are off: recreating a table must not delete what refers to it. */
function migrate(raw: Database.Database, version: number): void {
  raw.pragma("foreign_keys = OFF");
  for (let next = version; next < schemaVersion; next += 1) {
    raw
      .transaction(() => {
        applyMigration(raw, next + 1);
        const broken = raw.pragma("foreign_key_check") as unknown[];
        if (broken.length > 0) throw new AppError("STORE_DAMAGED", { details: { rows: broken.length } });
        raw.pragma(`user_version = ${next + 1}`);
        raw.pragma(`application_id = ${applicationId}`);
      })
      .immediate();
  }
  raw.pragma("foreign_keys = ON");
}

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

function configure(raw: Database.Database): void {
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
}

/**
 * Opens a store file, and makes it if `create` says so; migrates it to this version's schema. A missing file is never
 * replaced by an empty store unasked.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, STORE_UNSAFE, STORE_NEWER, STORE_READ_ONLY, DISK_FULL, IO_ERROR,
 * BUSY
 */
export function openStore(file: string, options: OpenOptions): Store {
  const connection = openRaw(file, options);
  const db = new Kysely<Schema>({ dialect: new StoreDialect(connection) });
  rememberConnection(db, connection);
  let frozen = false;
  const requireThawed = (): void => {
    if (frozen) throw new AppError("BUSY");
  };
  return {
    file,
    db,
    write: (work) => writing(db, connection, requireThawed, work),
    freeze() {
      frozen = true;
      return () => {
        frozen = false;
      };
    },
    async close() {
      await db.destroy();
      if (connection.open) connection.close();
    },
  };
}

/** Waits for the write lock and lets reads through meanwhile. @param check throws if writing is not allowed */
async function writing<T>(db: Db, raw: Raw, check: () => void, work: (tx: Tx) => Promise<T>): Promise<T> {
  const until = performance.now() + patience;
  for (;;) {
    let begun = false;
    check();
    try {
      return await db.transaction().execute((tx) => {
        begun = true;
        check();
        rememberConnection(tx, raw);
        return work(tx);
      });
    } catch (thrown) {
      const busy = toAppError(thrown).code === "BUSY";
      if (!busy || begun || performance.now() > until) throw thrown;
      await wait(askEvery);
    }
  }
}

/**
 * As `openStore`, without the query builder.
 *
 * @throws AppError as `openStore`
 */
export function openRaw(file: string, options: OpenOptions): Raw {
  requireOwnFile(file);
  const exists = existsSync(file);
  if (!exists && !options.create) throw new AppError("STORE_UNAVAILABLE");
  if (exists && statSync(file).size === 0 && !options.create) {
    throw new AppError("STORE_DAMAGED", { message: "The database file is empty. Restore a backup." });
  }
  try {
    return openFile(file, exists, options, false);
  } catch (thrown) {
    const error = orDiskFull(dirname(file), thrown);
    if (!exists || error.code !== "DISK_FULL") throw error;
    // Reading continues.
    return openFile(file, exists, options, true);
  }
}

/** @param inMemory see `needNoSpace` */
function openFile(file: string, exists: boolean, options: OpenOptions, inMemory: boolean): Raw {
  let raw: Database.Database | undefined;
  try {
    // SQLite gives the -wal and -shm files the mode of the database file.
    if (!exists) closeSync(openSync(file, "ax", 0o600));
    raw = new Database(file, { fileMustExist: true });
    if (inMemory) needNoSpace(raw);
    const version = identify(raw);
    configure(raw);
    const { keepIn } = options;
    if (keepIn !== undefined && version > 0 && version < schemaVersion) keepBefore(raw, file, keepIn, version);
    migrate(raw, version);
  } catch (thrown) {
    raw?.close();
    throw orDiskFull(dirname(file), explainOpening(file, thrown));
  }
  return raw;
}
