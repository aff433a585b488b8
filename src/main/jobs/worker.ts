import { parentPort } from "node:worker_threads";
import { verifyAuditJob } from "../audit/verify-job.ts";
import { proveBackup } from "../backup/prove-backup.ts";
import { stageBackup } from "../backup/stage-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { fetchFile, listFiles, probeDestination, removeFile, sendFile } from "../destinations/jobs.ts";
import { runBulk } from "../directory/bulk-job.ts";
import { mergeSearch } from "../directory/merge-job.ts";
import { exportUsers } from "../exchange/export-job.ts";
import { dryRunImport, runImport } from "../exchange/import-job.ts";
import { undoImport } from "../exchange/undo-job.ts";
import { inspectStoreJob } from "../diagnostics/inspect-job.ts";
import { issueLettersJob, previewLettersJob } from "../letters/issue-job.ts";
import { reprintLettersJob } from "../letters/reprint-job.ts";
import { voidLettersJob } from "../letters/void-job.ts";
import { rotateDataKey } from "../vault-care/rotate-job.ts";
import { serve } from "./host.ts";

const jobs = {
  "audit.verify": verifyAuditJob,
  "backup.create": writeBackup,
  "backup.verify": proveBackup,
  "backup.stage": stageBackup,
  "destination.fetch": fetchFile,
  "destination.list": listFiles,
  "destination.probe": probeDestination,
  "destination.remove": removeFile,
  "destination.send": sendFile,
  "export.users": exportUsers,
  "import.dryRun": dryRunImport,
  "import.run": runImport,
  "import.undo": undoImport,
  "letters.issue": issueLettersJob,
  "letters.preview": previewLettersJob,
  "letters.reprint": reprintLettersJob,
  "letters.void": voidLettersJob,
  "search.merge": mergeSearch,
  "store.inspect": inspectStoreJob,
  "users.bulk": runBulk,
  "users.bulkPreview": runBulk,
  "vault.rotate": rotateDataKey,
};

export type WorkerJobs = typeof jobs;

if (!parentPort) throw new Error("This file runs as a worker thread.");
serve(parentPort, jobs);
