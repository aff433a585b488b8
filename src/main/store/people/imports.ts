import { type Selectable, sql } from "kysely";
import type { GroupId, ImportId, UserId } from "#shared/model/ids.ts";
import { only, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
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

export async function insertImport(tx: Tx, row: StoredImport): Promise<void> {
  await tx.insertInto("imports").values(row).execute();
}

export async function rememberNewGroups(tx: Tx, id: ImportId, groups: readonly GroupId[]): Promise<void> {
  await run(tx, "UPDATE imports SET new_groups = ? WHERE id = ?", JSON.stringify(groups), id);
}

/** @param before JSON of the columns before */
export async function rememberChanged(tx: Tx, id: ImportId, user: UserId, before: string): Promise<void> {
  await run(tx, "INSERT INTO import_rows (import_id, user_id, before) VALUES (?, ?, ?)", id, user, before);
}

/** Records all people of an import that are not yet recorded as changed. */
export async function rememberCreated(tx: Tx, id: ImportId): Promise<void> {
  await run(
    tx,
    `INSERT OR IGNORE INTO import_rows (import_id, user_id, before)
     SELECT import_id, id, NULL FROM users WHERE import_id = ?`,
    id,
  );
}

export const countImportRows = (db: Db, id: ImportId): Promise<number> =>
  only<number>(db, "SELECT count(*) FROM import_rows WHERE import_id = ?", id);

export interface CreatedUser {
  pk: number;
  id: UserId;
  username: string;
  ordinal: number | null;
  search: string;
}

/** The people that an import created and nothing has changed since. */
export const usersCreatedBy = (db: Db, id: ImportId, limit: number): Promise<CreatedUser[]> =>
  rows<CreatedUser>(
    db,
    `SELECT u.pk, u.id, u.username, u.ordinal, u.search FROM users u
     CROSS JOIN import_rows r ON r.import_id = u.import_id AND r.user_id = u.id
     WHERE u.import_id = ? AND r.before IS NULL LIMIT ?`,
    id,
    limit,
  );

/** What an import changed, in the order of ids, after `from`. */
export const changesBy = (
  db: Db,
  id: ImportId,
  from: string,
  limit: number,
): Promise<{ user_id: UserId; before: string }[]> =>
  rows<{ user_id: UserId; before: string }>(
    db,
    `SELECT user_id, before FROM import_rows
     WHERE import_id = ? AND user_id > ? AND before IS NOT NULL ORDER BY user_id LIMIT ?`,
    id,
    from,
    limit,
  );

/** The import is undone: its records about people are deleted. */
export async function markUndone(tx: Tx, id: ImportId, at: number): Promise<void> {
  await run(tx, "UPDATE imports SET undone_at = ? WHERE id = ?", at, id);
  await run(tx, "DELETE FROM import_rows WHERE import_id = ?", id);
}

const added = "FROM import_rows WHERE import_id = ? AND before IS NULL";

/** Ids of people whom an import has added, in their order. @param from the last one of the page before */
export async function addedBy(db: Db, id: ImportId, from: string, limit: number): Promise<UserId[]> {
  const text = `SELECT user_id ${added} AND user_id > ? ORDER BY user_id LIMIT ?`;
  return (await rows<{ user_id: UserId }>(db, text, id, from, limit)).map(({ user_id }) => user_id);
}

export const countAddedBy = (db: Db, id: ImportId): Promise<number> => only<number>(db, `SELECT count(*) ${added}`, id);
