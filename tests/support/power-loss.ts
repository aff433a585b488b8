import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { often } from "./long.ts";
import { tracedCalls, type Call, readTrace } from "./power-trace.ts";
import { Disk } from "./power-disk.ts";
import { choicesOf, type Random, randomOf, readInto, type State, stateOf, writeOut } from "./power-states.ts";
import { startChild } from "./processes.ts";
import { nothingMaySkip, requireTool, toolsMissing } from "./tools.ts";

/** Which calls are written down, and how: whole, as hexadecimal, with those of all threads. */
const options = ["-f", "-qq", "--seccomp-bpf", "-e", "signal=none", "-xx", "-s", "67108864"] as const;

/** @throws Error when a process cannot be traced here and nothing may be skipped */
export function tracingMissing(): boolean {
  if (process.platform === "linux" && toolsMissing("strace")) return true;
  if (process.platform === "linux" && spawnSync(requireTool("strace"), ["-qq", "-o", "/dev/null", "true"]).status === 0)
    return false;
  const reason = "no process can be traced here (strace, ptrace)";
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}

/** COUNTERSIGN_POWER_SEED sets it; by chance otherwise. */
const seed = Number(process.env["COUNTERSIGN_POWER_SEED"] ?? randomInt(2 ** 31));

interface Recording {
  calls: Call[];
  /** The folder as it was before. */
  before: Disk;
}

/** Runs the work to its end, and writes down what it does to the folder. */
async function record(folder: string, work: Work): Promise<Recording> {
  const before = new Disk(folder, work.durable);
  readInto(before, folder);
  const notes = mkdtempSync(join(tmpdir(), "countersign-trace-"));
  try {
    const trace = join(notes, "trace");
    const child = startChild(work.script, work.args, {
      prefix: [requireTool("strace"), ...options, "-e", `trace=${tracedCalls.join()}`, "-o", trace],
      // What that does is in no trace.
      env: { UV_USE_IO_URING: "0" },
    });
    const failed = await child.line((line) => line.startsWith("failed "));
    const ended = await child.ended;
    if (failed !== null || ended !== 0) throw new Error(`the work ended with ${ended}: ${failed}`);
    return { before, calls: readTrace(readFileSync(trace, "utf8")) };
  } finally {
    rmSync(notes, { recursive: true });
  }
}

interface Candidate extends State {
  /** Lines of output that begin with `claim ` and were written before. */
  claims: number;
  /** After what the power went: a claim, a rename, another change of names or a flush, or a write. */
  after: "claim" | "rename" | "turn" | "write";
}

const claim = Buffer.from("claim ");

/** Claims of success in what is written to the output. */
const claimsIn = (call: Call): number =>
  call.kind === "write" && call.fd === 1 && call.bytes.subarray(0, claim.length).equals(claim) ? 1 : 0;

/** States at random beside the plain ones. */
const mixtures = { claim: often(6, 20), rename: often(12, 20), turn: often(2, 4), write: 1 } as const;

/** What the power went after. */
function kindOf(call: Call): Candidate["after"] {
  if (claimsIn(call) > 0) return "claim";
  return call.kind === "write" || call.kind === "rename" ? call.kind : "turn";
}

/** All states that differ, in the order of the losses of power. */
function candidatesOf({ before, calls }: Recording, random: Random): Candidate[] {
  const found: Candidate[] = [];
  const seen = new Set<string>();
  let claims = 0;
  for (const call of calls) {
    claims += claimsIn(call);
    const ours = before.apply(call);
    const after = kindOf(call);
    if (after !== "claim" && (!ours || ["close", "seek"].includes(call.kind))) continue;
    for (const choice of choicesOf(before, random, mixtures[after])) {
      const state = stateOf(before, choice);
      const key = `${claims} ${state.key}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ ...state, claims, after });
    }
  }
  return found;
}

/** One of each of so many equal parts of the list. */
function sample<T>(list: readonly T[], count: number, random: Random): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * list.length) / count);
    const to = Math.floor(((part + 1) * list.length) / count);
    return list.slice(from, to)[Math.floor(random() * (to - from))];
  }).filter((each) => each !== undefined);
}

/**
 * All those at a claim, and all after a rename: few, and where something takes the place of another. Of the rest three
 * quarters from the turns, where the order counts.
 */
function choose(candidates: readonly Candidate[], count: number, random: Random): Candidate[] {
  const of = (kind: Candidate["after"]): Candidate[] => candidates.filter(({ after }) => after === kind);
  const always = [...of("claim"), ...of("rename")];
  const left = Math.max(0, count - always.length);
  const turns = sample(of("turn"), Math.ceil(left * 0.75), random);
  const chosen = new Set([...always, ...turns, ...sample(of("write"), left - turns.length, random)]);
  return candidates.filter((each) => chosen.has(each));
}

export interface Work {
  name: string;
  /** Begins a line of output with `claim ` for each success, with `failed ` when it does not succeed. */
  script: URL;
  args: readonly string[];
  /** Names of folders in the place in which everything is durable at once: what is there is not this project's. */
  durable: readonly string[];
  /** About how many states are looked at, as a rule and in a long run. */
  states: readonly [asARule: number, long: number];
  /** Looks at the folder as the work has left it, before the power fails for the first time. */
  finished?: () => Promise<void>;
  /**
   * Looks at the folder as the next start does.
   *
   * @param claims how many successes had been claimed
   * @returns in a word what it found, to be counted
   */
  judge: (claims: number) => Promise<string>;
}

export interface Losses {
  /** States that were looked at; each is different. */
  states: number;
  found: Record<string, number>;
}

/**
 * Does the work in the folder, then lets the power fail after every step of it, in each of the ways in which what was not
 * flushed may have been lost.
 *
 * @throws Error that names the state which the judge did not accept
 */
export async function losePower(folder: string, work: Work): Promise<Losses> {
  const random = randomOf(seed);
  const recording = await record(folder, work);
  await work.finished?.();
  const candidates = candidatesOf(recording, random);
  const seen = new Set<string>();
  const found: Record<string, number> = {};
  const began = performance.now();
  for (const state of choose(candidates, often(...work.states), random)) {
    const sum = `${state.claims} ${writeOut(state, folder)}`;
    if (seen.has(sum)) continue;
    seen.add(sum);
    try {
      const outcome = `${state.claims}: ${await work.judge(state.claims)}`;
      found[outcome] = (found[outcome] ?? 0) + 1;
    } catch (cause) {
      const paths = [...state.entries.keys()].toSorted().join(" ");
      throw new Error(`${work.name}, seed ${seed}, after ${state.claims} claims, with ${paths}: ${String(cause)}`, {
        cause,
      });
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${work.name}: ${seen.size} of ${candidates.length} states in ${seconds} s, seed ${seed}: ${JSON.stringify(found)}`,
  );
  return { states: seen.size, found };
}

/** A folder that goes away with the test, in memory where there is such a place: the model is the disk here. */
export function quickFolder(): { folder: string; remove: () => void } {
  const shared = "/dev/shm";
  const parent = existsSync(shared) ? shared : tmpdir();
  const folder = mkdtempSync(join(parent, "countersign-power-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
