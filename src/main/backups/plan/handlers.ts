import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { BackupRecord, BackupRun } from "#shared/model/backups.ts";
import { BackupRunId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../../call/change.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { newId } from "../../base/ids.ts";
import {
  acknowledgeRuns,
  listBackups,
  listRuns,
  readBackup,
  readRun,
  updateBackup,
} from "../../store/backups/backups.ts";
import type { PlanJobs } from "./deps.ts";
import { backupHealth } from "./health.ts";
import { readPlan, setPlan } from "./plan.ts";
import { prune } from "./prune.ts";
import { toRecords, toRun } from "./records.ts";
import { runBackup, runIfDue } from "./run.ts";

const shownRuns = 50;

async function list(context: Context, input: ParsedInputOf<"backupPlan.list">): Promise<OutputOf<"backupPlan.list">> {
  const { db } = opened(context).store;
  const limit = input.limit ?? 50;
  const rows = await listBackups(db, limit + 1, input.before);
  return { rows: await toRecords(db, rows.slice(0, limit)), more: rows.length > limit };
}

/** Nobody asked for it and none is due: nothing is recorded. */
const notDue = (now: number): BackupRun => ({
  id: newId(BackupRunId, now),
  trigger: "schedule",
  begunAt: now,
  endedAt: now,
  outcome: "skipped",
  backup: null,
  problems: [],
  acknowledged: null,
});

async function run(context: Context, jobs: PlanJobs, { ifDue }: ParsedInputOf<"backupPlan.run">): Promise<BackupRun> {
  if (!ifDue) return runBackup(context, jobs, "person");
  return (await runIfDue(context, jobs)) ?? notDue(context.now);
}

async function pin(context: Context, { id, pinned }: ParsedInputOf<"backupPlan.pin">): Promise<BackupRecord> {
  const { store } = opened(context);
  const row = await change(context, async ({ tx, note }) => {
    const found = await readBackup(tx, id);
    if (!found) throw new AppError("NOT_FOUND", { text: text("backups.notInList") });
    await updateBackup(tx, id, { pinned: pinned ? 1 : 0 });
    note({ action: pinned ? "backup.pin" : "backup.unpin", target: { id, name: found.name } });
    return { ...found, pinned: pinned ? (1 as const) : (0 as const) };
  });
  const [record] = await toRecords(store.db, [row]);
  if (!record) throw new AppError("NOT_FOUND");
  return record;
}

async function acknowledge(context: Context, { id }: ParsedInputOf<"backupPlan.acknowledge">): Promise<BackupRun> {
  const { name } = actorOf(context);
  const row = await change(context, async ({ tx, note }) => {
    if (!(await readRun(tx, id))) throw new AppError("NOT_FOUND");
    await acknowledgeRuns(tx, id, name, context.now);
    note({ action: "backup.acknowledge", target: { id, name: "backup" } });
    return readRun(tx, id);
  });
  if (!row) throw new AppError("NOT_FOUND");
  return toRun(row);
}

export const backupPlanHandlers = (jobs: PlanJobs): HandlersOf<"backupPlan"> => ({
  health: (context) => backupHealth(opened(context).store.db, context.now),
  list,
  runs: async (context) => ({ rows: (await listRuns(opened(context).store.db, shownRuns)).map(toRun) }),
  run: (context, input) => run(context, jobs, input),
  pin,
  prune: (context, input) => prune(context, jobs, input),
  acknowledge,
  get: (context) => readPlan(opened(context).store.db),
  set: setPlan,
});
