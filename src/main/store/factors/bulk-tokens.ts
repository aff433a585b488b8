import type { LetterId, TokenId, UserId } from "#shared/model/ids.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
import type { LetterRow, TokenRow } from "../migrations/schema.ts";
import type { StoredUser } from "../people/users.ts";

/** Statements for many enrolments in one transaction of a worker's connection. */
export function insertTokenRow(raw: Raw, row: TokenRow): void {
  prepared(
    raw,
    `INSERT INTO tokens (id, user_id, admin_id, kind, label, serial, hardware_id, algorithm, digits, period, status,
       seed, last_step, drift, failures, replaces, created_at, activated_at, last_used_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.id,
    row.user_id,
    row.admin_id,
    row.kind,
    row.label,
    row.serial,
    row.hardware_id,
    row.algorithm,
    row.digits,
    row.period,
    row.status,
    row.seed,
    row.last_step,
    row.drift,
    row.failures,
    row.replaces,
    row.created_at,
    row.activated_at,
    row.last_used_at,
    row.expires_at,
  );
}

export function insertLetterRow(raw: Raw, row: LetterRow): void {
  prepared(
    raw,
    `INSERT INTO letters (id, serial, user_id, token_id, printed_at, expires_at, voided_at, void_reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(row.id, row.serial, row.user_id, row.token_id, row.printed_at, row.expires_at, row.voided_at, row.void_reason);
}

export const serialTaken = (raw: Raw, serial: string): boolean =>
  prepared(raw, "SELECT 1 FROM letters WHERE serial = ?").get(serial) !== undefined;

/** Oldest first, revoked ones included. */
export const tokenRowsOf = (raw: Raw, user: UserId): TokenRow[] =>
  prepared(raw, "SELECT * FROM tokens WHERE user_id = ? ORDER BY id").all(user) as TokenRow[];

/** Letters of a person that were neither used nor voided, expired ones included. */
export const unusedLetters = (raw: Raw, user: UserId): LetterRow[] =>
  prepared(
    raw,
    `SELECT l.* FROM letters l LEFT JOIN tokens t ON t.id = l.token_id
     WHERE l.user_id = ? AND l.voided_at IS NULL AND t.activated_at IS NULL ORDER BY l.id`,
  ).all(user) as LetterRow[];

export interface LetterWithHolder {
  letter: LetterRow;
  /** Of the letter; null if it is gone. */
  token: TokenRow | null;
  user: StoredUser;
}

/** @returns undefined if there is no such letter */
export function letterWithHolder(raw: Raw, id: LetterId): LetterWithHolder | undefined {
  const letter = prepared(raw, "SELECT * FROM letters WHERE id = ?").get(id) as LetterRow | undefined;
  if (!letter) return undefined;
  const user = prepared(raw, "SELECT * FROM users WHERE id = ?").get(letter.user_id) as StoredUser;
  const token = letter.token_id === null ? null : tokenRow(raw, letter.token_id);
  return { letter, token, user };
}

const tokenRow = (raw: Raw, id: TokenId): TokenRow | null =>
  (prepared(raw, "SELECT * FROM tokens WHERE id = ?").get(id) as TokenRow | undefined) ?? null;
