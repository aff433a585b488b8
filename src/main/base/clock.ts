import type { Clock } from "./ports.ts";
import { uptime } from "./uptime.ts";

export const systemClock: Clock = { now: () => Date.now(), uptime };

/** A time service may set a clock back by this much; that is no reason to stop. In milliseconds. */
const tolerance = 60_000;

/**
 * Whether this computer's clock is behind what was recorded.
 *
 * @param clockFloor the latest recorded time, UTC milliseconds
 * @param now UTC milliseconds
 */
export const rolledBack = (clockFloor: number, now: number): boolean => now < clockFloor - tolerance;

/** How far most authenticators are from this computer's clock; the form of the health report. */
export interface ClockDrift {
  samples: number;
  /** Milliseconds by which this computer's clock is probably wrong (positive: it is behind); null: it looks right. */
  suspectedMs: number | null;
  share: number;
}

/** How far one authenticator was from this computer's clock. */
export interface ClockOffset {
  /** In milliseconds; positive: the authenticator is ahead. */
  offsetMs: number;
  /** The length of its time steps: how exactly the offset is known. */
  stepMs: number;
}

/** Fewer authenticators than this prove nothing if they are off by a step, as slow typing makes them. */
const leastSamples = 5;

/** How many of them must agree. */
const leastShare = 0.6;

/** This many that are far off by the same amount prove it, and this many that are right disprove it. */
const fewSamples = 3;

/** More than a right clock and slow typing explain. */
export const isFar = ({ offsetMs, stepMs }: ClockOffset): boolean => Math.abs(offsetMs) > stepMs;

/** Whether two offsets can have the same cause: where a step begins can make a difference of one step. */
export const agree = (a: ClockOffset, b: ClockOffset): boolean =>
  Math.abs(a.offsetMs - b.offsetMs) <= Math.max(a.stepMs, b.stepMs);

interface Suspicion extends ClockDrift {
  agreeing: number;
}

/** The newest samples of which most agree with a candidate. */
function speakingFor(candidate: ClockOffset, samples: readonly ClockOffset[]): Suspicion {
  let found: Suspicion = { samples: 0, suspectedMs: candidate.offsetMs, share: 0, agreeing: 0 };
  let agreeing = 0;
  for (const [index, sample] of samples.entries()) {
    if (isFar(sample) && agree(sample, candidate)) agreeing += 1;
    const share = agreeing / (index + 1);
    if (agreeing >= fewSamples && share >= leastShare) found = { ...found, samples: index + 1, share, agreeing };
  }
  return found;
}

function suspectFar(samples: readonly ClockOffset[]): Suspicion | null {
  const candidates = new Map(samples.filter(isFar).map((sample) => [sample.offsetMs, sample]));
  const found = [...candidates.values()].map((candidate) => speakingFor(candidate, samples));
  const [best] = found.toSorted((a, b) => b.agreeing - a.agreeing);
  return best && best.agreeing > 0 ? best : null;
}

/**
 * Phones set their clocks by the network: if most of them are off by the same amount, this computer is wrong.
 *
 * @param samples of one authenticator each, newest first
 */
export function suspectClock(samples: readonly ClockOffset[]): ClockDrift {
  const newest = samples.slice(0, fewSamples);
  const right = newest.length === fewSamples && newest.every(({ offsetMs }) => offsetMs === 0);
  const far = right ? null : suspectFar(samples);
  if (far) return { samples: far.samples, suspectedMs: far.suspectedMs, share: far.share };
  const counts = new Map<number, number>();
  for (const { offsetMs } of samples) if (offsetMs !== 0) counts.set(offsetMs, (counts.get(offsetMs) ?? 0) + 1);
  const [common, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [0, 0];
  const share = samples.length === 0 ? 0 : count / samples.length;
  const suspected = !right && samples.length >= leastSamples && share >= leastShare;
  return { samples: samples.length, suspectedMs: suspected ? common : null, share };
}
