import type { OutputOf } from "#shared/contract/index.ts";
import type { PruneDecision } from "#shared/contract/backups.ts";
import type { RetentionRules } from "#shared/model/backups.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { toAppError } from "../errors/to-app-error.ts";
import { storedCopies, writeCopy } from "../store/backups.ts";
import { listDestinations } from "../store/destinations.ts";
import type { Db } from "../store/open.ts";
import type { PlanJobs } from "./deps.ts";
import { placeOf } from "../destinations/place.ts";
import { readPlan } from "./plan.ts";
import { decide } from "./retention.ts";

/** What the rules say of every copy, destination by destination, newest first. */
async function decisionsOf(db: Db, rules: RetentionRules): Promise<PruneDecision[]> {
  const copies = await storedCopies(db);
  return [...Map.groupBy(copies, (copy) => copy.destination_id).values()].flatMap((there) => {
    const reasons = decide(
      there.map((copy) => ({
        createdAt: copy.created_at,
        pinned: copy.pinned === 1,
        proven: copy.proven_at !== null,
      })),
      rules,
    );
    return there.map((copy, place) => ({
      backup: copy.id,
      name: copy.name,
      createdAt: copy.created_at,
      destination: copy.destination_id,
      destinationName: copy.destination,
      keep: (reasons[place] ?? []).length > 0,
      reasons: reasons[place] ?? [],
    }));
  });
}

type Removed = { removed: number; problems: string[] };

async function removeAt(context: Context, jobs: PlanJobs, going: readonly PruneDecision[]): Promise<Removed> {
  const { store } = opened(context);
  const [first] = going;
  const row = (await listDestinations(store.db)).find(({ id }) => id === first?.destination);
  // One that is switched off keeps what it has.
  if (!row || row.enabled === 0) return { removed: 0, problems: [] };
  let removed = 0;
  try {
    const place = await placeOf(context.options.keychain, row);
    for (const { backup, name, destination } of going) {
      await jobs.run("destination.remove", { ...place, name }, context.call);
      await store.write((tx) =>
        writeCopy(tx, {
          backup_id: backup,
          destination_id: destination,
          state: "removed",
          at: context.options.clock.now(),
          error: null,
        }),
      );
      removed += 1;
    }
    return { removed, problems: [] };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "CANCELLED") throw error;
    return { removed, problems: [`${row.name}: old backups could not be removed. ${error.message}`] };
  }
}

/** Removes what no rule keeps. @returns what was decided, and what went wrong, in words for people */
export async function prune(
  context: Context,
  jobs: PlanJobs,
  { dryRun }: { dryRun: boolean },
): Promise<OutputOf<"backups.prune">> {
  const { store, keys } = opened(context);
  const { retention } = await readPlan(store.db);
  const decisions = await decisionsOf(store.db, retention);
  if (dryRun) return { decisions, problems: [] };
  const going = Map.groupBy(
    decisions.filter(({ keep }) => !keep),
    ({ destination }) => destination,
  );
  let removed = 0;
  const problems: string[] = [];
  for (const of of going.values()) {
    const done = await removeAt(context, jobs, of);
    removed += done.removed;
    problems.push(...done.problems);
  }
  if (removed > 0) {
    await store.write((tx) =>
      appendAudit(tx, keys, context.options.clock.now(), {
        actor: context.session ? actorOf(context) : null,
        action: "backup.prune",
        details: { removed },
      }),
    );
    context.live.changed();
  }
  return { decisions, problems };
}
