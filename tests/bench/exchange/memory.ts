import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { exportInput } from "./export-seeds.ts";
import { kinds, seedInput, writeSeeds } from "./import-seeds.ts";
import type { Task } from "./memory-of-job.ts";
import { keyFor, type Made, withCopy } from "./stores.ts";

/** @returns MB */
async function memoryOf(task: Task): Promise<number> {
  const script = fileURLToPath(import.meta.resolve("./memory-of-job.ts"));
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(task)]);
  return Number(stdout);
}

const inText = (made: Made): string => Buffer.from(keyFor(made)).toString("base64");

const seedTask = (job: "seeds.dryRun" | "seeds.run", made: Made, file: string, entries: number): Task => {
  const workspace = mkdtempSync(join(made.dataDir, "work-"));
  return { job, input: { ...seedInput(made, file, workspace), dataKey: inText(made) }, entries };
};

/** The whole import, into a copy. */
const ofImport = (made: Made, file: string, entries: number): Promise<number> =>
  withCopy(made, (copy) => memoryOf(seedTask("seeds.run", copy, file, entries)));

const ofReading = (made: Made, file: string, entries: number): Promise<number> =>
  memoryOf(seedTask("seeds.dryRun", made, file, entries));

async function ofExport(made: Made, folder: string, entries: number): Promise<number> {
  const to = join(folder, "keys.txt");
  const mb = await memoryOf({
    job: "targets.export",
    input: { ...exportInput(made, to, "otpauth", folder), dataKey: inText(made) },
    entries,
  });
  rmSync(to);
  return mb;
}

interface Stores {
  /** People without authenticators, at least as many as entries are imported. */
  plain: Made;
  enrolled: Made;
  many: Made;
}

/** By how much a process grows at most while its thread works: limits in MB, since what SQLite caches is bounded and not in proportion. */
export async function memoryFigures(
  folder: string,
  { plain, enrolled, many }: Stores,
  [few, some, most]: readonly [number, number, number],
): Promise<Figure[]> {
  const figure = (name: string, ours: () => Promise<number>, limit: number): Figure => {
    return { name, ours, limit, unit: "MB", rounds: 1, warmup: 0 };
  };
  const figures: Figure[] = [];
  for (const kind of kinds) {
    const fileOf = (count: number): string => join(folder, `memory-${count}.${kind.ending}`);
    for (const count of [few, some, most]) await writeSeeds(fileOf(count), kind, count);
    const imported = (count: number): Figure =>
      figure(
        `memory while ${named(count)} ${kind.title} entries are imported`,
        () => ofImport(plain, fileOf(count), count),
        160,
      );
    const checked = figure(
      `memory while ${named(most)} ${kind.title} entries are checked`,
      () => ofReading(plain, fileOf(most), most),
      160,
    );
    figures.push(imported(few), imported(some), checked);
  }
  return [
    ...figures,
    figure(`memory while ${named(some)} are exported`, () => ofExport(enrolled, folder, some), 120),
    figure(`memory while ${named(most)} are exported`, () => ofExport(many, folder, most), 120),
  ];
}

const named = (count: number): string => count.toLocaleString("en-US");
