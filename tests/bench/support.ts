/**
 * A benchmark is tests/bench/AREA.bench.ts with `export async function area(): Promise<Area>`, which
 * prepares its data and returns its figures; `npm run bench -- AREA` runs them.
 */
export type { Area } from "../../scripts/lib/measure.ts";
