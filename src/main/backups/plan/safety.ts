import { AppError } from "#shared/errors.ts";
import type { BackupTrigger } from "#shared/model/backups.ts";
import { sentences, text } from "#shared/texts/text.ts";
import { type Context, opened } from "../../call/context.ts";
import type { PlanJobs } from "./deps.ts";
import { readPlan } from "./plan.ts";
import { isConfigured, runBackup } from "./run.ts";

/** Makes a backup before a change that cannot be undone piece by piece. */
export type BackupBefore = (context: Context, trigger: Exclude<BackupTrigger, "schedule" | "person">) => Promise<void>;

/** The change has phases; the backup is one of them. */
function asOneStep(context: Context): Context {
  const onProgress = (): void => context.call.onProgress?.({ phase: "backup", done: 0, total: null });
  return { ...context, call: { ...context.call, onProgress } };
}

/**
 * Only if the plan asks for it and backups are set up. The change may continue once the backup is test-restored and at
 * one location.
 *
 * @throws AppError SAFETY_BACKUP_FAILED, BUSY, CANCELLED
 */
export const backupBefore =
  (jobs: PlanJobs): BackupBefore =>
  async (context, trigger) => {
    const { db } = opened(context).store;
    if (!(await readPlan(db)).beforeChanges || !(await isConfigured(db))) return;
    const { outcome, problems } = await runBackup(asOneStep(context), jobs, trigger);
    if (outcome !== "failed") return;
    throw new AppError("SAFETY_BACKUP_FAILED", {
      text: sentences(text("backups.safetyFailed"), ...problems),
    });
  };
