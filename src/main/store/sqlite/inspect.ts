import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { AppError } from "#shared/errors.ts";
import { toStored } from "#shared/texts/stored.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { storeFile, storeFolder } from "../data-folder.ts";
import { type InspectionDepth, readFindings, type StoreInspection } from "../inspect.ts";
import { schemaVersion as knownVersion } from "../migrations/migrations.ts";
import type { Schema } from "../migrations/schema.ts";
import { examinePlace, requireOwnFile } from "../private.ts";
import { offerDirect } from "../statements.ts";
import { directOn, type Raw } from "./connection.ts";
import { StoreDialect } from "./dialect.ts";
import { isFull, needNoSpace, orDiskFull } from "./disk-space.ts";
import { applicationId } from "./migrate.ts";

/** How long to wait for a writer in another process, in milliseconds. */
const busyTimeout = 1000;
/** A damaged store can have any number of findings; the first ones tell enough. */
const maxFindings = 20;

/** What is known before the store is examined. */
const nothingFound = (dataDir: string): StoreInspection => ({
  exists: existsSync(storeFolder(dataDir)),
  setup: null,
  schemaVersion: null,
  sizeBytes: null,
  problems: [],
  exposed: [],
  diskFull: existsSync(dataDir) && isFull(dataDir),
  lastEventAt: null,
  clockFloor: null,
  clockSamples: [],
  keychainAccounts: [],
  keys: null,
  auditCheck: null,
  slots: [],
  backups: null,
  restore: null,
  stepsAhead: 0,
  unconfirmedCodes: null,
});

/**
 * Inspects the store of a data folder without changing it. Never throws for a store that is absent, damaged, newer or
 * unreadable: reporting that is its purpose. Reads the whole file, in this thread.
 *
 * @param now UTC milliseconds
 */
export async function inspectStore(dataDir: string, depth: InspectionDepth, now: number): Promise<StoreInspection> {
  const file = storeFile(dataDir);
  const found = nothingFound(dataDir);
  try {
    found.exposed = examinePlace(dataDir);
  } catch (thrown) {
    found.problems.push(toAppError(thrown).text);
  }
  if (!found.exists) return found;
  let raw: Raw | undefined;
  try {
    requireOwnFile(file);
    if (!existsSync(file))
      throw new AppError("STORE_DAMAGED", {
        text: text("store.fileMissing"),
      });
    found.sizeBytes = sizeOf(file) + sizeOf(`${file}-wal`);
    if (sizeOf(file) === 0) throw new AppError("STORE_DAMAGED", { text: text("store.fileEmpty") });
    raw = new Database(file, { readonly: !found.diskFull, fileMustExist: true, timeout: busyTimeout });
    if (found.diskFull) needNoSpace(raw);
    raw.pragma("trusted_schema = OFF");
    raw.pragma("cell_size_check = ON");
    await examine(raw, found, depth, now);
  } catch (thrown) {
    const why = toAppError(thrown).text;
    if (orDiskFull(dataDir, thrown).code === "DISK_FULL") found.diskFull = true;
    else if (!found.exposed.some((one) => toStored(one) === toStored(why))) found.problems.push(why);
  } finally {
    raw?.close();
  }
  return found;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

async function examine(raw: Raw, found: StoreInspection, depth: InspectionDepth, now: number): Promise<void> {
  const version = raw.pragma("user_version", { simple: true }) as number;
  const owner = raw.pragma("application_id", { simple: true }) as number;
  if (owner !== applicationId) {
    throw new AppError("STORE_DAMAGED", {
      text: text("store.notOurs"),
    });
  }
  found.schemaVersion = version;
  if (version > knownVersion) throw new AppError("STORE_NEWER");
  found.problems.push(...integrityFindings(raw, depth), ...referenceFindings(raw));
  const db = new Kysely<Schema>({ dialect: new StoreDialect(raw) });
  offerDirect(db, directOn(raw));
  await readFindings(db, found, version, now);
}

function integrityFindings(raw: Raw, depth: InspectionDepth): Text[] {
  const check = depth === "full" ? "integrity_check" : "quick_check";
  const rows = raw.prepare(`PRAGMA ${check}(${maxFindings})`).pluck().all() as string[];
  return rows.filter((row) => row !== "ok").map((words) => text("store.finding", { words }));
}

function referenceFindings(raw: Raw): Text[] {
  const rows = raw
    .prepare('SELECT "table" AS owner, parent, count(*) AS number FROM pragma_foreign_key_check GROUP BY 1, 2')
    .all() as { owner: string; parent: string; number: number }[];
  return rows.map(({ owner, parent, number }) => text("store.danglingRows", { number, owner, parent }));
}

/** The version of SQLite in use. */
export function sqliteVersion(): string {
  const raw = new Database(":memory:");
  try {
    return raw.prepare("SELECT sqlite_version()").pluck().get() as string;
  } finally {
    raw.close();
  }
}
