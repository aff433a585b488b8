import type { BackupHealth } from "#shared/contract/backup-plan.ts";
import { isStale, isUntested } from "../../store/backups/backup-age.ts";
import { listRecipients } from "../../store/backups/backup-recipients.ts";
import { lastProvenBackup, lastCountedRun, openProblems } from "../../store/backups/backups.ts";
import type { Db } from "../../store/store.ts";
import { nextDue } from "./due.ts";
import { readPlan } from "./plan.ts";
import { toRun } from "./records.ts";
import { isConfigured } from "./run.ts";

const shownProblems = 20;

/** @param now UTC milliseconds */
export async function backupHealth(db: Db, now: number): Promise<BackupHealth> {
  const plan = await readPlan(db);
  const configured = await isConfigured(db);
  const last = (await lastProvenBackup(db))?.created_at ?? null;
  const next = nextDue(plan, await lastCountedRun(db));
  return {
    configured,
    every: plan.every,
    lastProvenAt: last,
    stale: configured && isStale(last, plan, now),
    nextAt: next === null ? null : Math.max(next, now),
    problems: (await openProblems(db, shownProblems)).map(toRun),
    unprovenRecipients: (await listRecipients(db)).filter((row) => isUntested(row, plan, now)).map(({ name }) => name),
  };
}
