import { isDeepStrictEqual } from "node:util";
import { AppError } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { Policy, PolicyKey } from "#shared/model/policy.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { writePolicy } from "../store/console/policies.ts";
import { shortenSessions } from "../store/console/sessions.ts";
import { describeChange } from "./describe.ts";
import { requireStillFits } from "./fit.ts";
import { changedPolicy, readPolicy } from "./policy.ts";

const shown = (value: unknown): string | number | boolean =>
  Array.isArray(value) ? value.join(", ") : (value as string | number | boolean);

/**
 * Another change may have come in since this one was examined: what it weakens now must be what was approved.
 *
 * @throws AppError APPROVAL_CHANGED
 */
function requireAsApproved(context: Context, before: Policy, after: Policy): void {
  const weakens = describeChange(before, after);
  if (weakens && !isDeepStrictEqual(weakens, context.approved)) throw new AppError("APPROVAL_CHANGED");
}

/**
 * Each changed setting is a separate event with before and after.
 *
 * @throws AppError POLICY_REFUSED with the fields if two settings contradict each other, or new authenticators would no
 * longer fit a system; APPROVAL_CHANGED
 */
async function set(context: Context, input: ParsedInputOf<"policies.set">): Promise<Policy> {
  return change(context, async ({ tx, note }) => {
    const before = await readPolicy(tx);
    const after = changedPolicy(before, input.changes);
    await requireStillFits(tx, before, after);
    requireAsApproved(context, before, after);
    const changed = (Object.keys(input.changes) as PolicyKey[]).filter(
      (key) => !isDeepStrictEqual(after[key], before[key]),
    );
    if (changed.length === 0) return after;
    for (const key of changed) {
      await writePolicy(tx, { key, value: JSON.stringify(after[key]), updated_at: context.now });
      note({
        action: "policy.set",
        target: { id: null, name: key },
        details: {
          before: shown(before[key]),
          after: shown(after[key]),
          ...(input.reason ? { reason: input.reason } : {}),
        },
      });
    }
    // A stricter policy applies at once, a weaker one to new sessions only.
    await shortenSessions(tx, after.sessionHours * 3_600_000, after.idleMinutes * 60_000);
    return after;
  });
}

export const policyHandlers: HandlersOf<"policies"> = {
  get: async (context) => readPolicy(opened(context).store.db),
  set,
};
