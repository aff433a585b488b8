import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * A benchmark is tests/bench/AREA.bench.ts with `export async function area(): Promise<Area>`, which
 * prepares its data and returns its figures; `npm run bench -- AREA` runs them.
 */
export type { Area } from "../../scripts/lib/measure.ts";

/** @returns the 99th percentile of this thread's event-loop delay during `work`, in milliseconds */
export async function loopDelay(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.percentile(99) / 1e6;
}
