import { BackupPlan, defaultPlan, retentionInWords } from "#shared/model/backups.ts";
import { change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { readPlanText, writePlanText } from "../../store/backups/backup-plan.ts";
import type { Db } from "../../store/store.ts";

/** What an owner has set, or the defaults: no automatic backups. */
export async function readPlan(db: Db): Promise<BackupPlan> {
  const text = await readPlanText(db);
  if (text === undefined) return defaultPlan;
  // A plan out of today's bounds, from another version's store, counts as not set.
  const plan = BackupPlan.safeParse(JSON.parse(text));
  return plan.success ? plan.data : defaultPlan;
}

const inWords = ({ every, hour, weekday }: BackupPlan): string => {
  if (every === "day") return `every day at ${hour}`;
  return every === "week" ? `every week, day ${weekday} at ${hour}` : every;
};

export async function setPlan(context: Context, { plan }: { plan: BackupPlan }): Promise<BackupPlan> {
  await change(context, async ({ tx, note }) => {
    const before = await readPlan(tx);
    await writePlanText(tx, JSON.stringify(plan), context.now);
    note({
      action: "backup.plan",
      details: {
        before: inWords(before),
        after: inWords(plan),
        keepBefore: retentionInWords(before.retention),
        keepAfter: retentionInWords(plan.retention),
        prune: plan.prune,
        beforeChanges: plan.beforeChanges,
      },
    });
  });
  return plan;
}
