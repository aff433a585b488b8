import { parentPort } from "node:worker_threads";
import { verifyAuditJob } from "../audit/verify-job.ts";
import { proveBackup } from "../backup/prove-backup.ts";
import { stageBackup } from "../backup/stage-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { inspectStoreJob } from "../diagnostics/inspect-job.ts";
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
