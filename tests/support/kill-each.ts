import { randomInt } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { often } from "./long.ts";
import { type Child, startChild } from "./processes.ts";
import { everythingIn } from "./snapshot-of.ts";

const killer = new URL("kill-at.ts", import.meta.url);

interface Work<Outcome> {
  script: URL;
  args: readonly string[];
  /** The folder that holds all that the work changes. */
  place: string;
  /** Makes the place, which is not there, as it is before the work. */
  prepare: () => void;
  /** Looks at the place as the next start does, after a kill right before this change (from 1). */
  judge: (change: number) => Promise<Outcome>;
}

/** How many of the kills are real ones, as a rule. */
const real = 1;

const start = ({ script, args }: Work<unknown>, env: NodeJS.ProcessEnv): Child =>
  startChild(script, args, { imports: killer, env });

/** Numbers from 1 to `count`: all in a long run, else a few at random. */
function someOf(count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  while (all.length > often(real, count)) all.splice(randomInt(all.length), 1);
  return all;
}

/**
 * What becomes of the place when the process is killed right before each of its changes of the file system. It does the work
 * once and puts the place aside before each change, which is what a kill would leave. That it is so is tried with real kills:
 * as a rule few, in a long run at each change.
 *
 * @returns what the judge found at each change, and last after the work's own end
 */
export async function killAtEach<Outcome>(work: Work<Outcome>): Promise<Outcome[]> {
  const { place, prepare, judge } = work;
  const copies = `${place}.copies`;
  mkdirSync(copies);
  prepare();
  const whole = start(work, { COUNTERSIGN_TEST_COPY_OF: place, COUNTERSIGN_TEST_COPIES: copies });
  const last = await whole.line((line) => line.startsWith("changes "));
  expect(await whole.ended).toBe(0);
  const changes = Number(last?.split(" ")[1]);
  renameSync(place, join(copies, String(changes + 1)));
  const outcomes: Outcome[] = [];
  let before: string | undefined;
  for (let change = 1; change <= changes + 1; change += 1) {
    renameSync(join(copies, String(change)), place);
    // What only reads is a change as well, as far as one can tell from the call.
    const there = everythingIn(place);
    outcomes.push(there === before ? (outcomes.at(-1) as Outcome) : await judge(change));
    before = there;
    rmSync(place, { recursive: true });
  }
  rmSync(copies, { recursive: true });
  for (const change of someOf(changes)) {
    prepare();
    expect(await start(work, { COUNTERSIGN_TEST_KILL_AT: String(change) }).ended, `change ${change}`).toBe("SIGKILL");
    expect(await judge(change), `change ${change}`).toEqual(outcomes[change - 1]);
    rmSync(place, { recursive: true });
  }
  return outcomes;
}
