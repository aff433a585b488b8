import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { ActKind } from "#shared/model/acts.ts";
import { change } from "../../call/change.ts";
import { type Context, momentOf, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { readAdmin } from "../../store/console/admins.ts";
import { keepStepUp, stepUpGivenAt } from "../../store/console/step-ups.ts";
import { recordFailure } from "../../throttle/throttle.ts";
import { prepareFactor, settleFactor } from "../../twofactor/factor.ts";
import { administratorLimits } from "../../twofactor/limits.ts";
import { adminKey, requireNotThrottled } from "./prove.ts";
import { signInRefused } from "./refused.ts";

/** If the clock was set back by more than this, in milliseconds, earlier codes are invalid. */
const clockSlack = 60_000;

const minutes = (count: number): number => count * 60_000;

const noFactor = () =>
  new AppError("POLICY_REFUSED", {
    text: text("access.noSecondFactor"),
  });

/**
 * Admits a call if its session has a fresh code for this kind of action: younger than the policy's minutes, and not
 * from the future, as after the clock was set back. Administrators without a second factor may change their own
 * security, first of all by adding an authenticator, with the password of their sign-in; every other kind is refused to
 * them.
 *
 * @throws AppError STEP_UP_REQUIRED with `kind`; POLICY_REFUSED without a second factor
 */
export async function requireStepUp(context: Context, kind: ActKind): Promise<void> {
  const { session, now } = context;
  if (!session) throw new AppError("NOT_SIGNED_IN");
  const { db } = opened(context).store;
  const given = await stepUpGivenAt(db, session.id, kind);
  const { stepUpMinutes } = await readPolicy(db);
  if (given !== null && now < given + minutes(stepUpMinutes) && now >= given - clockSlack) return;
  const admin = await readAdmin(db, session.admin_id);
  if (admin?.second_factor !== "off") throw new AppError("STEP_UP_REQUIRED", { details: { kind } });
  if (kind !== "own security") throw noFactor();
}

type Outcome = { until: number; remaining: number | null } | { refused: AppError };

/**
 * Accepts a fresh code for one kind of action, in this session only. Wrong codes count like those at sign-in; a right
 * one does not clear them, since it proves no password.
 *
 * @throws AppError SIGN_IN_REFUSED for a wrong or used code, THROTTLED, POLICY_REFUSED without a second factor
 */
export async function stepUp(
  context: Context,
  input: ParsedInputOf<"access.stepUp">,
): Promise<OutputOf<"access.stepUp">> {
  const { store, keys } = opened(context);
  const { now, session } = context;
  if (!session) throw new AppError("NOT_SIGNED_IN");
  const key = adminKey(session.admin_id);
  await requireNotThrottled(store.db, key, momentOf(context));
  if ((await readAdmin(store.db, session.admin_id))?.second_factor === "off") throw noFactor();
  const proof = await prepareFactor(store.db, keys, { kind: "admin", id: session.admin_id }, input);
  const outcome = await change(context, async ({ tx, note, moment }): Promise<Outcome> => {
    await requireNotThrottled(tx, key, moment);
    const factor = await settleFactor(tx, keys, proof, administratorLimits, now);
    note({
      action: "access.step_up",
      result: factor.accepted ? "accepted" : "refused",
      details: {
        kind: input.kind,
        method: proof.method,
        ...(factor.atLimit.locked.length > 0 ? { locked: true } : {}),
      },
    });
    if (!factor.accepted) {
      await recordFailure(tx, key, moment);
      return { refused: await signInRefused(tx, now, { what: text("access.codeWrong") }) };
    }
    await keepStepUp(tx, { session_id: session.id, kind: input.kind, given_at: now });
    const { stepUpMinutes } = await readPolicy(tx);
    return { until: now + minutes(stepUpMinutes), remaining: factor.remainingBackupCodes };
  });
  if ("refused" in outcome) throw outcome.refused;
  return { until: outcome.until, remainingBackupCodes: outcome.remaining };
}
