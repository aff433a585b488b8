import type { VoidReason } from "#shared/contract/letters.ts";
import type { LetterId, TokenId, UserId } from "#shared/model/ids.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";

/** A pending enrolment, and the letter that carries it, if there is one. */
export interface WaitingEnrolment {
  /** Null: the enrolment of a letter was erased since. */
  tokenId: TokenId | null;
  label: string;
  /** UTC milliseconds; null: never. */
  expiresAt: number | null;
  letterId: LetterId | null;
  /** Of the letter. */
  serial: string | null;
}

const waiting = `
  SELECT t.id AS tokenId, t.label, t.expires_at AS expiresAt, l.id AS letterId, l.serial FROM tokens t
  LEFT JOIN letters l ON l.token_id = t.id AND l.voided_at IS NULL
  WHERE t.user_id = ? AND +t.status = 'pending'`;

/** Oldest first, expired ones included. */
export const waitingEnrolments = (raw: Raw, user: UserId): WaitingEnrolment[] =>
  prepared(raw, `${waiting} ORDER BY t.id`).all(user) as WaitingEnrolment[];

/**
 * Those by a letter that is no longer needed: the person has an active authenticator, and the one that the letter would
 * replace, if any, is gone.
 */
export const outlivedEnrolments = (raw: Raw, user: UserId): WaitingEnrolment[] =>
  prepared(
    raw,
    `${waiting} AND l.id IS NOT NULL
       AND EXISTS (SELECT 1 FROM tokens a WHERE a.user_id = t.user_id AND +a.status = 'active')
       AND NOT EXISTS (SELECT 1 FROM tokens r WHERE r.id = t.replaces AND r.status <> 'revoked')
     ORDER BY t.id`,
  ).all(user) as WaitingEnrolment[];

/** The seed is erased; a letter becomes void. What is already void or used does not change. */
export function voidEnrolmentRows(
  raw: Raw,
  { tokenId, letterId }: Pick<WaitingEnrolment, "tokenId" | "letterId">,
  reason: VoidReason,
  at: number,
): void {
  if (tokenId !== null) {
    prepared(
      raw,
      "UPDATE tokens SET status = 'revoked', seed = NULL, expires_at = NULL WHERE id = ? AND status = 'pending'",
    ).run(tokenId);
  }
  if (letterId === null) return;
  prepared(raw, "UPDATE letters SET voided_at = ?, void_reason = ? WHERE id = ? AND voided_at IS NULL").run(
    at,
    reason,
    letterId,
  );
}

/** The letter that carries an enrolment which is about to be cancelled. */
export function withdrawLetterOf(raw: Raw, token: TokenId, at: number): void {
  prepared(
    raw,
    "UPDATE letters SET voided_at = ?, void_reason = 'withdrawn' WHERE token_id = ? AND voided_at IS NULL",
  ).run(at, token);
}
