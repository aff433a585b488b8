import type { BackupCodeSetId, UserId } from "#shared/model/ids.ts";
import { rows } from "../statements.ts";
import { holderColumns, type Holder } from "./tokens.ts";
import type { Db, Tx } from "../store.ts";
import type { BackupCodeSetRow } from "../migrations/codes-schema.ts";

/** The current set of codes, or undefined. */
export const activeCodeSet = (db: Db, holder: Holder): Promise<BackupCodeSetRow | undefined> => {
  const query = db
    .selectFrom("backup_code_sets")
    .selectAll()
    .where("voided_at", "is", null)
    .orderBy("id", "desc")
    .limit(1);
  return holder.kind === "user"
    ? query.where("user_id", "=", holder.id).executeTakeFirst()
    : query.where("admin_id", "=", holder.id).executeTakeFirst();
};

/** Those of these people who have a current set. */
export async function usersWithCodes(db: Db, users: readonly UserId[]): Promise<ReadonlySet<UserId>> {
  const found = await rows<{ user_id: UserId }>(
    db,
    `SELECT DISTINCT user_id FROM json_each(?) AS wanted CROSS JOIN backup_code_sets ON user_id = wanted.value
     WHERE voided_at IS NULL`,
    JSON.stringify(users),
  );
  return new Set(found.map(({ user_id }) => user_id));
}

export const readCodeSet = (db: Db, id: BackupCodeSetId): Promise<BackupCodeSetRow | undefined> =>
  db.selectFrom("backup_code_sets").selectAll().where("id", "=", id).executeTakeFirst();

/** The set before the current one: the one that became void last. */
export const lastVoidedSet = (db: Db, holder: Holder & { kind: "user" }): Promise<BackupCodeSetRow | undefined> =>
  db
    .selectFrom("backup_code_sets")
    .selectAll()
    .where("user_id", "=", holder.id)
    .where("voided_at", "is not", null)
    .orderBy("voided_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();

export async function countUnused(db: Db, setId: BackupCodeSetId): Promise<number> {
  const row = await db
    .selectFrom("backup_codes")
    .select((select) => select.fn.countAll<number>().as("unused"))
    .where("set_id", "=", setId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return row.unused;
}

export const codesOf = (
  db: Db,
  setId: BackupCodeSetId,
): Promise<{ position: number; hash: Buffer; used_at: number | null }[]> =>
  db.selectFrom("backup_codes").select(["position", "hash", "used_at"]).where("set_id", "=", setId).execute();

/** In order: when each was used, or null. */
export async function codeUses(db: Db, setId: BackupCodeSetId): Promise<(number | null)[]> {
  const uses = await db
    .selectFrom("backup_codes")
    .select("used_at")
    .where("set_id", "=", setId)
    .orderBy("position")
    .execute();
  return uses.map((use) => use.used_at);
}

/** None of the remaining codes is accepted any more. @returns whether there was a set */
export async function voidCodeSet(tx: Tx, holder: Holder, at: number): Promise<boolean> {
  const older = tx.updateTable("backup_code_sets").set({ voided_at: at }).where("voided_at", "is", null);
  const result = await (
    holder.kind === "user" ? older.where("user_id", "=", holder.id) : older.where("admin_id", "=", holder.id)
  ).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Voids the holder's older set in the same transaction. */
export async function replaceCodeSet(
  tx: Tx,
  holder: Holder,
  set: Pick<BackupCodeSetRow, "id" | "salt" | "params">,
  hashes: Buffer[],
  at: number,
): Promise<void> {
  await voidCodeSet(tx, holder, at);
  await tx
    .insertInto("backup_code_sets")
    .values({
      ...set,
      ...holderColumns(holder),
      total: hashes.length,
      used: 0,
      created_at: at,
      voided_at: null,
      handed_over_at: null,
    })
    .execute();
  await tx
    .insertInto("backup_codes")
    .values(hashes.map((hash, position) => ({ set_id: set.id, position, hash, used_at: null })))
    .execute();
}

/** Records that the holder has the codes. @returns whether nothing had shown it before */
export async function markHandedOver(tx: Tx, setId: BackupCodeSetId, at: number): Promise<boolean> {
  const result = await tx
    .updateTable("backup_code_sets")
    .set({ handed_over_at: at })
    .where("id", "=", setId)
    .where("handed_over_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Whoever uses a code has the set. @returns whether it was still unused */
export async function markCodeUsed(tx: Tx, setId: BackupCodeSetId, position: number, at: number): Promise<boolean> {
  const result = await tx
    .updateTable("backup_codes")
    .set({ used_at: at })
    .where("set_id", "=", setId)
    .where("position", "=", position)
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await markHandedOver(tx, setId, at);
  return true;
}

/** @returns whether it was used before */
export async function isCodeUsed(db: Db, setId: BackupCodeSetId, position: number): Promise<boolean> {
  const uses = await codeUses(db, setId);
  return uses[position] !== null;
}
