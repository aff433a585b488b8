import type { UserId } from "#shared/model/ids.ts";
import { only } from "../statements.ts";
import type { Db } from "../store.ts";
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
export const lettersInPost = async (db: Db, user: UserId, at: number): Promise<string[]> =>
  (await waitingEnrolments(db, user)).flatMap(({ serial, expiresAt }) =>
    serial !== null && (expiresAt === null || expiresAt >= at) ? [serial] : [],
  );

const authenticators = "SELECT count(*) FROM tokens WHERE user_id = ? AND status IN ('active', 'disabled', 'locked')";
const backupCodes = `
  SELECT count(*) FROM backup_code_sets s JOIN backup_codes c ON c.set_id = s.id
  WHERE s.user_id = ? AND s.voided_at IS NULL AND c.used_at IS NULL`;

/** Everything that a person has: it is deleted with the person. */
export const lossesByDeletion = async (db: Db, user: UserId, at: number): Promise<Losses> => ({
  letters: await lettersInPost(db, user, at),
  authenticators: await only<number>(db, authenticators, user),
  backupCodes: await only<number>(db, backupCodes, user),
});
