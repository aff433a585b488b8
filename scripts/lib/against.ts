import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Asked, Told } from "./bench-side.ts";
import { type FigureFacts, median, type Unit } from "./measure.ts";

/** A figure of this checkout against the same one of another commit. */
export interface Compared {
  name: string;
  unit: Unit;
  now: number;
  before: number;
  /** The median of now / before, round by round: a slow moment of the machine affects both. */
  ratio: number;
}

/** A commit in a folder of its own, with this checkout's packages. */
export interface Checkout {
  folder: string;
  remove: () => void;
}

/** @param commit anything that git takes for one. @throws Error if it is none */
export function checkOut(root: string, commit: string): Checkout {
  const git = (...words: string[]): void => void execFileSync("git", ["-C", root, ...words], { stdio: "pipe" });
  const parent = mkdtempSync(join(tmpdir(), "countersign-against-"));
  const folder = join(parent, "checkout");
  const remove = (): void => {
    rmSync(parent, { recursive: true, force: true });
    git("worktree", "prune");
  };
  try {
    git("worktree", "add", "--detach", folder, commit);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return { folder, remove };
}

/** A process that measures an area of one checkout. */
class Side {
  readonly figures: readonly FigureFacts[];
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, figures: readonly FigureFacts[]) {
    this.#process = child;
    this.figures = figures;
  }

  /** @param file the area's. @throws Error what preparing it throws */
  static async start(file: string): Promise<Side> {
    const script = fileURLToPath(import.meta.resolve("./bench-side.ts"));
    const child = fork(script, [file], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const told = await heard(child);
    if (!("figures" in told)) throw new Error("a side of the comparison began with a value");
    return new Side(child, told.figures);
  }

  #ask(asked: Asked): void {
    this.#process.send(asked as number);
  }

  /** One round of a figure. @returns in its unit */
  async round(position: number): Promise<number> {
    this.#ask(position);
    const told = await heard(this.#process);
    if (!("value" in told)) throw new Error("a side of the comparison gave no value");
    return told.value;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || !this.#process.connected) return;
    const exited = once(this.#process, "exit");
    this.#ask(null);
    await exited;
  }
}

/** The next thing that a process tells. @throws Error what failed in it, or that it ended */
async function heard(child: ChildProcess): Promise<Told> {
  const ended = new AbortController();
  const over = once(child, "exit", { signal: ended.signal }).then(() => null);
  over.catch(() => undefined);
  const told = once(child, "message", { signal: ended.signal }).then(([message]) => message as Told);
  told.catch(() => undefined);
  const first = await Promise.race([told, over]);
  ended.abort();
  if (first === null) throw new Error("a side of the comparison has ended");
  if ("failed" in first) throw new Error(first.failed);
  return first;
}

/** What a figure measures, without what it is compared with: baselines may differ between two commits. */
const subject = (name: string): string => name.replace(/ \/ .*$/u, "").replace(/ \([^()]*\)$/u, "");

/** Measures one figure of both sides in turn; each round the other one starts. */
async function compare(facts: FigureFacts, now: () => Promise<number>, before: () => Promise<number>) {
  const rounds: { now: number; before: number }[] = [];
  for (let round = -facts.warmup; round < facts.rounds; round += 1) {
    const values = { now: 0, before: 0 };
    const sides = [["now", now] as const, ["before", before] as const];
    if (Math.abs(round) % 2 === 1) sides.reverse();
    for (const [side, measured] of sides) values[side] = await measured();
    if (round >= 0) rounds.push(values);
  }
  return {
    now: median(rounds.map((each) => each.now)),
    before: median(rounds.map((each) => each.before)),
    // Two figures of nothing are the same.
    ratio: median(rounds.map((each) => (each.now === each.before ? 1 : each.now / each.before))),
  };
}

/**
 * Measures the figures that both files have, in one run.
 *
 * @yields each figure once it is measured
 */
export async function* compareAreas(nowFile: string, beforeFile: string): AsyncGenerator<Compared> {
  const now = await Side.start(nowFile);
  try {
    const before = await Side.start(beforeFile);
    try {
      for (const [position, facts] of now.figures.entries()) {
        const other = before.figures.findIndex(({ name }) => subject(name) === subject(facts.name));
        if (other < 0) continue;
        const found = await compare(
          facts,
          () => now.round(position),
          () => before.round(other),
        );
        yield { name: subject(facts.name), unit: facts.unit, ...found };
      }
    } finally {
      await before.end();
    }
  } finally {
    await now.end();
  }
}
