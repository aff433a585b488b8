import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { Tx } from "../store/open.ts";
import { requireClock } from "./clock.ts";
import { findFar, isRun } from "./far.ts";
import { unlessRefused } from "./guesses.ts";
import { unsealSeed } from "./match.ts";
import { acceptRun, refuseRun, requireResyncable } from "./resync.ts";
import { wasUsed } from "./spent.ts";
import { requireUserToken } from "./tokens.ts";

type Input = ParsedInputOf<"tokens.resyncFar">;

/** @throws AppError NOT_FOUND, TOKEN_STATE, USER_DISABLED, THROTTLED, CLOCK_ROLLED_BACK */
async function requireReady(tx: Tx, context: Context, id: Input["tokenId"]) {
  await requireClock(tx, context.now);
  const found = await requireUserToken(tx, id);
  await requireResyncable(tx, found, context.now);
  const policy = await readPolicy(tx);
  const used = (step: number): boolean => wasUsed(found.token, step, context.now, policy.acceptedSteps);
  return { found, policy, used };
}

/**
 * As `resyncToken`, with three consecutive codes and far beyond its reach: a counter whose button was pressed hundreds
 * of times, a clock that is wrong by hours.
 *
 * @throws AppError RESYNC_REFUSED, and as `requireReady`
 */
export async function resyncFar(context: Context, input: Input): Promise<OutputOf<"tokens.resyncFar">> {
  const { store, keys } = opened(context);
  const { now } = context;
  const codes = [input.first, input.second, input.third];
  const before = await store.write((tx) => requireReady(tx, context, input.tokenId));
  const seed = unsealSeed(keys, before.found.token);
  try {
    const run = await findFar(seed, before.found.token, codes, now, before.used);
    const done = await store.write(async (tx) => {
      const { found, policy, used } = await requireReady(tx, context, input.tokenId);
      const facts = {
        keys,
        actor: actorOf(context),
        policy,
        now,
        count: codes.length,
        details: { reason: input.reason },
      };
      if (run && isRun(seed, found.token, codes, run, used)) {
        return { token: await acceptRun(tx, found, run, facts), driftSteps: run.drift };
      }
      await refuseRun(tx, found, facts);
      return new AppError("RESYNC_REFUSED", {
        message: "These are not three consecutive codes of this authenticator.",
      });
    });
    return unlessRefused(done);
  } finally {
    seed.fill(0);
  }
}
