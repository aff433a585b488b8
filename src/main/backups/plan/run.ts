import { AppError } from "#shared/errors.ts";
import { type BackupRun, type BackupTrigger, faultsAsTexts } from "#shared/model/backups.ts";
import { type BackupId, BackupRunId } from "#shared/model/ids.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toStoredList } from "#shared/texts/stored.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { newId } from "../../base/ids.ts";
import { listRecipients } from "../../store/backups/backup-recipients.ts";
import { changedSince, insertRun, lastCountedRun, listBackups, listRuns } from "../../store/backups/backups.ts";
import { listDestinations } from "../../store/backups/destinations.ts";
import { withLease } from "../../call/lease.ts";
import type { Db } from "../../store/store.ts";
import type { BackupRunRow, DestinationRow } from "../../store/migrations/backup-schema.ts";
import type { PlanJobs } from "./deps.ts";
import { isDue } from "./due.ts";
import { makeProven } from "./make.ts";
import { readPlan } from "./plan.ts";
import { prune } from "./prune.ts";
import { toRun } from "./records.ts";
import { sendToAll } from "./send.ts";

/** Recipients of the backups, and their locations. */
interface Ways {
  recipients: string[];
  destinations: DestinationRow[];
}

async function waysOf(db: Db): Promise<Ways> {
  const recipients = (await listRecipients(db)).map(({ recipient }) => recipient);
  const destinations = (await listDestinations(db)).filter(({ enabled }) => enabled === 1);
  return { recipients, destinations };
}

export async function isConfigured(db: Db): Promise<boolean> {
  const { recipients, destinations } = await waysOf(db);
  return recipients.length > 0 && destinations.length > 0;
}

interface Outcome {
  outcome: BackupRunRow["outcome"];
  backup: BackupId | null;
  problems: Text[];
}

/** Nothing but backups and sign-ins since the last one, which every location has. */
async function nothingNew(db: Db): Promise<boolean> {
  const [newest] = await listBackups(db, 1);
  if (!newest || (await changedSince(db, newest.audit_seq))) return false;
  const last = (await listRuns(db, 20)).find(({ outcome }) => outcome !== "skipped");
  return last?.outcome === "done" && last.backup_id === newest.id;
}

async function attempt(context: Context, jobs: PlanJobs, trigger: BackupTrigger): Promise<Outcome> {
  const { store } = opened(context);
  const { recipients, destinations } = await waysOf(store.db);
  if (recipients.length === 0 || destinations.length === 0) throw new AppError("BACKUP_UNCONFIGURED");
  if (trigger === "schedule" && (await nothingNew(store.db))) {
    return { outcome: "skipped", backup: null, problems: [] };
  }
  const { id, sent, faults } = await makeProven(context, jobs, { recipients, trigger }, async (made) => ({
    id: made.row.id,
    faults: made.faults,
    sent: await sendToAll(context, jobs, made, destinations),
  }));
  const missing = sent.flatMap(({ destination, problem }) =>
    problem === null ? [] : [text("backups.atLocation", { location: destination.name, problem })],
  );
  const problems = [...faultsAsTexts(faults), ...missing];
  const arrived = sent.length - missing.length;
  const { prune: mayPrune } = await readPlan(store.db);
  // Nothing old is removed while the new one is not everywhere, nor before a restore: the one being restored may be
  // old.
  const settled = problems.length === 0 && trigger !== "restore";
  if (mayPrune && settled) problems.push(...(await prune(context, jobs, { dryRun: false })).problems);
  if (arrived === 0) return { outcome: "failed", backup: id, problems };
  return { outcome: problems.length > 0 ? "partial" : "done", backup: id, problems };
}

/** Records a run, also in the audit log: no failure is silent. */
async function settle(
  context: Context,
  trigger: BackupTrigger,
  begunAt: number,
  { outcome, backup, problems }: Outcome,
): Promise<BackupRun> {
  const endedAt = context.options.clock.now();
  const row: BackupRunRow = {
    id: newId(BackupRunId, begunAt),
    cause: trigger,
    begun_at: begunAt,
    ended_at: endedAt,
    outcome,
    backup_id: backup,
    problems: toStoredList(problems),
    acknowledged_by: null,
    acknowledged_at: null,
  };
  await change({ ...context, now: endedAt }, async ({ tx, note }) => {
    await insertRun(tx, row);
    note({
      action: "backup.run",
      result: outcome === "failed" || outcome === "partial" ? "failed" : "done",
      details: { trigger, outcome, problems: problems.length },
    });
  });
  return toRun(row);
}

/** For what goes wrong before any location is involved: the run failed, and says why. */
async function attemptOrExplain(context: Context, jobs: PlanJobs, trigger: BackupTrigger): Promise<Outcome> {
  try {
    return await attempt(context, jobs, trigger);
  } catch (thrown) {
    const error = toAppError(thrown);
    // Nothing was begun, or a person ended it.
    if (error.code === "CANCELLED" || error.code === "BUSY") throw error;
    if (error.code === "BACKUP_UNCONFIGURED" && trigger !== "schedule") throw error;
    context.options.logger.error("a backup failed", { error });
    return { outcome: "failed", backup: null, problems: [error.text] };
  }
}

/**
 * Makes a backup, test-restores it, sends it everywhere, removes what no rule keeps. Only one runs at once, whichever
 * desk or process asks.
 *
 * @throws AppError BUSY, CANCELLED, BACKUP_UNCONFIGURED; anything else that fails is in the run
 */
export function runBackup(context: Context, jobs: PlanJobs, trigger: BackupTrigger): Promise<BackupRun> {
  return withLease(context, "backup", async () => {
    const begunAt = context.options.clock.now();
    return settle(context, trigger, begunAt, await attemptOrExplain(context, jobs, trigger));
  });
}

/**
 * Makes the backup that is due now.
 *
 * @returns null if none is due
 * @throws AppError BUSY, CANCELLED
 */
export async function runIfDue(context: Context, jobs: PlanJobs): Promise<BackupRun | null> {
  const { db } = opened(context).store;
  const wanted = isDue(await readPlan(db), await lastCountedRun(db), context.now);
  return wanted ? runBackup(context, jobs, "schedule") : null;
}
