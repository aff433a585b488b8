import type { Tally } from "../tally.ts";

/** One named part of `npm test`. */
export interface Stage {
  /** What to type to choose it. */
  name: string;
  title: string;
  run(): Promise<Tally>;
  /** Stages that follow each other and have it in common are given to it instead of being run one by one. */
  together?: Together;
}

/** What came of a stage. */
export interface Outcome {
  stage: Stage;
  tally: Tally;
  /** How long it took. Of stages that share the processor: what its own parts took, one after the other. */
  milliseconds: number;
}

/** Runs several stages at once. */
export type Together = (stages: readonly Stage[]) => Promise<Outcome[]>;

/** One stage by itself. */
export async function runAlone(stage: Stage): Promise<Outcome> {
  const begun = performance.now();
  const tally = await stage.run();
  return { stage, tally, milliseconds: performance.now() - begun };
}

/** For stages that keep one core busy, or none. */
export const twoAtATime: Together = async (stages) => {
  const waiting = [...stages];
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) outcomes.push(await runAlone(stage));
  };
  await Promise.all([lane(), lane()]);
  return outcomes;
};
