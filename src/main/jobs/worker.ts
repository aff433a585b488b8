import { parentPort } from "node:worker_threads";
import { verifyAuditJob } from "../audit/verifyJob.ts";
import { proveBackup } from "../backup/proveBackup.ts";
import { stageBackup } from "../backup/stageBackup.ts";
import { writeBackup } from "../backup/writeBackup.ts";
import { inspectStoreJob } from "../diagnostics/inspectJob.ts";
import { serve } from "./host.ts";

const jobs = {
  "audit.verify": verifyAuditJob,
  "backup.create": writeBackup,
  "backup.verify": proveBackup,
  "backup.stage": stageBackup,
  "store.inspect": inspectStoreJob,
};

export type WorkerJobs = typeof jobs;

if (!parentPort) throw new Error("This file runs as a worker thread.");
serve(parentPort, jobs);
