import { dirname } from "node:path";
import { orDiskFull } from "./disk-space.ts";
import { applicationId, migratingOn } from "./migrate.ts";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { StoreDialect } from "./dialect.ts";
import { directOn } from "./connection.ts";
import { GrowingFile } from "./growing-file.ts";
import { applyMigration } from "../migrations/migrations.ts";
import { offerDirect } from "../statements.ts";
import type { SnapshotOptions, StoreView } from "../store.ts";
import type { Schema } from "../migrations/schema.ts";

/** Pages copied between two checks of the signal: 8 MiB of 4 KiB pages, a few milliseconds. */
const pagesPerStep = 2048;

/** A read-only connection that sees the store as it is now, whatever is written from here on. */
function freeze(file: string): Database.Database {
  const raw = new Database(file, { readonly: true, fileMustExist: true });
  try {
    raw.pragma("trusted_schema = OFF");
    raw.pragma("temp_store = MEMORY");
    raw.exec("BEGIN");
    // The transaction sees the state at its first read.
    raw.prepare("SELECT count(*) FROM sqlite_schema").get();
    return raw;
  } catch (thrown) {
    raw.close();
    throw thrown;
  }
}

/**
 * A view of the store in one read transaction: it neither changes nor delays a writer.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, IO_ERROR
 */
export function openFrozen(file: string): StoreView {
  try {
    const raw = freeze(file);
    const db = new Kysely<Schema>({ dialect: new StoreDialect(raw) });
    offerDirect(db, directOn(raw));
    return { db, close: () => db.destroy() };
  } catch (thrown) {
    throw orDiskFull(dirname(file), thrown);
  }
}

/**
 * Copies the store as it is now, with what is still in its WAL, to a new file of mode 0600 that needs no WAL. The store
 * can be written meanwhile: the read transaction keeps the copy from starting over, which SQLite's backup otherwise
 * does after each write of another connection.
 *
 * @throws AppError CANCELLED, DISK_FULL, STORE_DAMAGED, IO_ERROR
 */
export async function takeSnapshot(file: string, target: string, options: SnapshotOptions): Promise<void> {
  let source: Database.Database | undefined;
  try {
    source = freeze(file);
    await copyPages(source, target, options);
    const copy = new Database(target);
    try {
      copy.pragma("journal_mode = DELETE");
    } finally {
      copy.close();
    }
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    source?.close();
  }
}

async function copyPages(source: Database.Database, target: string, options: SnapshotOptions): Promise<void> {
  const pageSize = source.pragma("page_size", { simple: true }) as number;
  const growing = await GrowingFile.create(target);
  try {
    await source.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        options.signal.throwIfAborted();
        const done = totalPages - remainingPages;
        options.onPages(done, totalPages);
        growing.hasGrownTo(done * pageSize);
        return pagesPerStep;
      },
    });
  } finally {
    await growing.close();
  }
}

/** What a database file says about itself, before anything in it is trusted. */
export interface Inspection {
  /** Whether it is a Countersign store at all. */
  isStore: boolean;
  schemaVersion: number;
  /** Problems that SQLite's own integrity check found. */
  problems: string[];
  /** Rows that refer to nothing. */
  orphans: number;
}

/**
 * Runs SQLite's whole integrity check, full-text index included, and the check of foreign keys.
 * Takes about a second per 200 MB; for a worker.
 *
 * @throws AppError STORE_DAMAGED, IO_ERROR
 */
export function examineFile(file: string): Inspection {
  let raw: Database.Database | undefined;
  try {
    raw = new Database(file, { readonly: true, fileMustExist: true });
    raw.pragma("trusted_schema = OFF");
    raw.pragma("cell_size_check = ON");
    const findings = raw.pragma("integrity_check(10)") as { integrity_check: string }[];
    return {
      isStore: raw.pragma("application_id", { simple: true }) === applicationId,
      schemaVersion: raw.pragma("user_version", { simple: true }) as number,
      problems: findings.map((row) => row.integrity_check).filter((text) => text !== "ok"),
      orphans: (raw.pragma("foreign_key_check") as unknown[]).length,
    };
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    raw?.close();
  }
}

const readSchema = (raw: Database.Database): string[] =>
  raw
    .prepare(
      "SELECT json_array(type, name, tbl_name, sql) FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
    )
    .pluck()
    .all() as string[];

/**
 * Whether a store of a version has exactly the tables, indexes and triggers that the migrations make. A trigger or view
 * from elsewhere would run with the console's rights.
 *
 * @returns the number of schema objects, or null if they differ
 */
export async function matchesMigrations(file: string, version: number): Promise<number | null> {
  const found = new Database(file, { readonly: true, fileMustExist: true });
  const fresh = new Database(":memory:");
  try {
    for (let next = 1; next <= version; next += 1) await applyMigration(migratingOn(fresh), next);
    const [actual, expected] = [readSchema(found), readSchema(fresh)];
    return actual.join("\n") === expected.join("\n") ? actual.length : null;
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    found.close();
    fresh.close();
  }
}
