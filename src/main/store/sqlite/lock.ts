import { randomUUID } from "node:crypto";
import { closeSync, constants, copyFileSync, openSync, statSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { storeFolder } from "../data-folder.ts";
import { privateFolder } from "../private.ts";
import type { Lease, StoreLock } from "../store.ts";

/** How often and how long a starting console waits for another one's short exclusive lock, in milliseconds. */
const pollEvery = 20;
const patience = 5000;

const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Database.SqliteError && thrown.code.startsWith("SQLITE_BUSY");

/** Runs the statement; false if another process's lock prevents it. */
function attempt(raw: Database.Database, kind: "shared" | "exclusive"): boolean {
  try {
    raw.exec(kind === "exclusive" ? "BEGIN EXCLUSIVE" : "BEGIN");
    // A deferred transaction takes its shared lock with the first read, and keeps it.
    if (kind === "shared") raw.prepare("SELECT count(*) FROM sqlite_schema").get();
    return true;
  } catch (thrown) {
    if (raw.inTransaction) raw.exec("ROLLBACK");
    if (isBusy(thrown)) return false;
    throw thrown;
  }
}

async function share(raw: Database.Database): Promise<void> {
  const deadline = Date.now() + patience;
  while (!attempt(raw, "shared")) {
    if (Date.now() > deadline) throw new AppError("STORE_IN_USE");
    await wait(pollEvery);
  }
}

/** Tells one store folder from another that replaced it. */
function identity(dataDir: string): string {
  const stat = statSync(storeFolder(dataDir), { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : "none";
}

class SqliteLock implements StoreLock {
  readonly #raw: Database.Database;
  readonly #dataDir: string;
  #exclusive: boolean;

  constructor(raw: Database.Database, dataDir: string, exclusive: boolean) {
    this.#raw = raw;
    this.#dataDir = dataDir;
    this.#exclusive = exclusive;
  }

  get exclusive(): boolean {
    return this.#exclusive;
  }

  async upgrade(): Promise<void> {
    if (this.#exclusive) return;
    const before = identity(this.#dataDir);
    this.#raw.exec("COMMIT");
    this.#exclusive = attempt(this.#raw, "exclusive");
    const taken = this.#exclusive;
    if (!taken) await share(this.#raw);
    if (identity(this.#dataDir) !== before) {
      if (taken) await this.downgrade();
      throw new AppError("STORE_REPLACED");
    }
    if (!taken) throw new AppError("STORE_IN_USE");
  }

  async downgrade(): Promise<void> {
    if (!this.#exclusive) return;
    this.#exclusive = false;
    this.#raw.exec("COMMIT");
    await share(this.#raw);
  }

  release(): void {
    this.#exclusive = false;
    if (this.#raw.open) this.#raw.close();
  }
}

const isChanged = (thrown: unknown): boolean =>
  thrown instanceof Database.SqliteError &&
  (thrown.code === "SQLITE_NOTADB" || thrown.code.startsWith("SQLITE_CORRUPT"));

/**
 * Empties a lock's file that something else was written to. Its content does not matter, only its place on the disk, to
 * which the locks of other processes are bound: so it is not recreated. What was found is kept beside it.
 */
function clearLockFile(file: string): void {
  copyFileSync(file, `${file}.found-${randomUUID()}`, constants.COPYFILE_EXCL);
  truncateSync(file);
}

/** A lock's file as it must be. Throws errors of the file system and of SQLite unchanged. */
function openLock(file: string): Database.Database {
  const raw = new Database(file, { timeout: 0 });
  try {
    raw.pragma("schema_version");
    return raw;
  } catch (thrown) {
    if (isBusy(thrown)) return raw;
    raw.close();
    if (!isChanged(thrown)) throw thrown;
    clearLockFile(file);
    return new Database(file, { timeout: 0 });
  }
}

function openLockFile(dataDir: string, name = "lock.db"): Database.Database {
  privateFolder(dataDir);
  const file = join(dataDir, name);
  try {
    closeSync(openSync(file, "ax", 0o600));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw thrown;
  }
  return openLock(file);
}

/**
 * Locks a data folder: exclusively if no other process has it (the caller then cleans it up and calls `downgrade`),
 * otherwise shared. The folder is made if it is missing.
 *
 * @throws AppError STORE_IN_USE if another process keeps it to itself, for example to restore
 * @throws AppError STORE_READ_ONLY, PERMISSION_DENIED, DISK_FULL, IO_ERROR
 */
export async function holdStore(dataDir: string): Promise<StoreLock> {
  let raw: Database.Database | undefined;
  try {
    raw = openLockFile(dataDir);
    const deadline = Date.now() + patience;
    for (;;) {
      if (attempt(raw, "exclusive")) return new SqliteLock(raw, dataDir, true);
      if (attempt(raw, "shared")) return new SqliteLock(raw, dataDir, false);
      if (Date.now() > deadline) throw new AppError("STORE_IN_USE");
      await wait(pollEvery);
    }
  } catch (thrown) {
    raw?.close();
    throw toAppError(thrown);
  }
}

/**
 * Lets only one process do a piece of work on a store. The lock's file is in the folder that contains the store's.
 *
 * @param file of the store
 * @param name of the work
 * @throws AppError BUSY while another one does it
 */
export async function leaseBeside(file: string, name: string): Promise<Lease> {
  let raw: Database.Database | undefined;
  try {
    raw = openLockFile(dirname(dirname(file)), `${name}.lock.db`);
    if (!attempt(raw, "exclusive")) throw new AppError("BUSY", { text: text("base.inProgressNow") });
    const held = raw;
    return {
      async release() {
        held.close();
      },
    };
  } catch (thrown) {
    raw?.close();
    throw toAppError(thrown);
  }
}
