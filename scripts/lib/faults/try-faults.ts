import { join } from "node:path";
import { Interrupted } from "../report.ts";
import { run } from "../run.ts";
import { type Copy, copyOf } from "./copy.ts";
import { type Fault, staleness } from "./fault.ts";
import { type Chosen, runTests, type Seen } from "./tests.ts";

/** What became of a fault: the tests that noticed it, or why none did. */
export interface Tried {
  fault: Fault;
  caughtBy: readonly string[];
  /** Empty for one that was caught. */
  why: string;
}

const chosenFor = ({ tests, named }: Fault): Chosen => ({
  files: tests,
  ...(named === undefined ? {} : { named: [named] }),
});

/** Programs rather than modules: to import them is to start them. Screens only load where there is a document. */
const loadable = (file: string): boolean => file.endsWith(".ts") && !file.startsWith("src/renderer/");

const importOne = `await import(process.argv[1]); process.exit(0);`;

async function loads(folder: string, file: string): Promise<boolean> {
  const script = ["--input-type=module", "--eval", importOne, join(folder, file)];
  return (await run(process.execPath, script, { cwd: folder, limit: 10 * 60_000 })).code === 0;
}

/** A module that no longer loads proves nothing; one that never loads outside its runtime, such as Electron, is excused. */
async function breaksLoading(copy: Copy, fault: Fault): Promise<boolean> {
  if (!loadable(fault.file) || (await copy.with(fault, () => loads(copy.folder, fault.file)))) return false;
  return loads(copy.folder, fault.file);
}

/** @param red tests that fail without any fault */
async function tryOne(copy: Copy, fault: Fault, red: ReadonlySet<string>): Promise<Tried> {
  const missed = (why: string): Tried => ({ fault, caughtBy: [], why });
  const stale = staleness(copy.folder, fault);
  if (stale !== undefined) return missed(`it no longer fits: ${stale}`);
  if (await breaksLoading(copy, fault)) return missed("the module does not load with it");
  const seen = await copy.with(fault, () => runTests(copy.folder, chosenFor(fault)));
  const caughtBy = seen.failed.filter((test) => !red.has(test));
  if (caughtBy.length > 0) return { fault, caughtBy, why: "" };
  return missed(
    seen.trouble ?? (seen.failed.length > 0 ? "only tests fail that fail without it too" : "all tests pass"),
  );
}

/** The tests of all faults in few runs: whole files in one, chosen tests in another. */
function together(faults: readonly Fault[]): Chosen[] {
  const whole = faults.filter(({ named }) => named === undefined);
  const chosen = faults.filter(({ named }) => named !== undefined);
  const filesOf = (some: readonly Fault[]): string[] => [...new Set(some.flatMap(({ tests }) => tests))];
  const runs: Chosen[] = [
    { files: filesOf(whole) },
    { files: filesOf(chosen), named: [...new Set(chosen.flatMap(({ named = "" }) => named))] },
  ];
  return runs.filter(({ files }) => files.length > 0);
}

/** The tests that fail without any fault, so that they prove nothing. */
async function redWithout(copy: Copy, faults: readonly Fault[]): Promise<Seen> {
  const fitting = faults.filter((fault) => staleness(copy.folder, fault) === undefined);
  const seen: Seen[] = [];
  for (const chosen of together(fitting)) seen.push(await runTests(copy.folder, chosen));
  const sentences = seen.flatMap(({ trouble }) => trouble ?? []);
  return {
    passed: seen.flatMap(({ passed }) => passed),
    failed: seen.flatMap(({ failed }) => failed),
    ...(sentences[0] === undefined ? {} : { trouble: sentences[0] }),
  };
}

export interface Options {
  /** Whether the tests run once without any fault before: one that is red already notices nothing. */
  control: boolean;
  /** Told of each as soon as it is known. */
  tell: (tried: Tried) => void;
  /** Told of what the control shows. */
  warn: (sentence: string) => void;
}

/**
 * Tries each fault in a copy of the tree, two at a time.
 *
 * @throws Interrupted if this process was told to end meanwhile; the copies are gone then
 */
export async function tryFaults(root: string, faults: readonly Fault[], options: Options): Promise<Tried[]> {
  const stopped: NodeJS.Signals[] = [];
  const stop = (signal: NodeJS.Signals): void => void stopped.push(signal);
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const copies: Copy[] = [];
  try {
    copies.push(copyOf(root), copyOf(root));
    const [first] = copies;
    const control = options.control && first ? await redWithout(first, faults) : { passed: [], failed: [] };
    for (const test of control.failed) options.warn(`fails without any fault: ${test}`);
    if (control.trouble !== undefined) options.warn(`without any fault: ${control.trouble}`);
    return await inLanes(copies, faults, { ...options, red: new Set(control.failed), stopped });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    for (const copy of copies) copy.remove();
  }
}

interface Lanes extends Options {
  red: ReadonlySet<string>;
  stopped: readonly NodeJS.Signals[];
}

async function inLanes(
  copies: readonly Copy[],
  faults: readonly Fault[],
  { tell, red, stopped }: Lanes,
): Promise<Tried[]> {
  const waiting = [...faults];
  const done: Tried[] = [];
  const lane = async (copy: Copy): Promise<void> => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const [signal] = stopped;
      if (signal !== undefined) throw new Interrupted(signal);
      const tried = await tryOne(copy, fault, red);
      done.push(tried);
      tell(tried);
    }
  };
  const ends = await Promise.allSettled(copies.map(lane));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return done;
}
