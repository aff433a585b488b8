import { dirname } from "node:path";
import { orDiskFull } from "./disk-space.ts";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import type { BackupCounts } from "#shared/contract/backup.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { StoreDialect } from "./dialect.ts";
import { GrowingFile } from "./growing-file.ts";
import { applyMigration } from "../migrations/migrations.ts";
import type { Db, Tx } from "../open.ts";
import type { Schema } from "../migrations/schema.ts";

/** Pages copied between two checks of the signal: 8 MiB of 4 KiB pages, a few milliseconds. */
const pagesPerStep = 2048;

export interface SnapshotOptions {
  signal: AbortSignal;
  /** Pages copied, of all pages. */
  onPages: (done: number, total: number) => void;
}

/** A read-only connection that sees the store as it is now, whatever is written from here on. */
function freeze(file: string): Database.Database {
  const raw = new Database(file, { readonly: true, fileMustExist: true });
  try {
    raw.pragma("trusted_schema = OFF");
    raw.exec("BEGIN");
    // The transaction sees the state at its first read.
    raw.prepare("SELECT count(*) FROM sqlite_schema").get();
    return raw;
  } catch (thrown) {
    raw.close();
    throw thrown;
  }
}

export interface FrozenStore {
  readonly db: Db;
  close(): Promise<void>;
}

/**
 * A view of the store in one read transaction: it neither changes nor delays a writer.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, IO_ERROR
 */
export function openFrozen(file: string): FrozenStore {
  try {
    const db = new Kysely<Schema>({ dialect: new StoreDialect(freeze(file)) });
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
  applicationId: number;
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
export function inspect(file: string): Inspection {
  let raw: Database.Database | undefined;
  try {
    raw = new Database(file, { readonly: true, fileMustExist: true });
    raw.pragma("trusted_schema = OFF");
    raw.pragma("cell_size_check = ON");
    const findings = raw.pragma("integrity_check(10)") as { integrity_check: string }[];
    return {
      applicationId: raw.pragma("application_id", { simple: true }) as number,
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
export function matchesMigrations(file: string, version: number): number | null {
  const found = new Database(file, { readonly: true, fileMustExist: true });
  const fresh = new Database(":memory:");
  try {
    for (let next = 1; next <= version; next += 1) applyMigration(fresh, next);
    const [actual, expected] = [readSchema(found), readSchema(fresh)];
    return actual.join("\n") === expected.join("\n") ? actual.length : null;
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    found.close();
    fresh.close();
  }
}

export async function countRecords(db: Db): Promise<BackupCounts> {
  const count = async (table: "admins" | "users" | "tokens" | "backup_codes" | "audit_events"): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return row.count;
  };
  return {
    admins: await count("admins"),
    users: await count("users"),
    tokens: await count("tokens"),
    backupCodes: await count("backup_codes"),
    auditEvents: await count("audit_events"),
  };
}

/** Sealed seeds by token id, from after `id`. */
export async function readSeeds(db: Db, id: string, limit: number): Promise<{ id: TokenId; seed: Buffer }[]> {
  const rows = await db
    .selectFrom("tokens")
    .select(["id", "seed"])
    .where("id", ">", id as TokenId)
    .where("seed", "is not", null)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.flatMap(({ id: token, seed }) => (seed ? [{ id: token, seed }] : []));
}

/** Names of the holders of these authenticators. */
export async function holdersOf(db: Db, ids: readonly TokenId[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("tokens")
    .leftJoin("users", "users.id", "tokens.user_id")
    .leftJoin("admins", "admins.id", "tokens.admin_id")
    .select(["users.username", "admins.name"])
    .where("tokens.id", "in", ids)
    .orderBy("tokens.id")
    .execute();
  return [...new Set(rows.map(({ username, name }) => username ?? name ?? ""))];
}

/** What was issued for one use at another time: one-time codes of administrators, and approvals. */
export async function deleteOneTimeGrants(tx: Tx): Promise<void> {
  await tx.deleteFrom("invitations").execute();
  await tx.deleteFrom("approvals").execute();
}

/** Ends every session: those in a backup are from another machine or another time. */
export async function deleteSessions(db: Db): Promise<void> {
  await db.deleteFrom("sessions").execute();
}
