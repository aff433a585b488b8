import type { Policy } from "#shared/model/policy.ts";
import type { Db, Tx } from "../store/open.ts";
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
}

/** Setting the clock back does not shorten a delay: then the whole delay counts from now. @returns milliseconds */
async function delayLeft(db: Db, row: ThrottleRow, now: number): Promise<number> {
  if (row.blocked_until === 0) return 0;
  if (now >= row.updated_at) return Math.max(0, row.blocked_until - now);
  const whole = row.blocked_until - row.updated_at;
  await writeThrottle(db, { ...row, updated_at: now, blocked_until: now + whole });
  return whole;
}

/** A key's failures and delay. @param now UTC milliseconds */
export async function attemptsOf(db: Db, key: string, now: number): Promise<Attempts> {
  const row = await readThrottle(db, key);
  if (row === undefined || row.failures === 0) return { failures: 0, blockedUntil: null, lockedOut: false };
  const wait = await delayLeft(db, row, now);
  return { failures: row.failures, blockedUntil: wait > 0 ? now + wait : null, lockedOut: row.failures >= hardLimit };
}

export const blockedUntil = async (db: Db, key: string, now: number): Promise<number | null> =>
  (await attemptsOf(db, key, now)).blockedUntil;

/** Records a failure durably, in the caller's transaction. @returns failures in a row */
export async function recordFailure(
  tx: Tx,
  key: string,
  now: number,
  delays: Delays = administratorDelays,
): Promise<number> {
  const failures = ((await readThrottle(tx, key))?.failures ?? 0) + 1;
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
