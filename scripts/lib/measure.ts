/** What a run gives back: nothing, when its duration is the figure, or the measured number itself, in the figure's unit. */
export type Measured = unknown;

export type Unit = "us" | "ms" | "s" | "MB";

/** One figure of a benchmark: ours against a baseline measured in the same run, or against a fixed limit. */
export interface Figure {
  name: string;
  /** One round of our work. A returned number is the measurement; otherwise the time it took is. */
  ours: () => Measured;
  /** The bare work that ours is compared with. Without it, `limit` is in `unit` instead of a ratio. */
  baseline?: () => Measured;
  /** The largest allowed ours / baseline, or the largest allowed value of ours. */
  limit: number;
  unit: Unit;
  /** How often each side runs; the median counts. */
  rounds: number;
  /** Rounds before the counted ones. */
  warmup?: number;
}

/** What the function `area` of a tests/bench/AREA.bench.ts returns: it prepared its data and says what to measure. */
export interface Area {
  figures: readonly Figure[];
  /** Removes what was prepared. */
  close?: () => Promise<void> | void;
}

export interface Result {
  name: string;
  unit: Unit;
  ours: number;
  baseline: number | undefined;
  /** ours / baseline; without a baseline, ours. */
  value: number;
  limit: number;
  ok: boolean;
}

const perMillisecond: Record<Exclude<Unit, "MB">, number> = { us: 1000, ms: 1, s: 0.001 };

/**
 * Measures one figure. Both sides take turns, and the one that begins changes with each round, so that a
 * slower moment of the machine meets both.
 * @throws Error when a figure in MB returns no number
 */
export async function measure(figure: Figure): Promise<Result> {
  const ours: number[] = [];
  const baseline: number[] = [];
  const warmup = figure.warmup ?? 1;
  for (let round = -warmup; round < figure.rounds; round += 1) {
    const sides = [{ work: figure.ours, into: ours }];
    if (figure.baseline !== undefined) sides.push({ work: figure.baseline, into: baseline });
    if (Math.abs(round) % 2 === 1) sides.reverse();
    for (const { work, into } of sides) {
      const value = await sample(work, figure);
      if (round >= 0) into.push(value);
    }
  }
  return judge(figure, median(ours), baseline.length === 0 ? undefined : median(baseline));
}

async function sample(work: () => Measured, figure: Figure): Promise<number> {
  const begun = performance.now();
  const returned = await work();
  const elapsed = performance.now() - begun;
  if (typeof returned === "number") return returned;
  if (figure.unit === "MB") throw new Error(`${figure.name}: a figure in MB must return its number`);
  return elapsed * perMillisecond[figure.unit];
}

function judge(figure: Figure, ours: number, baseline: number | undefined): Result {
  const value = baseline === undefined ? ours : ours / baseline;
  const { name, unit, limit } = figure;
  return { name, unit, ours, baseline, value, limit, ok: value <= limit };
}

/** @throws RangeError for an empty list */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError("the median of nothing");
  return (low + high) / 2;
}

/** @param quantile 0..1, nearest rank. @throws RangeError for an empty list */
export function percentile(values: readonly number[], quantile: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("a percentile of nothing");
  return value;
}
