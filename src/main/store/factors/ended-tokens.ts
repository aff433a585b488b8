import type { HardwareTokenId, TokenId, UserId } from "#shared/model/ids.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
import type { EndedTokenRow } from "../migrations/ended-schema.ts";
import type { HardwareTokenRow, TokenRow } from "../migrations/schema.ts";

export function insertEndedToken(raw: Raw, row: EndedTokenRow): void {
  prepared(
    raw,
    `INSERT OR REPLACE INTO ended_tokens (id, user_id, hardware_id, label, serial, kind, algorithm, digits, period,
       seed, last_step, drift, why, ended_at)
     VALUES (@id, @user_id, @hardware_id, @label, @serial, @kind, @algorithm, @digits, @period,
       @seed, @last_step, @drift, @why, @ended_at)`,
  ).run(row);
}

/** Newest first, those that have ended since `after`, UTC milliseconds. */
export const endedTokensOf = (raw: Raw, user: UserId, after: number): EndedTokenRow[] =>
  prepared(
    raw,
    "SELECT * FROM ended_tokens WHERE user_id = ? AND ended_at >= ? ORDER BY ended_at DESC, id DESC LIMIT 20",
  ).all(user, after) as EndedTokenRow[];

/** Deletes those that ended before a moment, UTC milliseconds. */
export function eraseEndedTokens(raw: Raw, before: number): void {
  prepared(raw, "DELETE FROM ended_tokens WHERE ended_at < ?").run(before);
}

export const tokenToEnd = (raw: Raw, id: TokenId): TokenRow | undefined =>
  prepared(raw, "SELECT * FROM tokens WHERE id = ?").get(id) as TokenRow | undefined;

export const deviceOfEnded = (raw: Raw, id: HardwareTokenId): HardwareTokenRow | undefined =>
  prepared(raw, "SELECT * FROM hardware_tokens WHERE id = ?").get(id) as HardwareTokenRow | undefined;

/** A letter, with what explaining a refused code needs. */
export interface TracedLetter {
  serial: string;
  printedAt: number;
  expiresAt: number;
  voidedAt: number | null;
  voidReason: string | null;
  /** Of its enrolment; null once that is gone. */
  status: TokenRow["status"] | null;
}

/** Newest first. */
export const lettersOfUser = (raw: Raw, user: UserId): TracedLetter[] =>
  prepared(
    raw,
    `SELECT l.serial, l.printed_at AS printedAt, l.expires_at AS expiresAt, l.voided_at AS voidedAt,
       l.void_reason AS voidReason, t.status
     FROM letters l LEFT JOIN tokens t ON t.id = l.token_id WHERE l.user_id = ? ORDER BY l.id DESC LIMIT 20`,
  ).all(user) as TracedLetter[];
