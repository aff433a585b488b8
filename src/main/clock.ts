import type { Clock } from "./ports.ts";

export const systemClock: Clock = { now: () => Date.now() };

/** Corrections by a time service set a clock back a little; that is no reason to stop. In milliseconds. */
const tolerance = 60_000;

/**
 * Whether this computer's clock runs behind what was recorded.
 *
 * @param clockFloor the latest recorded time, UTC milliseconds
 * @param now UTC milliseconds
 */
export const rolledBack = (clockFloor: number, now: number): boolean => now < clockFloor - tolerance;

/** How far most authenticators are from this computer's clock; the form of the health report. */
export interface ClockDrift {
  samples: number;
  /** Milliseconds by which this computer's clock is probably wrong (positive: it is behind); null: nothing speaks for it. */
  suspectedMs: number | null;
  share: number;
}

/** Fewer authenticators than this prove nothing. */
const leastSamples = 5;

/** So many of them must agree. */
const leastShare = 0.6;

/**
 * Phones set their clocks by the network: where most of them are off by the same, it is this computer
 * that is off.
 *
 * @param offsets of each authenticator from this computer's clock, in milliseconds; positive: it runs ahead
 */
export function suspectClock(offsets: readonly number[]): ClockDrift {
  const counts = new Map<number, number>();
  for (const offset of offsets) if (offset !== 0) counts.set(offset, (counts.get(offset) ?? 0) + 1);
  const [common, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [0, 0];
  const share = offsets.length === 0 ? 0 : count / offsets.length;
  const suspected = offsets.length >= leastSamples && share >= leastShare;
  return { samples: offsets.length, suspectedMs: suspected ? common : null, share };
}
