import { deleteThrottle, readThrottle, writeThrottle } from "../store/throttle.ts";
import type { Db, Tx } from "../store/open.ts";

/** Wrong attempts in a row that cost no delay. */
const freeFailures = 4;
const firstDelay = 30_000;
const longestDelay = 3_600_000;

/** NIST SP 800-63B-4 3.2.2: no more consecutive failures than this. */
export const failureLimit = 100;

/** 30 s after the fifth failure in a row, doubled with each further one, at most an hour. */
export function delayAfter(failures: number): number {
  const beyond = failures - freeFailures - 1;
  return beyond < 0 ? 0 : Math.min(longestDelay, firstDelay * 2 ** Math.min(beyond, 20));
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
export async function recordFailure(tx: Tx, key: string, now: number): Promise<number> {
  const failures = ((await readThrottle(tx, key))?.failures ?? 0) + 1;
  const delay = delayAfter(failures);
  await writeThrottle(tx, { key, failures, blocked_until: delay === 0 ? 0 : now + delay, updated_at: now });
  return failures;
}

/** Forgets the failures after a success. */
export const clearFailures = (tx: Tx, key: string): Promise<void> => deleteThrottle(tx, key);
