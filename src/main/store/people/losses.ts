import type { UserId } from "#shared/model/ids.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
import { waitingEnrolments } from "../factors/void-enrolments.ts";

/** What of one person stops working after an action. */
export interface Losses {
  /** Serials of waiting letters, without expired ones. */
  letters: string[];
  /** Authenticators that were activated and not revoked. */
  authenticators: number;
  /** Unused ones of a set that is not void. */
  backupCodes: number;
}

export const noLosses: Losses = { letters: [], authenticators: 0, backupCodes: 0 };

/** Serials of a person's letters that can still be used. @param at UTC milliseconds */
export const lettersInPost = (raw: Raw, user: UserId, at: number): string[] =>
  waitingEnrolments(raw, user).flatMap(({ serial, expiresAt }) =>
    serial !== null && (expiresAt === null || expiresAt >= at) ? [serial] : [],
  );

const authenticators = "SELECT count(*) FROM tokens WHERE user_id = ? AND status IN ('active', 'disabled', 'locked')";
const backupCodes = `
  SELECT count(*) FROM backup_code_sets s JOIN backup_codes c ON c.set_id = s.id
  WHERE s.user_id = ? AND s.voided_at IS NULL AND c.used_at IS NULL`;

const countOf = (raw: Raw, text: string, user: UserId): number => prepared(raw, text).pluck().get(user) as number;

/** Everything that a person has: it is deleted with the person. */
export const lossesByDeletion = (raw: Raw, user: UserId, at: number): Losses => ({
  letters: lettersInPost(raw, user, at),
  authenticators: countOf(raw, authenticators, user),
  backupCodes: countOf(raw, backupCodes, user),
});
