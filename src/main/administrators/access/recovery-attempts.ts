import { AppError } from "#shared/errors.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Db, Store, Tx } from "../../store/store.ts";
import { type Attempts, attemptsNow, attemptsOf, clearFailures, recordFailure } from "../../throttle/throttle.ts";
import { attemptsBefore } from "./attempts.ts";

/**
 * All failed attempts with the recovery key, under any name. They only delay: somebody who has nothing must not be able
 * to block the last way in for a locked-out owner, and 160 random bits cannot be guessed.
 */
export const recoveryAttempts = "recovery";

/**
 * Wrong passwords with the right recovery key: after a hundred in a row this way is closed (NIST SP 800-63B-4 3.2.2).
 */
const passwordKey = (id: AdminId): string => `recovery:${id}`;

function refuseDelayed({ blockedUntil }: Attempts): void {
  if (blockedUntil !== null) throw new AppError("THROTTLED", { details: { retryAt: blockedUntil } });
}

/** @throws AppError THROTTLED with `retryAt`, UTC milliseconds */
export const requireRecoveryNotDelayed = async (tx: Tx, now: number): Promise<void> =>
  refuseDelayed(await attemptsNow(tx, recoveryAttempts, now));

/** As `requireRecoveryNotDelayed`, before slow work. */
export const requireMayRecover = async (store: Store, now: number): Promise<void> =>
  refuseDelayed(await attemptsBefore(store, recoveryAttempts, now));

/** Whether too many wrong passwords came with the right recovery key. */
export const recoveryClosed = async (db: Db, id: AdminId, now: number): Promise<boolean> =>
  (await attemptsOf(db, passwordKey(id), now)).lockedOut;

/**
 * @param keyHolder whose password was wrong although the recovery key was right; null: the key or the name was wrong
 */
export async function countWrongRecovery(tx: Tx, keyHolder: AdminId | null, now: number): Promise<void> {
  await recordFailure(tx, recoveryAttempts, now);
  if (keyHolder !== null) await recordFailure(tx, passwordKey(keyHolder), now);
}

/** The administrator has proven who they are, or somebody has vouched for them. */
export const forgetWrongPasswords = (tx: Tx, id: AdminId): Promise<void> => clearFailures(tx, passwordKey(id));

/** After a success. */
export async function forgetWrongRecoveries(tx: Tx, id: AdminId): Promise<void> {
  await clearFailures(tx, recoveryAttempts);
  await forgetWrongPasswords(tx, id);
}
