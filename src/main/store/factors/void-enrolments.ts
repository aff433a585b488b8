import type { VoidReason } from "#shared/contract/letters.ts";
import type { LetterId, TokenId, UserId } from "#shared/model/ids.ts";
import { rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";

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
export const waitingEnrolments = (db: Db, user: UserId): Promise<WaitingEnrolment[]> =>
  rows<WaitingEnrolment>(db, `${waiting} ORDER BY t.id`, user);

/**
 * Those by a letter that is no longer needed: the person has an active authenticator, and the one that the letter would
 * replace, if any, is gone.
 */
export const outlivedEnrolments = (db: Db, user: UserId): Promise<WaitingEnrolment[]> =>
  rows<WaitingEnrolment>(
    db,
    `${waiting} AND l.id IS NOT NULL
       AND EXISTS (SELECT 1 FROM tokens a WHERE a.user_id = t.user_id AND +a.status = 'active')
       AND NOT EXISTS (SELECT 1 FROM tokens r WHERE r.id = t.replaces AND r.status <> 'revoked')
     ORDER BY t.id`,
    user,
  );

/** The seed is erased; a letter becomes void. What is already void or used does not change. */
export async function voidEnrolmentRows(
  tx: Tx,
  { tokenId, letterId }: Pick<WaitingEnrolment, "tokenId" | "letterId">,
  reason: VoidReason,
  at: number,
): Promise<void> {
  if (tokenId !== null) {
    await run(
      tx,
      "UPDATE tokens SET status = 'revoked', seed = NULL, expires_at = NULL WHERE id = ? AND status = 'pending'",
      tokenId,
    );
  }
  if (letterId === null) return;
  await run(
    tx,
    "UPDATE letters SET voided_at = ?, void_reason = ? WHERE id = ? AND voided_at IS NULL",
    at,
    reason,
    letterId,
  );
}

/** The letter that carries an enrolment which is about to be cancelled. */
export async function withdrawLetterOf(tx: Tx, token: TokenId, at: number): Promise<void> {
  await run(
    tx,
    "UPDATE letters SET voided_at = ?, void_reason = 'withdrawn' WHERE token_id = ? AND voided_at IS NULL",
    at,
    token,
  );
}
