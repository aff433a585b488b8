import type { UserId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { BackupCodeRow, BackupCodeSetRow } from "../migrations/codes-schema.ts";
import type { EndedTokenRow } from "../migrations/ended-schema.ts";
import type { LetterRow, TokenRow } from "../migrations/schema.ts";

export interface CodeSetWithCodes {
  set: BackupCodeSetRow;
  codes: BackupCodeRow[];
}

/** A person's authenticators that are active, locked or disabled. */
export const standingTokens = (db: Db, id: UserId): Promise<TokenRow[]> =>
  db
    .selectFrom("tokens")
    .selectAll()
    .where("user_id", "=", id)
    .where("status", "in", ["active", "locked", "disabled"])
    .where("seed", "is not", null)
    .orderBy("id")
    .execute();

/** The current set of codes, with its codes. */
export async function standingCodes(db: Db, id: UserId): Promise<CodeSetWithCodes | null> {
  const set = await db
    .selectFrom("backup_code_sets")
    .selectAll()
    .where("user_id", "=", id)
    .where("voided_at", "is", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!set) return null;
  const codes = await db.selectFrom("backup_codes").selectAll().where("set_id", "=", set.id).execute();
  return { set, codes };
}

export async function insertCodeSet(tx: Tx, { set, codes }: CodeSetWithCodes): Promise<void> {
  await tx
    .insertInto("backup_code_sets")
    .values({ ...set, used: 0 })
    .execute();
  if (codes.length > 0) await tx.insertInto("backup_codes").values(codes).execute();
}

/** A person's authenticators of any state that still have a seed. */
export const tokensWithSeed = (db: Db, id: UserId): Promise<TokenRow[]> =>
  db.selectFrom("tokens").selectAll().where("user_id", "=", id).where("seed", "is not", null).orderBy("id").execute();

export const endedTokensIn = (db: Db, id: UserId): Promise<EndedTokenRow[]> =>
  db.selectFrom("ended_tokens").selectAll().where("user_id", "=", id).execute();

/** A person's letters; those whose enrolment waits for its first code can be told from the others. */
export async function lettersIn(db: Db, id: UserId): Promise<(LetterRow & { waits: boolean })[]> {
  const rows = await db
    .selectFrom("letters as l")
    .leftJoin("tokens as t", "t.id", "l.token_id")
    .selectAll("l")
    .select("t.status as enrolment")
    .where("l.user_id", "=", id)
    .execute();
  return rows.map(({ enrolment, ...letter }) => ({
    ...letter,
    waits: letter.voided_at === null && enrolment === "pending",
  }));
}

/** A serial number that was given to somebody else meanwhile stays theirs. */
export async function bringLetter(tx: Tx, row: LetterRow): Promise<void> {
  await tx
    .insertInto("letters")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
