import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { VerificationReason } from "#shared/model/records.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import type { Store, Tx } from "../store/open.ts";
import { requireUser, type UserWithEnrolment, userTarget } from "../store/users.ts";
import { blockedUntil, clearFailures, recordFailure } from "../throttle/throttle.ts";
import type { Keys } from "../vault/keys.ts";
import { requireClock } from "./clock.ts";
import { type FactorOutcome, type FactorProof, prepareFactor, settleFactor } from "./factor.ts";
import { explainReason } from "./messages.ts";

type Verdict = OutputOf<"verification.check">;

const throttleKey = (user: UserWithEnrolment): string => `user:${user.id}`;

function verdict(proof: FactorProof, reason: VerificationReason, outcome: FactorOutcome | null, retryAt: number | null): Verdict {
  const token = outcome?.token ?? null;
  return {
    result: reason === "ok" ? "accepted" : "refused",
    reason,
    message: explainReason(reason, { method: proof.method, drift: outcome?.drift, period: token?.period, label: token?.label }),
    method: proof.method,
    tokenId: token?.id ?? null,
    tokenLabel: token?.label ?? null,
    driftSteps: outcome?.drift ?? null,
    remainingBackupCodes: outcome?.remainingBackupCodes ?? null,
    retryAt,
  };
}

/** Only a guess counts against the user: a code that was right once, or came too early, is none. */
const countsAsGuess = (reason: VerificationReason): boolean => reason === "wrong_code" || reason === "malformed";

async function decide(tx: Tx, keys: Keys, user: UserWithEnrolment, proof: FactorProof, now: number): Promise<Verdict> {
  if (user.status === "disabled") return verdict(proof, "user_disabled", null, null);
  const retryAt = await blockedUntil(tx, throttleKey(user), now);
  if (retryAt !== null) return verdict(proof, "throttled", null, retryAt);
  const outcome = await settleFactor(tx, keys, proof, now);
  if (outcome.accepted) await clearFailures(tx, throttleKey(user));
  else if (countsAsGuess(outcome.reason)) await recordFailure(tx, throttleKey(user), now);
  return verdict(proof, outcome.reason, outcome, null);
}

/** Verdict, counters and audit row in one commit. */
function settle(context: Context, store: Store, keys: Keys, userId: UserWithEnrolment["id"], proof: FactorProof): Promise<Verdict> {
  return store.write(async (tx) => {
    await requireClock(tx, context.now);
    const user = await requireUser(tx, { id: userId });
    const result = await decide(tx, keys, user, proof, context.now);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "verification.check",
      target: userTarget(user),
      result: result.result,
      details: {
        method: result.method,
        reason: result.reason,
        ...(result.tokenId ? { tokenId: result.tokenId } : {}),
        ...(result.driftSteps === null ? {} : { driftSteps: result.driftSteps }),
      },
    });
    return result;
  });
}

/** The help desk's check of a code. @throws AppError NOT_FOUND, CLOCK_ROLLED_BACK */
export async function checkCode(context: Context, input: ParsedInputOf<"verification.check">): Promise<Verdict> {
  const { store, keys } = opened(context);
  const user = await requireUser(store.db, input.user);
  const proof = await prepareFactor(store.db, keys, { kind: "user", id: user.id }, input);
  return settle(context, store, keys, user.id, proof);
}
