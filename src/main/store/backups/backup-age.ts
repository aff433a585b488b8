import type { BackupPlan } from "#shared/model/backups.ts";
import type { BackupRecipientRow } from "../migrations/backup-schema.ts";

const hour = 3_600_000;

/** Whether there is no backup, or the newest is older than the plan allows. Times: UTC milliseconds. */
export const isStale = (newest: number | null, { proofHours }: BackupPlan, now: number): boolean =>
  newest === null || now - newest > proofHours * hour;

/**
 * Whether nobody has shown the identity of a recipient, or not for longer than the plan allows. An identity is shown once,
 * when it is made: until it was shown to the console, nobody knows that it was kept.
 */
export const isUntested = (
  { proven_at }: Pick<BackupRecipientRow, "proven_at">,
  { identityDays }: BackupPlan,
  now: number,
): boolean => proven_at === null || now - proven_at > identityDays * 24 * hour;
