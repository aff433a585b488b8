import type { BackupHealth } from "#shared/contract/backups.ts";
import type { BackupPlan } from "#shared/model/backups.ts";
import { listRecipients } from "../store/backup-recipients.ts";
import { lastProvenBackup, lastCountedRun, openProblems } from "../store/backups.ts";
import type { Db } from "../store/open.ts";
import { nextDue } from "./due.ts";
import { readPlan } from "./plan.ts";
import { toRun } from "./records.ts";
import { isConfigured } from "./run.ts";

const hour = 3_600_000;

const shownProblems = 20;

/**
 * Names of recipients whose key was not tested within the plan's days; for one never tested, they count from its start.
 */
async function unproven(db: Db, { identityDays }: BackupPlan, now: number): Promise<string[]> {
  const rows = await listRecipients(db);
  return rows
    .filter((row) => now - (row.proven_at ?? row.created_at) > identityDays * 24 * hour)
    .map(({ name }) => name);
}

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
    stale: configured && (last === null || now - last > plan.proofHours * hour),
    nextAt: next === null ? null : Math.max(next, now),
    problems: (await openProblems(db, shownProblems)).map(toRun),
    unprovenRecipients: await unproven(db, plan, now),
  };
}
