import { sql } from "kysely";
import type { AdminId, TokenId, UserId } from "#shared/model/ids.ts";
import type { TokenStatus } from "#shared/model/records.ts";
import { fixed } from "../fixed.ts";
import { rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { TokenRow } from "../migrations/schema.ts";

/** Whose authenticator or backup codes: a person's, or an administrator's own. */
export type Holder = { kind: "user"; id: UserId } | { kind: "admin"; id: AdminId };

export const holderColumns = (holder: Holder): { user_id: UserId | null; admin_id: AdminId | null } =>
  holder.kind === "user" ? { user_id: holder.id, admin_id: null } : { user_id: null, admin_id: holder.id };

const columns = [
  "id",
  "user_id",
  "admin_id",
  "kind",
  "label",
  "serial",
  "hardware_id",
  "algorithm",
  "digits",
  "period",
  "status",
  "seed",
  "last_step",
  "drift",
  "failures",
  "aimed_failures",
  "ahead_used",
  "ahead_told",
  "replaces",
  "created_at",
  "activated_at",
  "last_used_at",
  "expires_at",
] as const satisfies (keyof TokenRow)[];

const insert = `INSERT INTO tokens (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;

export async function insertToken(tx: Tx, row: TokenRow): Promise<void> {
  await run(tx, insert, ...columns.map((name) => row[name]));
}

export const readToken = (db: Db, id: TokenId): Promise<TokenRow | undefined> =>
  db.selectFrom("tokens").selectAll().where("id", "=", id).executeTakeFirst();

const ofUser = fixed((db) =>
  db
    .selectFrom("tokens")
    .selectAll()
    .where("user_id", "=", "" as UserId),
);
const ofAdmin = fixed((db) =>
  db
    .selectFrom("tokens")
    .selectAll()
    .where("admin_id", "=", "" as AdminId),
);

/** Oldest first, revoked ones included. Few rows: sorting them here costs less than asking SQLite to. */
export async function tokensOf(db: Db, holder: Holder): Promise<TokenRow[]> {
  const own = holder.kind === "user" ? await ofUser(db, holder.id) : await ofAdmin(db, holder.id);
  return own.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of several people at once, revoked ones left out. */
export const standingTokensOf = (db: Db, users: readonly UserId[]): Promise<TokenRow[]> =>
  rows<TokenRow>(
    db,
    `SELECT tokens.* FROM json_each(?) AS wanted CROSS JOIN tokens ON tokens.user_id = wanted.value
     WHERE tokens.status <> 'revoked' ORDER BY tokens.id`,
    JSON.stringify([...new Set(users)]),
  );

export async function updateToken(tx: Tx, id: TokenId, change: Partial<Omit<TokenRow, "id">>): Promise<void> {
  await tx.updateTable("tokens").set(change).where("id", "=", id).execute();
}

const accept = fixed((tx: Tx) =>
  tx
    .updateTable("tokens")
    .set({ last_step: 0, ahead_used: "", drift: 0, failures: 0, aimed_failures: 0, last_used_at: 0 })
    .where("id", "=", "" as TokenId),
);

/** Records an accepted code: its step is used up, and the failures in a row end. */
export async function acceptStep(
  tx: Tx,
  id: TokenId,
  used: Pick<TokenRow, "last_step" | "ahead_used" | "drift"> & { at: number },
): Promise<void> {
  await accept(tx, used.last_step, used.ahead_used, used.drift, 0, 0, used.at, id);
}

export async function deleteToken(tx: Tx, id: TokenId): Promise<void> {
  await tx.deleteFrom("tokens").where("id", "=", id).execute();
}

/**
 * A wrong code counts on every authenticator that could have accepted it.
 *
 * @param aimed whether it was meant for these alone
 */
export async function countFailure(tx: Tx, ids: TokenId[], aimed: boolean): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("tokens")
    .set((set) => ({
      failures: set("failures", "+", 1),
      aimed_failures: set("aimed_failures", "+", aimed ? 1 : 0),
    }))
    .where("id", "in", ids)
    .execute();
}

const forget = (tx: Tx) =>
  tx
    .updateTable("tokens")
    .set((set) => ({ failures: set.ref("aimed_failures") }))
    .whereRef("failures", ">", "aimed_failures")
    .where((where) => where.or([where("status", "=", sql.lit("active")), where("status", "=", sql.lit("pending"))]));

const forgetOfUser = fixed((tx: Tx) => forget(tx).where("user_id", "=", "" as UserId));
const forgetOfAdmin = fixed((tx: Tx) => forget(tx).where("admin_id", "=", "" as AdminId));

/** The holder has given a correct code: wrong ones that were meant for no authenticator in particular are forgotten. */
export async function forgetFailures(tx: Tx, holder: Holder): Promise<void> {
  await (holder.kind === "user" ? forgetOfUser : forgetOfAdmin)(tx, holder.id);
}

/**
 * One person has few: the unary plus keeps SQLite from using the index on states, which may have many thousand entries.
 * The state is part of the text: a bound one is checked for the partial indexes, and the statement prepared again each
 * time.
 */
const statusIs = (status: TokenStatus, ofOneUser: boolean) =>
  ofOneUser ? sql<boolean>`+tokens.status = ${sql.lit(status)}` : sql<boolean>`tokens.status = ${sql.lit(status)}`;

/** Newest first, with the holder's username; an administrator's own are not among them. */
export function listTokens(
  db: Db,
  filter: { user: UserId | null; status?: TokenStatus | undefined; before?: TokenId | undefined; limit: number },
): Promise<(TokenRow & { username: string })[]> {
  let query = db
    .selectFrom("tokens")
    .innerJoin("users", "users.id", "tokens.user_id")
    .selectAll("tokens")
    .select("users.username")
    .where("tokens.user_id", "is not", null)
    .orderBy("tokens.id", "desc")
    .limit(filter.limit);
  if (filter.user !== null) query = query.where("tokens.user_id", "=", filter.user);
  if (filter.status !== undefined) query = query.where(statusIs(filter.status, filter.user !== null));
  if (filter.before !== undefined) query = query.where("tokens.id", "<", filter.before);
  return query.execute();
}

const selectExpired = (db: Db, ofOneUser: boolean) =>
  db
    .selectFrom("tokens")
    .innerJoin("users", "users.id", "tokens.user_id")
    .selectAll("tokens")
    .select("users.username")
    .where("tokens.user_id", "is not", null)
    .where(statusIs("pending", ofOneUser))
    .where("tokens.expires_at", "<", 0)
    .orderBy("tokens.id");

const expired = fixed((db) => selectExpired(db, false).limit(0));
const expiredOfUser = fixed((db) =>
  selectExpired(db, true)
    .where("tokens.user_id", "=", "" as UserId)
    .limit(0),
);

/** People's enrolments that were not confirmed in time, oldest first. */
export const expiredTokens = (
  db: Db,
  { now, user, limit }: { now: number; user?: UserId | undefined; limit: number },
): Promise<(TokenRow & { username: string })[]> =>
  user === undefined ? expired(db, now, limit) : expiredOfUser(db, now, user, limit);

/** Whether an enrolment was sent with a letter that was not withdrawn. */
export async function cameByLetter(db: Db, id: TokenId): Promise<boolean> {
  const row = await db
    .selectFrom("letters")
    .select("id")
    .where("token_id", "=", id)
    .where("voided_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Erases an administrator's authenticators permanently; a pending enrolment is deleted. @returns how many were active
 */
export async function revokeAdminTokens(tx: Tx, id: AdminId): Promise<number> {
  await tx.deleteFrom("tokens").where("admin_id", "=", id).where("status", "=", "pending").execute();
  const { numUpdatedRows } = await tx
    .updateTable("tokens")
    .set({ status: "revoked", seed: null, expires_at: null })
    .where("admin_id", "=", id)
    .where("status", "!=", "revoked")
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Unlocks an administrator's authenticators after too many wrong codes. @returns how many */
export async function unlockAdminTokens(tx: Tx, id: AdminId): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("tokens")
    .set({ status: "active", failures: 0, aimed_failures: 0 })
    .where("admin_id", "=", id)
    .where("status", "=", "locked")
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
