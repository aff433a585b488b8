import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { ErrorDetails } from "#shared/errors.ts";
import type { VerificationReason } from "#shared/model/records.ts";
import { appendAfter } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import type { Store, Tx } from "../store/open.ts";
import { requireUser, type UserWithEnrolment, userTarget } from "../store/users.ts";
import { attemptsOf, clearFailures, recordFailure } from "../throttle/throttle.ts";
import type { Keys } from "../vault/keys.ts";
import { requireClock } from "./clock.ts";
import { type FactorOutcome, type FactorProof, prepareFactor, settleFactor } from "./factor.ts";
import { explainReason } from "./messages.ts";

type Verdict = OutputOf<"verification.check">;

const throttleKey = (user: UserWithEnrolment): string => `user:${user.id}`;

function verdict(
  proof: FactorProof,
  reason: VerificationReason,
  outcome: FactorOutcome | null,
  retryAt: number | null,
): Verdict {
  const token = outcome?.token ?? null;
  return {
    result: reason === "ok" ? "accepted" : "refused",
    reason,
    message: explainReason(reason, {
      method: proof.method,
      drift: outcome?.drift,
      period: token?.period,
      label: token?.label,
    }),
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
  const attempts = await attemptsOf(tx, throttleKey(user), now);
  if (attempts.blockedUntil !== null) return verdict(proof, "throttled", null, attempts.blockedUntil);
  const outcome = await settleFactor(tx, keys, proof, now);
  if (outcome.accepted && attempts.failures > 0) await clearFailures(tx, throttleKey(user));
  if (countsAsGuess(outcome.reason)) await recordFailure(tx, throttleKey(user), now);
  return verdict(proof, outcome.reason, outcome, null);
}

const detailsOf = (result: Verdict): ErrorDetails => ({
  method: result.method,
  reason: result.reason,
  ...(result.tokenId ? { tokenId: result.tokenId } : {}),
  ...(result.driftSteps === null ? {} : { driftSteps: result.driftSteps }),
});

/** A code's slow part needs the holder before the transaction; a TOTP code has none. */
async function prove(
  store: Store,
  keys: Keys,
  input: ParsedInputOf<"verification.check">,
): Promise<FactorProof | null> {
  if ("code" in input) return null;
  const user = await requireUser(store.db, input.user);
  return prepareFactor(store.db, keys, { kind: "user", id: user.id }, input);
}

/** The help desk's check of a code: verdict, counters and event in one commit. @throws AppError NOT_FOUND, CLOCK_ROLLED_BACK */
export async function checkCode(context: Context, input: ParsedInputOf<"verification.check">): Promise<Verdict> {
  const { store, keys } = opened(context);
  const { now } = context;
  const prepared = await prove(store, keys, input);
  return store.write(async (tx) => {
    const head = await requireClock(tx, now);
    const user = await requireUser(tx, input.user);
    const proof = prepared ?? {
      method: "totp",
      holder: { kind: "user", id: user.id },
      code: "code" in input ? input.code : "",
    };
    const result = await decide(tx, keys, user, proof, now);
    await appendAfter(tx, keys, head, now, {
      actor: actorOf(context),
      action: "verification.check",
      target: userTarget(user),
      result: result.result,
      details: detailsOf(result),
    });
    return result;
  });
}
