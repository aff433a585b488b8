// Writes, verifies or restores a backup in a thread, as the console does, and prints by how many MB this process grew at most.
import { readFileSync } from "node:fs";
import type { Opening } from "#main/backups/archive/age.ts";
import type { ProveInput } from "#main/backups/archive/prove-backup.ts";
import type { WriteInput } from "#main/backups/archive/write-backup.ts";
import type { Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import { newJobs, Site } from "../../support/backups.ts";

export type Task =
  | { kind: "create"; input: Omit<WriteInput, "dataKey"> & { dataKey: string } }
  | { kind: "verify"; input: ProveInput }
  | { kind: "restore"; input: { file: string; opening: Opening; folder: string } };

/** Not `maxRSS`: that counts what the process that started this one held at the start, too. */
function memory(field: "VmRSS" | "VmHWM"): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, "mu").exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  if (line === undefined) throw new Error(`no ${field}`);
  return Number(line) / 1024;
}

function expectFailure(thrown: unknown): void {
  if ((thrown as { code?: string }).code !== "FILE_NOT_FOUND") throw thrown;
}

/** What a thread takes to start stays with the process, and does not depend on the store: a job that ends at once. */
async function warmUp(jobs: Jobs<WorkerJobs>): Promise<void> {
  await jobs.run("archive.verify", { file: "", opening: { identity: "" }, folder: "" }).catch(expectFailure);
}

/** @returns MB that the process held before */
async function perform(task: Task): Promise<number> {
  const site = task.kind === "restore" ? await Site.open(task.input.folder) : null;
  const jobs = site?.jobs ?? newJobs();
  await warmUp(jobs);
  const idle = memory("VmRSS");
  if (task.kind === "restore") await site?.restore(task.input.file, {}, task.input.opening);
  else if (task.kind === "verify") await jobs.run("archive.verify", task.input);
  else await jobs.run("archive.create", { ...task.input, dataKey: Buffer.from(task.input.dataKey, "base64") });
  await (site ?? jobs).close();
  return idle;
}

const idle = await perform(JSON.parse(process.argv[2] ?? "") as Task);
console.log(memory("VmHWM") - idle);
