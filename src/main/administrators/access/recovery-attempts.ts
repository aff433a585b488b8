import { AppError } from "#shared/errors.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Moment } from "../../base/ports.ts";
import type { Db, Tx } from "../../store/store.ts";
import { attemptsOf, clearFailures, failuresOf, recordFailure } from "../../throttle/throttle.ts";

/**
 * All failed attempts with the recovery key, under any name. They only delay: somebody who has nothing must not be able
 * to block the last way in for a locked-out owner, and 160 random bits cannot be guessed.
 */
export const recoveryAttempts = "recovery";

/**
 * Wrong passwords with the right recovery key: after a hundred in a row this way is closed (NIST SP 800-63B-4 3.2.2).
 */
const passwordKey = (id: AdminId): string => `recovery:${id}`;

/** Also asked before slow work. @throws AppError THROTTLED with `retryAt`, UTC milliseconds */
export async function requireRecoveryNotDelayed(db: Db, moment: Moment): Promise<void> {
  const { blockedUntil } = await attemptsOf(db, recoveryAttempts, moment);
  if (blockedUntil !== null) throw new AppError("THROTTLED", { details: { retryAt: blockedUntil } });
}

/** Whether too many wrong passwords came with the right recovery key. */
export const recoveryClosed = async (db: Db, id: AdminId): Promise<boolean> =>
  (await failuresOf(db, passwordKey(id))).lockedOut;

/**
 * @param keyHolder whose password was wrong although the recovery key was right; null: the key or the name was wrong
 */
export async function countWrongRecovery(tx: Tx, keyHolder: AdminId | null, moment: Moment): Promise<void> {
  await recordFailure(tx, recoveryAttempts, moment);
  if (keyHolder !== null) await recordFailure(tx, passwordKey(keyHolder), moment);
}

/** The administrator has proven who they are, or somebody has vouched for them. */
export const forgetWrongPasswords = (tx: Tx, id: AdminId): Promise<void> => clearFailures(tx, passwordKey(id));

/** After a success. */
export async function forgetWrongRecoveries(tx: Tx, id: AdminId): Promise<void> {
  await clearFailures(tx, recoveryAttempts);
  await forgetWrongPasswords(tx, id);
}
