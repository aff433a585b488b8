import type { Policy } from "#shared/model/policy.ts";
import type { Db, Tx } from "../store/store.ts";
import { deleteThrottle, readThrottle, writeThrottle } from "../store/console/throttle.ts";
import type { ThrottleRow } from "../store/migrations/schema.ts";

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

export interface Attempts {
  /** Failures in a row. */
  failures: number;
  /** When the next attempt is allowed, UTC milliseconds; null if it is allowed now. */
  blockedUntil: number | null;
  /** Whether waiting does not help and an owner has to unlock. */
  lockedOut: boolean;
  /** The clock was set back: the delay begins anew, which `attemptsNow` stores. */
  restarts: boolean;
}

/** Setting the clock back does not shorten a delay: then the whole delay counts from now. @returns milliseconds */
function delayLeft(row: ThrottleRow, now: number): number {
  if (row.blocked_until === 0) return 0;
  if (now >= row.updated_at) return Math.max(0, row.blocked_until - now);
  return row.blocked_until - row.updated_at;
}

function attemptsIn(row: ThrottleRow | undefined, now: number): Attempts {
  if (row === undefined || row.failures === 0) {
    return { failures: 0, blockedUntil: null, lockedOut: false, restarts: false };
  }
  const wait = delayLeft(row, now);
  return {
    failures: row.failures,
    blockedUntil: wait > 0 ? now + wait : null,
    lockedOut: row.failures >= hardLimit,
    restarts: wait > 0 && now < row.updated_at,
  };
}

/** A key's failures and delay. @param now UTC milliseconds */
export const attemptsOf = async (db: Db, key: string, now: number): Promise<Attempts> =>
  attemptsIn(await readThrottle(db, key), now);

/** As `attemptsOf`. A delay that begins anew is stored: it would not end before the clock is where it was. */
export async function attemptsNow(tx: Tx, key: string, now: number): Promise<Attempts> {
  const row = await readThrottle(tx, key);
  const attempts = attemptsIn(row, now);
  if (row && attempts.restarts) {
    await writeThrottle(tx, { ...row, updated_at: now, blocked_until: attempts.blockedUntil ?? 0 });
  }
  return attempts;
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
  now: number,
  delays: Delays = administratorDelays,
  before?: Pick<Attempts, "failures">,
): Promise<number> {
  const failures = ((before ?? (await readThrottle(tx, key)))?.failures ?? 0) + 1;
  const delay = delayAfter(failures, delays);
  await writeThrottle(tx, { key, failures, blocked_until: delay === 0 ? 0 : now + delay, updated_at: now });
  return failures;
}

/** Forgets the failures after a success. */
export const clearFailures = async (tx: Tx, key: string): Promise<void> => deleteThrottle(tx, key);

/** The next attempt is allowed at once. The failures stay counted, and the delay after the next one is longer. */
export async function endDelay(tx: Tx, key: string): Promise<void> {
  const row = await readThrottle(tx, key);
  if (row) await writeThrottle(tx, { ...row, blocked_until: 0 });
}
