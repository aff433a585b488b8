import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Count } from "#shared/contract/directory.ts";
import type { Letter, LetterState } from "#shared/contract/letters.ts";
import type { LetterId, UserId } from "#shared/model/ids.ts";
import { endOf } from "../search/beginning.ts";
import { row, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { LetterRow, TokenRow } from "../migrations/schema.ts";
import type { StoredUser } from "../people/users.ts";
import { readToken } from "./tokens.ts";

/** A letter as it is listed, in the contract's words. */
export type ListedLetter = Letter;

export interface LetterQuery {
  state: LetterState | undefined;
  userId: UserId | undefined;
  /** Beginning of a serial in the form in which serials are stored, and of a username's `nameKey`; null: any. */
  search: { serial: string; usernameKey: string } | null;
  /** Letters older than this one. */
  before: LetterId | null;
  /** At most this many rows. */
  limit: number;
  /** UTC milliseconds: what has expired by now. */
  now: number;
}

/** Letters are counted up to this number, some milliseconds' work; beyond, the number says "at least". */
const counted = 5000;

/**
 * Up to this many people with a given beginning are looked up directly; with more, the letters are searched instead.
 */
const fewUsers = 2000;

const stateAt = (now: number): RawBuilder<LetterState> => sql<LetterState>`CASE
  WHEN l.voided_at IS NOT NULL THEN 'void'
  WHEN t.activated_at IS NOT NULL THEN 'used'
  WHEN t.status = 'pending' AND l.expires_at >= ${now} THEN 'waiting'
  WHEN l.expires_at < ${now} THEN 'expired'
  ELSE 'void' END`;

/** What a state says about the letter alone: spares looking for the enrolments of all others. */
function stateConditions(state: LetterState | undefined, now: number): RawBuilder<SqlBool>[] {
  if (state === undefined) return [];
  const narrow: Partial<Record<LetterState, RawBuilder<SqlBool>>> = {
    waiting: sql<SqlBool>`l.voided_at IS NULL AND l.token_id IS NOT NULL AND l.expires_at >= ${now}`,
    expired: sql<SqlBool>`l.voided_at IS NULL AND l.expires_at < ${now}`,
    used: sql<SqlBool>`l.voided_at IS NULL AND l.token_id IS NOT NULL`,
  };
  const first = narrow[state];
  return [...(first ? [first] : []), sql<SqlBool>`${stateAt(now)} = ${state}`];
}

async function searchCondition(db: Db, search: LetterQuery["search"]): Promise<RawBuilder<SqlBool>[]> {
  if (!search) return [];
  const { serial, usernameKey } = search;
  const named = sql<SqlBool>`u.username_key >= ${usernameKey} AND u.username_key < ${endOf(usernameKey)}`;
  const numbered = sql<SqlBool>`l.serial >= ${serial} AND l.serial < ${endOf(serial)}`;
  const { rows: found } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM (SELECT 1 FROM users u WHERE ${named} LIMIT ${fewUsers + 1})`.execute(db);
  if ((found[0]?.n ?? 0) > fewUsers) return [sql<SqlBool>`(${named} OR ${numbered})`];
  return [
    sql<SqlBool>`l.id IN (
      SELECT m.id FROM users u CROSS JOIN letters m ON m.user_id = u.id WHERE ${named}
      UNION SELECT l.id FROM letters l WHERE ${numbered})`,
  ];
}

async function conditionsOf(db: Db, query: LetterQuery): Promise<RawBuilder<SqlBool>> {
  const conditions = [
    ...stateConditions(query.state, query.now),
    ...(query.userId === undefined ? [] : [sql<SqlBool>`l.user_id = ${query.userId}`]),
    ...(await searchCondition(db, query.search)),
    ...(query.before === null ? [] : [sql<SqlBool>`l.id < ${query.before}`]),
  ];
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(conditions, sql` AND `)}`;
}

const withTokens = sql`letters l LEFT JOIN tokens t ON t.id = l.token_id`;
const from = sql`letters l CROSS JOIN users u ON u.id = l.user_id LEFT JOIN tokens t ON t.id = l.token_id`;

/** Newest first. */
export async function listLetters(db: Db, query: LetterQuery): Promise<ListedLetter[]> {
  const { rows: found } = await sql<ListedLetter>`
    SELECT l.id, l.serial, l.user_id AS userId, u.username, u.name, l.token_id AS tokenId,
      ${stateAt(query.now)} AS state, l.printed_at AS printedAt, l.expires_at AS expiresAt,
      l.voided_at AS voidedAt, l.void_reason AS voidReason
    FROM ${from} WHERE ${await conditionsOf(db, query)} ORDER BY l.id DESC LIMIT ${query.limit}`.execute(db);
  return found;
}

/** How many there are from the newest on, whatever the page. */
export async function countLetters(db: Db, query: LetterQuery): Promise<Count> {
  const { rows: found } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM (
      SELECT 1 FROM ${query.search ? from : withTokens} WHERE ${await conditionsOf(db, { ...query, before: null })} LIMIT ${counted + 1})`.execute(
    db,
  );
  const n = found[0]?.n ?? 0;
  return { count: Math.min(n, counted), exact: n <= counted };
}

export async function insertLetter(tx: Tx, letter: LetterRow): Promise<void> {
  await run(
    tx,
    `INSERT INTO letters (id, serial, user_id, token_id, printed_at, expires_at, voided_at, void_reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    letter.id,
    letter.serial,
    letter.user_id,
    letter.token_id,
    letter.printed_at,
    letter.expires_at,
    letter.voided_at,
    letter.void_reason,
  );
}

export const serialTaken = async (db: Db, serial: string): Promise<boolean> =>
  (await row(db, "SELECT 1 FROM letters WHERE serial = ?", serial)) !== undefined;

/** Letters of a person that were neither used nor voided, expired ones included. */
export const unusedLetters = (db: Db, user: UserId): Promise<LetterRow[]> =>
  rows<LetterRow>(
    db,
    `SELECT l.* FROM letters l LEFT JOIN tokens t ON t.id = l.token_id
     WHERE l.user_id = ? AND l.voided_at IS NULL AND t.activated_at IS NULL ORDER BY l.id`,
    user,
  );

export interface LetterWithHolder {
  letter: LetterRow;
  /** Of the letter; null if it is gone. */
  token: TokenRow | null;
  user: StoredUser;
}

/** @returns undefined if there is no such letter */
export async function letterWithHolder(db: Db, id: LetterId): Promise<LetterWithHolder | undefined> {
  const letter = await row<LetterRow>(db, "SELECT * FROM letters WHERE id = ?", id);
  const user = letter && (await row<StoredUser>(db, "SELECT * FROM users WHERE id = ?", letter.user_id));
  if (!user) return undefined;
  const token = letter.token_id === null ? undefined : await readToken(db, letter.token_id);
  return { letter, token: token ?? null, user };
}
