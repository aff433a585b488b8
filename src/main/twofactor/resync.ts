import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { Policy } from "#shared/model/policy.ts";
import type { Token } from "#shared/model/records.ts";
import type { Actor } from "../base/actor.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { Tx } from "../store/open.ts";
import { acceptStep } from "../store/factors/tokens.ts";
import { recordFailure } from "../throttle/throttle.ts";
import type { Keys } from "../keys/keys.ts";
import { requireClock } from "./clock.ts";
import { runOf } from "./far.ts";
import { countWrong, forgetGuesses, settleLimit, throttledUntil } from "./guesses.ts";
import { type Match, matchPair, unsealSeed } from "./match.ts";
import { spend, wasUsed } from "./spent.ts";
import { throttleKey } from "./throttle-keys.ts";
import { requireActiveUser, requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";

type Codes = Pick<ParsedInputOf<"tokens.resync">, "first" | "second">;

function findPair(keys: Keys, { token }: UserToken, codes: Codes, now: number, policy: Policy): Match | null {
  const seed = unsealSeed(keys, token);
  try {
    const used = (step: number): boolean => wasUsed(token, step, now, policy.acceptedSteps);
    return matchPair(seed, token, codes, now, policy.resyncReach, used);
  } finally {
    seed.fill(0);
  }
}

/** @throws AppError TOKEN_STATE, USER_DISABLED, THROTTLED */
export async function requireResyncable(tx: Tx, { token, user }: UserToken, now: number): Promise<void> {
  requireActiveUser(user);
  if (token.status !== "active") {
    throw new AppError("TOKEN_STATE", {
      message: "Only an active authenticator can be resynchronised.",
      details: { status: token.status },
    });
  }
  const waits = await throttledUntil(tx, throttleKey(user.id), now);
  if (waits) throw waits;
}

interface Facts {
  keys: Keys;
  actor: Actor;
  policy: Policy;
  now: number;
  /** Of consecutive codes. */
  count: number;
  /** For the audit log. */
  details?: ErrorDetails;
}

const notTwoCounters =
  "These are not two consecutive new codes of this device. Press the button twice more, and enter both codes.";

/** Counts like a wrong code. */
export async function refuseRun(
  tx: Tx,
  found: UserToken,
  { keys, actor, policy, now, details = {} }: Facts,
): Promise<void> {
  const { token, user } = found;
  await recordFailure(tx, throttleKey(user.id), now, policy);
  const atLimit = await countWrong(tx, [token], { aimed: true, failureLimit: policy.failureLimit, now });
  const { target, details: named } = tokenTarget(found);
  await appendAudit(tx, keys, now, {
    actor,
    action: "token.resync",
    result: "refused",
    target,
    details: { ...named, ...details },
  });
  await settleLimit(tx, keys, user, atLimit, now);
}

export async function acceptRun(tx: Tx, found: UserToken, run: Match, facts: Facts): Promise<Token> {
  const { keys, actor, policy, now, count } = facts;
  const { token, user } = found;
  const drift = token.kind === "hotp" ? 0 : run.drift;
  const { last_step, ahead_used } = runOf(run.step, count).reduce(
    (spent, step) => ({ ...spent, ...spend(spent, step, now, policy.acceptedSteps) }),
    token,
  );
  const used = { last_step, ahead_used };
  await acceptStep(tx, token.id, { ...used, drift, at: now });
  await forgetGuesses(tx, { kind: "user", id: user.id });
  const { target, details } = tokenTarget(found);
  await appendAudit(tx, keys, now, {
    actor,
    action: "token.resync",
    target,
    details: { ...details, driftSteps: run.drift, ...facts.details },
  });
  return toToken({ ...token, ...used, drift, failures: 0, last_used_at: now });
}

/**
 * Resynchronises an authenticator whose clock or counter is too far off (RFC 4226 7.4, RFC 6238 6). Both codes must be
 * newer than any that was accepted, and are used up.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE, USER_DISABLED, THROTTLED, RESYNC_REFUSED, CLOCK_ROLLED_BACK
 */
export async function resyncToken(
  context: Context,
  input: ParsedInputOf<"tokens.resync">,
): Promise<OutputOf<"tokens.resync">> {
  const { store, keys } = opened(context);
  const { now } = context;
  const done = await store.write(async (tx) => {
    await requireClock(tx, now);
    const found = await requireUserToken(tx, input.tokenId);
    await requireResyncable(tx, found, now);
    const facts = { keys, actor: actorOf(context), policy: await readPolicy(tx), now, count: 2 };
    const pair = findPair(keys, found, input, now, facts.policy);
    if (!pair) {
      await refuseRun(tx, found, facts);
      return found.token.kind;
    }
    return { token: await acceptRun(tx, found, pair, facts), driftSteps: pair.drift };
  });
  if (typeof done !== "string") return done;
  throw new AppError("RESYNC_REFUSED", done === "hotp" ? { message: notTwoCounters } : {});
}
