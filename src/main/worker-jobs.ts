import { offerWritten } from "./formats/written.ts";
import type { Job } from "./jobs/job.ts";

offerWritten(async () => (await import("./formats/registry.ts")).writtenFormat);

/** A thread does one job: it loads only that one's code. */
const readLater =
  <Input, Output>(read: () => Promise<Job<Input, Output>>): Job<Input, Output> =>
  async (input, context) =>
    (await read())(input, context);

export const jobs = {
  "audit.checkpoint": readLater(async () => (await import("./audit-log/checkpoints.ts")).checkpointJob),
  "audit.export": readLater(async () => (await import("./audit-log/export-job.ts")).exportAuditJob),
  "audit.verify": readLater(async () => (await import("./audit/verify-job.ts")).verifyAuditJob),
  "archive.carryOver": readLater(async () => (await import("./backups/archive/carry-over.ts")).carryOverJob),
  "archive.create": readLater(async () => (await import("./backups/archive/write-backup.ts")).writeBackup),
  "archive.verify": readLater(async () => (await import("./backups/archive/prove-backup.ts")).proveBackup),
  "archive.settleRestored": readLater(
    async () => (await import("./backups/archive/settle-restored.ts")).settleRestoredJob,
  ),
  "archive.stage": readLater(async () => (await import("./backups/archive/stage-backup.ts")).stageBackup),
  "destination.fetch": readLater(async () => (await import("./backups/destinations/jobs.ts")).fetchFile),
  "destination.list": readLater(async () => (await import("./backups/destinations/jobs.ts")).listFiles),
  "destination.probe": readLater(async () => (await import("./backups/destinations/jobs.ts")).probeDestination),
  "destination.remove": readLater(async () => (await import("./backups/destinations/jobs.ts")).removeFile),
  "destination.send": readLater(async () => (await import("./backups/destinations/jobs.ts")).sendFile),
  "export.users": readLater(async () => (await import("./imports/export-job.ts")).exportUsers),
  "import.dryRun": readLater(async () => (await import("./imports/import-job.ts")).dryRunImport),
  "import.run": readLater(async () => (await import("./imports/import-job.ts")).runImport),
  "import.undo": readLater(async () => (await import("./imports/undo-job.ts")).undoImport),
  "letters.issue": readLater(async () => (await import("./enrolment/letters/issue-job.ts")).issueLettersJob),
  "letters.preview": readLater(async () => (await import("./enrolment/letters/issue-job.ts")).previewLettersJob),
  "letters.reprint": readLater(async () => (await import("./enrolment/letters/reprint-job.ts")).reprintLettersJob),
  "letters.void": readLater(async () => (await import("./enrolment/letters/void-job.ts")).voidLettersJob),
  "search.merge": readLater(async () => (await import("./directory/merge-job.ts")).mergeSearch),
  "seeds.dryRun": readLater(async () => (await import("./imports/seeds/seed-job.ts")).dryRunSeeds),
  "seeds.run": readLater(async () => (await import("./imports/seeds/seed-job.ts")).runSeeds),
  "seeds.undo": readLater(async () => (await import("./imports/seeds/undo-seeds.ts")).undoSeeds),
  "store.inspect": readLater(async () => (await import("./system/inspect-job.ts")).inspectStoreJob),
  "targets.export": readLater(async () => (await import("./targets/export-job.ts")).exportJob),
  "targets.preflight": readLater(async () => (await import("./targets/export-job.ts")).preflightJob),
  "targets.record": readLater(async () => (await import("./targets/record-job.ts")).recordJob),
  "users.bulk": readLater(async () => (await import("./directory/bulk-job.ts")).runBulk),
  "users.bulkPreview": readLater(async () => (await import("./directory/bulk-job.ts")).runBulk),
  "vault.rotate": readLater(async () => (await import("./vault/rotate-job.ts")).rotateDataKey),
};

export type WorkerJobs = typeof jobs;
