// Reads, imports or exports seeds in a thread, as the console does, and prints by how many MB this process grew at most.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshThread, Jobs } from "#main/jobs/runner.ts";
import type { SeedRunInput } from "#main/imports/seeds/seed-job.ts";
import type { ExportInput } from "#main/targets/export-job.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";

/** Keys are in base64: what crosses between processes is text. */
type Keyed<Input> = Omit<Input, "dataKey"> & { dataKey: string };

export type Task =
  | { job: "seeds.dryRun" | "seeds.run"; input: Keyed<SeedRunInput>; entries: number }
  | { job: "targets.export"; input: Keyed<ExportInput>; entries: number };

const jobs = new Jobs<WorkerJobs>(freshThread(new URL("../../../src/main/worker.ts", import.meta.url)));

/** Not `maxRSS`: that counts what the process that started this one held at the start, too. */
function memory(field: "VmRSS" | "VmHWM"): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, "mu").exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  if (line === undefined) throw new Error(`no ${field}`);
  return Number(line) / 1024;
}

/** @returns how many entries were read or written */
async function perform(task: Task): Promise<number> {
  const dataKey = Buffer.from(task.input.dataKey, "base64");
  if (task.job === "targets.export") {
    return (await jobs.run("targets.export", { ...task.input, dataKey })).report.sums.go;
  }
  return (await jobs.run(task.job, { ...task.input, dataKey })).sums.entries;
}

/** What a thread takes to start stays with the process, and does not depend on the file: one that ends at once. */
async function warmUp(folder: string, { input, job }: Task): Promise<void> {
  const nowhere = { ...input, dataKey: Buffer.alloc(32), store: { ...input.store, file: join(folder, "nothing") } };
  await jobs.run(job as "seeds.dryRun", nowhere as never).catch(() => null);
}

const task = JSON.parse(process.argv[2] ?? "") as Task;
const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
await warmUp(folder, task);
const idle = memory("VmRSS");
if ((await perform(task)) !== task.entries) throw new Error("entries are missing");
console.log(memory("VmHWM") - idle);
await jobs.close();
rmSync(folder, { recursive: true });
