import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { BackupRecord, BackupRun } from "#shared/model/backups.ts";
import { BackupRunId } from "#shared/model/ids.ts";
import { appendAudit } from "../../audit/append.ts";
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

async function list(context: Context, input: ParsedInputOf<"backups.list">): Promise<OutputOf<"backups.list">> {
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

async function run(context: Context, jobs: PlanJobs, { ifDue }: ParsedInputOf<"backups.run">): Promise<BackupRun> {
  if (!ifDue) return runBackup(context, jobs, "person");
  return (await runIfDue(context, jobs)) ?? notDue(context.now);
}

async function pin(context: Context, { id, pinned }: ParsedInputOf<"backups.pin">): Promise<BackupRecord> {
  const { store, keys } = opened(context);
  const row = await store.write(async (tx) => {
    const found = await readBackup(tx, id);
    if (!found) throw new AppError("NOT_FOUND", { message: "This backup is no longer in the list." });
    await updateBackup(tx, id, { pinned: pinned ? 1 : 0 });
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: pinned ? "backup.pin" : "backup.unpin",
      target: { id, name: found.name },
    });
    return { ...found, pinned: pinned ? (1 as const) : (0 as const) };
  });
  const [record] = await toRecords(store.db, [row]);
  if (!record) throw new AppError("NOT_FOUND");
  return record;
}

async function acknowledge(context: Context, { id }: ParsedInputOf<"backups.acknowledge">): Promise<BackupRun> {
  const { store, keys } = opened(context);
  const actor = actorOf(context);
  const row = await store.write(async (tx) => {
    if (!(await readRun(tx, id))) throw new AppError("NOT_FOUND");
    await acknowledgeRuns(tx, id, actor.name, context.now);
    await appendAudit(tx, keys, context.now, { actor, action: "backup.acknowledge", target: { id, name: "backup" } });
    return readRun(tx, id);
  });
  if (!row) throw new AppError("NOT_FOUND");
  return toRun(row);
}

export const backupPlanHandlers = (jobs: PlanJobs): HandlersOf<"backups"> => ({
  health: (context) => backupHealth(opened(context).store.db, context.now),
  list,
  runs: async (context) => ({ rows: (await listRuns(opened(context).store.db, shownRuns)).map(toRun) }),
  run: (context, input) => run(context, jobs, input),
  pin,
  prune: (context, input) => prune(context, jobs, input),
  acknowledge,
  plan: (context) => readPlan(opened(context).store.db),
  setPlan,
});
