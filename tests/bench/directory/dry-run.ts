// Checks a table in a thread, as the console does, and prints the most memory this process took, in MB.
import type { WorkerJobs } from "#main/worker-jobs.ts";
import { readFileSync } from "node:fs";
import type { ImportInput } from "#main/imports/import-job.ts";
import { freshThread, Jobs } from "#main/jobs/runner.ts";

const input = JSON.parse(process.argv[2] ?? "") as ImportInput;
const jobs = new Jobs<WorkerJobs>(freshThread(new URL("../../../src/main/worker.ts", import.meta.url)));
const { sums } = await jobs.run("import.dryRun", input);
await jobs.close();
if (sums.create !== sums.rows) throw new Error("not all rows are new users");
// Not `maxRSS`: that counts what the process that started this one held at the start, too.
const peak = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
console.log(Number(peak ?? process.resourceUsage().maxRSS) / 1024);
