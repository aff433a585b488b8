import { prepared, type Raw } from "./connection.ts";

/** How far an authenticator was from this computer's clock when its last code was accepted. */
export interface ClockSample {
  tokenId: string;
  /** Positive: the authenticator runs ahead. */
  offsetMs: number;
}

/** So many checks are looked at, however long ago they were made. */
const mostChecks = 2000;

/** So many accepted codes are enough. */
const mostSamples = 500;

/** In milliseconds. */
const longestAgo = 7 * 86_400_000;

/**
 * The last accepted code of each authenticator of late, newest first.
 *
 * @param now UTC milliseconds
 */
export function readClockSamples(raw: Raw, now: number): ClockSample[] {
  const rows = prepared(
    raw,
    `SELECT details ->> 'tokenId' AS tokenId, (details ->> 'driftSteps') * (details ->> 'period') * 1000 AS offsetMs
     FROM (SELECT at, result, details FROM audit_events WHERE action = 'verification.check'
           ORDER BY seq DESC LIMIT ${mostChecks})
     WHERE result = 'accepted' AND at >= ? AND at <= ? AND details ->> 'period' IS NOT NULL
     LIMIT ${mostSamples}`,
  ).all(now - longestAgo, now) as ClockSample[];
  const last = new Map<string, ClockSample>();
  for (const row of rows) if (!last.has(row.tokenId)) last.set(row.tokenId, row);
  return [...last.values()];
}
