import { BackupPlan, defaultPlan, retentionInWords } from "#shared/model/backups.ts";
import { appendAudit } from "../../audit/append.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { readPlanText, writePlanText } from "../../store/backups/backup-plan.ts";
import type { Db } from "../../store/open.ts";

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
  const { store, keys } = opened(context);
  await store.write(async (tx) => {
    const before = await readPlan(tx);
    await writePlanText(tx, JSON.stringify(plan), context.now);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
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
