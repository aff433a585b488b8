import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { Policy } from "#shared/model/policy.ts";
import type { Token } from "#shared/model/records.ts";
import { change, type Change } from "../call/change.ts";
import type { Context } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
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
export async function requireResyncable({ tx, moment }: Change, { token, user }: UserToken): Promise<void> {
  requireActiveUser(user);
  if (token.status !== "active") {
    throw new AppError("TOKEN_STATE", {
      text: text("authenticators.onlyActive"),
      details: { status: token.status },
    });
  }
  const waits = await throttledUntil(tx, throttleKey(user.id), moment);
  if (waits) throw waits;
}

interface Facts {
  policy: Policy;
  /** Of consecutive codes. */
  count: number;
  /** For the audit log. */
  details?: ErrorDetails;
}

/** Counts like a wrong code. */
export async function refuseRun(made: Change, found: UserToken, { policy, details = {} }: Facts): Promise<void> {
  const { tx, at: now, moment, note } = made;
  const { token, user } = found;
  await recordFailure(tx, throttleKey(user.id), moment, policy);
  const atLimit = await countWrong(tx, [token], { aimed: true, failureLimit: policy.failureLimit, now });
  const { target, details: named } = tokenTarget(found);
  note({ action: "token.resync", result: "refused", target, details: { ...named, ...details } });
  await settleLimit(made, user, atLimit);
}

export async function acceptRun(made: Change, found: UserToken, run: Match, facts: Facts): Promise<Token> {
  const { tx, at: now, note } = made;
  const { policy, count } = facts;
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
  note({
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
  const { now } = context;
  const done = await change(context, async (made) => {
    const { tx, keys } = made;
    await requireClock(made);
    const found = await requireUserToken(tx, input.tokenId);
    await requireResyncable(made, found);
    const facts = { policy: await readPolicy(tx), count: 2 };
    const pair = findPair(keys, found, input, now, facts.policy);
    if (!pair) {
      await refuseRun(made, found, facts);
      return found.token.kind;
    }
    return { token: await acceptRun(made, found, pair, facts), driftSteps: pair.drift };
  });
  if (typeof done !== "string") return done;
  throw new AppError("RESYNC_REFUSED", done === "hotp" ? { text: text("authenticators.notTwoCounters") } : {});
}
