import { rows } from "../statements.ts";
import type { Db } from "../store.ts";

/** How far a person's authenticator was from this computer's clock when one of its codes fitted some time. */
export interface ClockSample {
  /** Whose it is. */
  holder: string;
  /** In milliseconds; positive: the authenticator is ahead. */
  offsetMs: number;
  /** The length of its time steps, in milliseconds. */
  stepMs: number;
  /** When the code was checked, UTC milliseconds. */
  at: number;
}

/** How many events of each kind are examined, however long ago they were made. */
const mostChecks = 2000;

/** How many codes are enough. */
const mostSamples = 500;

/** In milliseconds. */
const longestAgo = 7 * 86_400_000;

const newest = (action: string): string => `SELECT * FROM (
  SELECT seq, at, target_id, details FROM audit_events WHERE action = '${action}' ORDER BY seq DESC LIMIT ${mostChecks})`;

/**
 * Each person's last recent code that fitted some time, accepted or not, newest first. Only codes with a `period`
 * count: a used or an old one says nothing about a clock. Codes from before an owner confirmed the clock do not count
 * either.
 *
 * @param now UTC milliseconds
 */
export async function readClockSamples(db: Db, now: number): Promise<ClockSample[]> {
  const found = await rows<ClockSample>(
    db,
    `SELECT target_id AS holder, at, (details ->> 'driftSteps') * (details ->> 'period') * 1000 AS offsetMs,
            (details ->> 'period') * 1000 AS stepMs
     FROM (${newest("verification.check")} UNION ALL ${newest("verification.test")})
     WHERE at >= ? AND at <= ? AND target_id IS NOT NULL AND details ->> 'period' IS NOT NULL
       AND seq > coalesce((SELECT max(seq) FROM audit_events WHERE action = 'clock.accept'), 0)
     ORDER BY seq DESC LIMIT ${mostSamples}`,
    now - longestAgo,
    now,
  );
  const last = new Map<string, ClockSample>();
  for (const row of found) if (!last.has(row.holder)) last.set(row.holder, row);
  return [...last.values()];
}
