import type { OutputOf } from "#shared/contract/index.ts";
import type { PruneDecision } from "#shared/contract/backup-plan.ts";
import type { RetentionRules } from "#shared/model/backups.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toStored } from "#shared/texts/stored.ts";
import { change, unaudited } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { placeOf } from "../destinations/place.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { DestinationRow } from "../../store/migrations/backup-schema.ts";
import { type StoredCopy, storedCopies, writeCopy } from "../../store/backups/backups.ts";
import { listDestinations } from "../../store/backups/destinations.ts";
import type { PlanJobs } from "./deps.ts";
import { readPlan } from "./plan.ts";
import { decide } from "./retention.ts";

/** What happens with the copies at one location. */
interface Verdict {
  row: DestinationRow;
  decisions: PruneDecision[];
  /** Recorded as stored, but no longer there as they were sent. */
  gone: StoredCopy[];
  problems: Text[];
}

const decisionOf = (copy: StoredCopy, reasons: readonly string[]): PruneDecision => ({
  backup: copy.id,
  name: copy.name,
  createdAt: copy.created_at,
  destination: copy.destination_id,
  destinationName: copy.destination,
  keep: reasons.length > 0,
  reasons: [...reasons],
});

function byRules(copies: readonly StoredCopy[], rules: RetentionRules): PruneDecision[] {
  const reasons = decide(
    copies.map((copy) => ({
      createdAt: copy.created_at,
      pinned: copy.pinned === 1,
      proven: copy.proven_at !== null,
    })),
    rules,
  );
  return copies.map((copy, index) => decisionOf(copy, reasons[index] ?? []));
}

/** No rule may rely on a copy that somebody has removed or truncated meanwhile: the last good one would be removed. */
async function judge(
  context: Context,
  jobs: PlanJobs,
  row: DestinationRow,
  copies: readonly StoredCopy[],
  rules: RetentionRules,
): Promise<Verdict> {
  const all = (reason: string) => copies.map((copy) => decisionOf(copy, [reason]));
  if (row.enabled === 0) return { row, decisions: all("switched off"), gone: [], problems: [] };
  try {
    const files = await jobs.run("destination.list", await placeOf(context.options.keychain, row), context.call);
    const sizes = new Map(files.map(({ name, size }) => [name, size]));
    const gone = copies.filter(({ name, size }) => sizes.get(name) !== size);
    const there = copies.filter((copy) => !gone.includes(copy));
    const names = gone.map(({ name }) => name);
    const problems = gone.length === 0 ? [] : [text("backups.copiesGone", { location: row.name, names })];
    return { row, decisions: byRules(there, rules), gone, problems };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "CANCELLED") throw error;
    const problems = [text("backups.copiesUnchecked", { location: row.name, problem: error.text })];
    return { row, decisions: all("not reached"), gone: [], problems };
  }
}

async function judgeAll(context: Context, jobs: PlanJobs): Promise<Verdict[]> {
  const { db } = opened(context).store;
  const { retention } = await readPlan(db);
  const copies = Map.groupBy(await storedCopies(db), (copy) => copy.destination_id);
  const verdicts: Verdict[] = [];
  for (const row of await listDestinations(db)) {
    const there = copies.get(row.id);
    if (there) verdicts.push(await judge(context, jobs, row, there, retention));
  }
  return verdicts;
}

/** Records what has happened with a copy. */
const settleCopy = (
  context: Context,
  row: DestinationRow,
  backup: StoredCopy["id"],
  { state, error }: { state: "removed" | "failed"; error: Text | null },
): Promise<void> =>
  unaudited(opened(context).store, "backup copies", (tx) =>
    writeCopy(tx, {
      backup_id: backup,
      destination_id: row.id,
      state,
      at: context.options.clock.now(),
      error: error === null ? null : toStored(error),
    }),
  );

/** Removes what no rule keeps. @returns how many were removed, and what went wrong. */
async function carryOut(
  context: Context,
  jobs: PlanJobs,
  { row, decisions, gone }: Verdict,
): Promise<{ removed: number; problems: Text[] }> {
  for (const copy of gone) {
    await settleCopy(context, row, copy.id, { state: "failed", error: text("backups.goneFromLocation") });
  }
  const going = decisions.filter(({ keep }) => !keep);
  let removed = 0;
  if (going.length === 0) return { removed, problems: [] };
  try {
    const place = await placeOf(context.options.keychain, row);
    for (const { backup, name } of going) {
      await jobs.run("destination.remove", { ...place, name }, context.call);
      await settleCopy(context, row, backup, { state: "removed", error: null });
      removed += 1;
    }
    return { removed, problems: [] };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "CANCELLED") throw error;
    return { removed, problems: [text("backups.oldNotRemoved", { location: row.name, problem: error.text })] };
  }
}

/**
 * Removes what no rule keeps, from what is really at the locations.
 *
 * @returns what was decided, and what went wrong
 * @throws AppError CANCELLED; what was removed by then is recorded
 */
export async function prune(
  context: Context,
  jobs: PlanJobs,
  { dryRun }: { dryRun: boolean },
): Promise<OutputOf<"backupPlan.prune">> {
  const verdicts = await judgeAll(context, jobs);
  const decisions = verdicts.flatMap((verdict) => verdict.decisions);
  const problems = verdicts.flatMap((verdict) => verdict.problems);
  if (dryRun) return { decisions, problems };
  let removed = 0;
  for (const verdict of verdicts) {
    const done = await carryOut(context, jobs, verdict);
    removed += done.removed;
    problems.push(...done.problems);
  }
  if (removed > 0) {
    const at = context.options.clock.now();
    await change({ ...context, now: at }, async ({ note }) => note({ action: "backup.prune", details: { removed } }));
  }
  return { decisions, problems };
}
