import type { Policy } from "#shared/model/policy.ts";
import type { Db, Tx } from "../store/store.ts";
import type { Moment } from "../base/ports.ts";
import { deleteThrottle, readCounter, readThrottle, writeThrottle } from "../store/console/throttle.ts";
import { countedAt, countedBy, onTheClock, waitFor } from "./wait.ts";

/** How wrong attempts in a row are slowed down. */
export type Delays = Pick<Policy, "freeFailures" | "firstDelaySeconds" | "longestDelaySeconds">;

/** For administrators and the vault: their limits are fixed and do not depend on the policy. */
export const administratorDelays: Delays = { freeFailures: 4, firstDelaySeconds: 30, longestDelaySeconds: 3600 };

/** For all attempts to sign in together: one administrator must not soon feel another's mistakes. */
export const consoleDelays: Delays = { freeFailures: 29, firstDelaySeconds: 30, longestDelaySeconds: 3600 };

/**
 * The first delay follows the first failure that is not free, and doubles with each further one.
 *
 * @param failures in a row
 * @returns milliseconds
 */
export function delayAfter(failures: number, delays: Delays): number {
  const beyond = failures - delays.freeFailures - 1;
  if (beyond < 0) return 0;
  return Math.min(delays.longestDelaySeconds, delays.firstDelaySeconds * 2 ** Math.min(beyond, 20)) * 1000;
}

/**
 * After this many wrong attempts in a row (NIST SP 800-63B-4 3.2.2) only an owner can unlock an administrator, and only
 * an operator or owner a person's authenticator.
 */
export const hardLimit = 100;

/** What came before. */
export interface Failures {
  /** In a row. */
  failures: number;
  /** Whether waiting does not help and an owner has to unlock. */
  lockedOut: boolean;
}

export interface Attempts extends Failures {
  /** When the next attempt is allowed by this computer's clock, UTC milliseconds; null if it is allowed now. */
  blockedUntil: number | null;
}

const failed = (failures: number): Failures => ({ failures, lockedOut: failures >= hardLimit });

/** A key's failures. */
export const failuresOf = async (db: Db, key: string): Promise<Failures> =>
  failed((await readThrottle(db, key))?.failures ?? 0);

/** A key's failures and delay. */
export async function attemptsOf(db: Db, key: string, moment: Moment): Promise<Attempts> {
  const found = await readCounter(db, countedBy(moment), key);
  if (!found || found.failures === 0) return { ...failed(0), blockedUntil: null };
  const { failures, blocked_until: end } = found;
  const counted = end === 0 ? end : countedAt(found.counted, moment);
  return { ...failed(failures), blockedUntil: counted < end ? onTheClock(end, counted, moment) : null };
}

/**
 * Records a failure durably, in the caller's transaction.
 *
 * @param before what `attemptsOf` has said in the same transaction; it is read if omitted
 * @returns failures in a row
 */
export async function recordFailure(
  tx: Tx,
  key: string,
  moment: Moment,
  delays: Delays = administratorDelays,
  before?: Pick<Attempts, "failures">,
): Promise<number> {
  const failures = ((before ?? (await readThrottle(tx, key)))?.failures ?? 0) + 1;
  const delay = delayAfter(failures, delays);
  const end = delay === 0 ? 0 : await waitFor(tx, moment, delay);
  await writeThrottle(tx, { key, failures, blocked_until: end, updated_at: moment.now });
  return failures;
}

/** Forgets the failures after a success. */
export const clearFailures = async (tx: Tx, key: string): Promise<void> => deleteThrottle(tx, key);

/** The next attempt is allowed at once. The failures stay counted, and the delay after the next one is longer. */
export async function endDelay(tx: Tx, key: string): Promise<void> {
  const row = await readThrottle(tx, key);
  if (row) await writeThrottle(tx, { ...row, blocked_until: 0 });
}
