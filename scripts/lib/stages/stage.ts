import type { Tally } from "../tally.ts";

/** One named part of `npm test`. */
export interface Stage {
  /** What to type to choose it. */
  name: string;
  title: string;
  run(): Promise<Tally>;
}
