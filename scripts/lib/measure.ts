/** What a run returns: nothing if its duration is the figure, or the measured number in the figure's unit. */
export type Measured = unknown;

export type Unit = "us" | "ms" | "s" | "MB";

/** One figure of a benchmark: ours against a baseline measured in the same run, or against a fixed limit. */
export interface Figure {
  name: string;
  /** One round of our work. If it returns a number, that is the measurement; otherwise the time it took. */
  ours: () => Measured;
  /** The bare work to compare ours with. Without it, `limit` is in `unit` and not a ratio. */
  baseline?: () => Measured;
  /** The largest allowed ours / baseline, or the largest allowed value of ours. */
  limit: number;
  unit: Unit;
  /** How often each side runs; the median counts. */
  rounds: number;
  /** Warm-up rounds, which do not count. */
  warmup?: number;
}

/** A figure without its work. */
export type FigureFacts = Required<Pick<Figure, "name" | "unit" | "rounds" | "warmup">>;

/** What the function `area` in tests/bench/AREA.bench.ts returns once its data is prepared: what to measure. */
export interface Area {
  figures: readonly Figure[];
  /** Removes the prepared data. */
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
 * Measures one figure. Both sides take turns, and each round the other one starts, so that a slow moment of the machine
 * affects both.
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

/** One round of one side. @returns in the figure's unit. @throws Error when a figure in MB returns no number */
export async function sample(work: () => Measured, figure: Pick<Figure, "name" | "unit">): Promise<number> {
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
