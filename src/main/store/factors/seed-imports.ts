import { type Selectable, sql } from "kysely";
import type { HardwareTokenId, SeedImportId, TokenId, UserId } from "#shared/model/ids.ts";
import type { SeedImportRow } from "../migrations/seeds-schema.ts";
import { only, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { StoredUser } from "../people/users.ts";

type StoredSeedImport = Selectable<SeedImportRow>;
/** With the number of rows that nothing else has used or changed since. */
export type SeedImportWithUntouched = StoredSeedImport & { untouched: number };

/** Older ones cannot be found any more. */
const mostListed = 200;

/**
 * What says that a row is as the import made it. A person who has been given anything else since would lose it with an
 * undo: their own authenticators, codes and groups count too.
 */
const asItIs = `CASE
  WHEN r.token_id IS NOT NULL THEN (
    SELECT t.status || '|' || t.label || '|' || coalesce(t.last_step, '') || '|' || coalesce(t.last_used_at, '')
      || '|' || t.failures || '|' || t.ahead_used || '|' || t.ahead_told
    FROM tokens t WHERE t.id = r.token_id)
  WHEN r.hardware_id IS NOT NULL THEN (
    SELECT h.state || '|' || h.serial || '|' || h.model || '|' || h.updated_at FROM hardware_tokens h
    WHERE h.id = r.hardware_id)
  ELSE (
    SELECT u.updated_at || '|' || u.status
      || '|' || (SELECT count(*) FROM tokens t WHERE t.user_id = u.id)
      || '|' || (SELECT count(*) FROM backup_code_sets s WHERE s.user_id = u.id)
      || '|' || (SELECT count(*) FROM group_members m WHERE m.user_pk = u.pk)
    FROM users u WHERE u.id = r.user_id)
  END`;

const selectImports = (db: Db) =>
  db
    .selectFrom("seed_imports")
    .selectAll()
    .select(
      sql<number>`(SELECT count(*) FROM seed_import_rows r WHERE r.import_id = seed_imports.id AND r.as_made = ${sql.raw(asItIs)})`.as(
        "untouched",
      ),
    );

/** Newest first. */
export const listSeedImports = (db: Db): Promise<SeedImportWithUntouched[]> =>
  selectImports(db).orderBy("at", "desc").orderBy("id", "desc").limit(mostListed).execute();

export const seedImportById = (db: Db, id: SeedImportId): Promise<SeedImportWithUntouched | undefined> =>
  selectImports(db).where("id", "=", id).executeTakeFirst();

export async function insertSeedImport(tx: Tx, row: Omit<StoredSeedImport, "made" | "undone_at">): Promise<void> {
  await tx
    .insertInto("seed_imports")
    .values({ ...row, made: 0, undone_at: null })
    .execute();
}

export type MadeRow = { token: TokenId } | { hardware: HardwareTokenId } | { user: UserId };

/** Many at once: each alone would cost as much as what it is about. */
export async function rememberMade(tx: Tx, id: SeedImportId, made: readonly MadeRow[]): Promise<void> {
  await run(
    tx,
    `INSERT INTO seed_import_rows (import_id, token_id, hardware_id, user_id)
     SELECT ?, value ->> 'token', value ->> 'hardware', value ->> 'user' FROM json_each(?)`,
    id,
    JSON.stringify(made),
  );
}

/** Once everything is written: how it was made is what it is now. */
export async function settleMade(tx: Tx, id: SeedImportId): Promise<void> {
  await run(tx, `UPDATE seed_import_rows AS r SET as_made = ${asItIs} WHERE import_id = ?`, id);
  const made = await only<number>(tx, "SELECT count(*) FROM seed_import_rows WHERE import_id = ?", id);
  await run(tx, "UPDATE seed_imports SET made = ? WHERE id = ?", made, id);
}

/** The authenticators that an import made, with whose they are. @param after the last one of the page before */
export const tokensMadeBy = (
  db: Db,
  id: SeedImportId,
  after: string,
  limit: number,
): Promise<{ id: TokenId; label: string; user_id: UserId; username: string }[]> =>
  rows(
    db,
    `SELECT t.id, t.label, u.id AS user_id, u.username FROM seed_import_rows r
     JOIN tokens t ON t.id = r.token_id JOIN users u ON u.id = t.user_id
     WHERE r.import_id = ? AND t.id > ? ORDER BY t.id LIMIT ?`,
    id,
    after,
    limit,
  );

export const devicesMadeBy = (
  db: Db,
  id: SeedImportId,
  after: string,
  limit: number,
): Promise<{ id: HardwareTokenId; serial: string }[]> =>
  rows(
    db,
    `SELECT h.id, h.serial FROM seed_import_rows r JOIN hardware_tokens h ON h.id = r.hardware_id
     WHERE r.import_id = ? AND h.id > ? ORDER BY h.id LIMIT ?`,
    id,
    after,
    limit,
  );

export const peopleMadeBy = (
  db: Db,
  id: SeedImportId,
  after: string,
  limit: number,
): Promise<Pick<StoredUser, "pk" | "id" | "username" | "ordinal" | "search">[]> =>
  rows(
    db,
    `SELECT u.pk, u.id, u.username, u.ordinal, u.search FROM seed_import_rows r JOIN users u ON u.id = r.user_id
     WHERE r.import_id = ? AND u.id > ? ORDER BY u.id LIMIT ?`,
    id,
    after,
    limit,
  );

export async function deleteDevice(tx: Tx, id: HardwareTokenId): Promise<void> {
  await run(tx, "DELETE FROM hardware_tokens WHERE id = ?", id);
}

export async function markSeedImportUndone(tx: Tx, id: SeedImportId, at: number): Promise<void> {
  await run(tx, "UPDATE seed_imports SET undone_at = ? WHERE id = ?", at, id);
}
