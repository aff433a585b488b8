import { type Selectable, sql } from "kysely";
import type { GroupId, ImportId, UserId } from "#shared/model/ids.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
import type { Db } from "../open.ts";
import type { ImportRow } from "../migrations/schema.ts";

export type StoredImport = Selectable<ImportRow>;
/** With the number of people that nothing else has changed since. */
export type ImportWithUntouched = StoredImport & { untouched: number };

/** Older ones cannot be found any more. */
const mostListed = 200;

const selectImports = (db: Db) =>
  db
    .selectFrom("imports")
    .selectAll()
    .select(sql<number>`(SELECT count(*) FROM users WHERE users.import_id = imports.id)`.as("untouched"));

/** Newest first. */
export const listImports = (db: Db): Promise<ImportWithUntouched[]> =>
  selectImports(db).orderBy("at", "desc").orderBy("id", "desc").limit(mostListed).execute();

export const importById = (db: Db, id: ImportId): Promise<ImportWithUntouched | undefined> =>
  selectImports(db).where("id", "=", id).executeTakeFirst();

export function insertImport(raw: Raw, row: StoredImport): void {
  prepared(
    raw,
    "INSERT INTO imports (id, at, admin, file_name, sums, new_groups, undone_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  ).run(row.id, row.at, row.admin, row.file_name, row.sums, row.new_groups, row.undone_at);
}

export function rememberNewGroups(raw: Raw, id: ImportId, groups: readonly GroupId[]): void {
  prepared(raw, "UPDATE imports SET new_groups = ? WHERE id = ?").run(JSON.stringify(groups), id);
}

/** @param before JSON of the columns before */
export function rememberChanged(raw: Raw, id: ImportId, user: UserId, before: string): void {
  prepared(raw, "INSERT INTO import_rows (import_id, user_id, before) VALUES (?, ?, ?)").run(id, user, before);
}

/** Records all people of an import that are not yet recorded as changed. */
export function rememberCreated(raw: Raw, id: ImportId): void {
  prepared(
    raw,
    `INSERT OR IGNORE INTO import_rows (import_id, user_id, before)
     SELECT import_id, id, NULL FROM users WHERE import_id = ?`,
  ).run(id);
}

export const readImport = (raw: Raw, id: ImportId): ImportWithUntouched | undefined =>
  prepared(
    raw,
    "SELECT *, (SELECT count(*) FROM users WHERE users.import_id = imports.id) AS untouched FROM imports WHERE id = ?",
  ).get(id) as ImportWithUntouched | undefined;

export const countImportRows = (raw: Raw, id: ImportId): number =>
  prepared(raw, "SELECT count(*) AS n FROM import_rows WHERE import_id = ?").pluck().get(id) as number;

export interface CreatedUser {
  pk: number;
  id: UserId;
  username: string;
  ordinal: number | null;
  search: string;
}

/** The people that an import created and nothing has changed since. */
export const usersCreatedBy = (raw: Raw, id: ImportId, limit: number): CreatedUser[] =>
  prepared(
    raw,
    `SELECT u.pk, u.id, u.username, u.ordinal, u.search FROM users u
     CROSS JOIN import_rows r ON r.import_id = u.import_id AND r.user_id = u.id
     WHERE u.import_id = ? AND r.before IS NULL LIMIT ?`,
  ).all(id, limit) as CreatedUser[];

/** What an import changed, in the order of ids, after `from`. */
export const changesBy = (raw: Raw, id: ImportId, from: string, limit: number): { user_id: UserId; before: string }[] =>
  prepared(
    raw,
    `SELECT user_id, before FROM import_rows
     WHERE import_id = ? AND user_id > ? AND before IS NOT NULL ORDER BY user_id LIMIT ?`,
  ).all(id, from, limit) as { user_id: UserId; before: string }[];

/** The import is undone: its records about people are deleted. */
export function markUndone(raw: Raw, id: ImportId, at: number): void {
  prepared(raw, "UPDATE imports SET undone_at = ? WHERE id = ?").run(at, id);
  prepared(raw, "DELETE FROM import_rows WHERE import_id = ?").run(id);
}

const added = "FROM import_rows WHERE import_id = ? AND before IS NULL";

/** Ids of people whom an import has added, in their order. @param from the last one of the page before */
export const addedBy = (raw: Raw, id: ImportId, from: string, limit: number): UserId[] =>
  prepared(raw, `SELECT user_id ${added} AND user_id > ? ORDER BY user_id LIMIT ?`)
    .pluck()
    .all(id, from, limit) as UserId[];

export const countAddedBy = (raw: Raw, id: ImportId): number =>
  prepared(raw, `SELECT count(*) ${added}`).pluck().get(id) as number;
