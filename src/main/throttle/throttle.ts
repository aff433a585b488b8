import type { Policy } from "#shared/model/policy.ts";
import { deleteThrottle, readThrottle, writeThrottle } from "../store/throttle.ts";
import type { Db, Tx } from "../store/open.ts";

/** How wrong attempts in a row are slowed down. */
export type Delays = Pick<Policy, "freeFailures" | "firstDelaySeconds" | "longestDelaySeconds">;

/** For administrators and the vault: the door to the console is no matter of its policy. */
export const administratorDelays: Delays = { freeFailures: 4, firstDelaySeconds: 30, longestDelaySeconds: 3600 };

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

export interface Attempts {
  /** Failures in a row. */
  failures: number;
  /** When the next attempt is allowed, UTC milliseconds; null when it is allowed now. */
  blockedUntil: number | null;
}

/**
 * How a key stands. A clock that was set back does not shorten a delay: then the whole delay counts
 * from now.
 *
 * @param now UTC milliseconds
 */
export async function attemptsOf(db: Db, key: string, now: number): Promise<Attempts> {
  const row = await readThrottle(db, key);
  if (!row) return { failures: 0, blockedUntil: null };
  if (row.blocked_until > 0 && now < row.updated_at) {
    const until = now + (row.blocked_until - row.updated_at);
    await writeThrottle(db, { ...row, updated_at: now, blocked_until: until });
    return { failures: row.failures, blockedUntil: until };
  }
  return { failures: row.failures, blockedUntil: row.blocked_until > now ? row.blocked_until : null };
}

export const blockedUntil = async (db: Db, key: string, now: number): Promise<number | null> =>
  (await attemptsOf(db, key, now)).blockedUntil;

/** Counts a failure durably, in the caller's transaction. @returns failures in a row */
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
export const clearFailures = (tx: Tx, key: string): Promise<void> => deleteThrottle(tx, key);
