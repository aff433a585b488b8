import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { Policy } from "#shared/model/policy.ts";
import type { Token } from "#shared/model/records.ts";
import { type Actor, appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { Tx } from "../store/open.ts";
import { acceptStep } from "../store/tokens.ts";
import { recordFailure } from "../throttle/throttle.ts";
import type { Keys } from "../vault/keys.ts";
import { requireClock } from "./clock.ts";
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
async function requireReady(tx: Tx, { token, user }: UserToken, now: number): Promise<void> {
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
}

const notTwoCounters =
  "These are not two new codes of this device, one after the other. Press the button twice more, and give both codes.";

/** Counts as a wrong code does. */
async function refuse(tx: Tx, found: UserToken, { keys, actor, policy, now }: Facts): Promise<void> {
  const { token, user } = found;
  await recordFailure(tx, throttleKey(user.id), now, policy);
  const atLimit = await countWrong(tx, [token], { aimed: true, failureLimit: policy.failureLimit, now });
  await appendAudit(tx, keys, now, { actor, action: "token.resync", result: "refused", ...tokenTarget(found) });
  await settleLimit(tx, keys, user, atLimit, now);
}

async function accept(tx: Tx, found: UserToken, pair: Match, { keys, actor, policy, now }: Facts): Promise<Token> {
  const { token, user } = found;
  const drift = token.kind === "hotp" ? 0 : pair.drift;
  const first = { ...token, ...spend(token, pair.step - 1, now, policy.acceptedSteps) };
  const used = spend(first, pair.step, now, policy.acceptedSteps);
  await acceptStep(tx, token.id, { ...used, drift, at: now });
  await forgetGuesses(tx, { kind: "user", id: user.id });
  const { target, details } = tokenTarget(found);
  await appendAudit(tx, keys, now, {
    actor,
    action: "token.resync",
    target,
    details: { ...details, driftSteps: pair.drift },
  });
  return toToken({ ...token, ...used, drift, failures: 0, last_used_at: now });
}

/**
 * Brings an authenticator back whose clock or counter is too far off (RFC 4226 7.4, RFC 6238 6). Both
 * codes must be newer than any that was accepted, and are used up.
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
    await requireReady(tx, found, now);
    const facts = { keys, actor: actorOf(context), policy: await readPolicy(tx), now };
    const pair = findPair(keys, found, input, now, facts.policy);
    if (!pair) {
      await refuse(tx, found, facts);
      return found.token.kind;
    }
    return { token: await accept(tx, found, pair, facts), driftSteps: pair.drift };
  });
  if (typeof done !== "string") return done;
  throw new AppError("RESYNC_REFUSED", done === "hotp" ? { message: notTwoCounters } : {});
}
