import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { change, type Change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import { requireClock } from "./clock.ts";
import { findFar, isRun } from "./far.ts";
import { unlessRefused } from "./guesses.ts";
import { unsealSeed } from "./match.ts";
import { acceptRun, refuseRun, requireResyncable } from "./resync.ts";
import { wasUsed } from "./spent.ts";
import { requireUserToken } from "./tokens.ts";

type Input = ParsedInputOf<"tokens.resyncFar">;

/** @throws AppError NOT_FOUND, TOKEN_STATE, USER_DISABLED, THROTTLED, CLOCK_ROLLED_BACK */
async function requireReady(made: Change, id: Input["tokenId"]) {
  const { tx, at: now } = made;
  await requireClock(made);
  const found = await requireUserToken(tx, id);
  await requireResyncable(made, found);
  const policy = await readPolicy(tx);
  const used = (step: number): boolean => wasUsed(found.token, step, now, policy.acceptedSteps);
  return { found, policy, used };
}

/**
 * As `resyncToken`, with three consecutive codes and far beyond its reach: a counter whose button was pressed hundreds
 * of times, a clock that is wrong by hours.
 *
 * @throws AppError RESYNC_REFUSED, and as `requireReady`
 */
export async function resyncFar(context: Context, input: Input): Promise<OutputOf<"tokens.resyncFar">> {
  const { keys } = opened(context);
  const { now } = context;
  const codes = [input.first, input.second, input.third];
  const before = await change(context, (made) => requireReady(made, input.tokenId));
  const seed = unsealSeed(keys, before.found.token);
  try {
    const run = await findFar(seed, before.found.token, codes, now, before.used);
    const done = await change(context, async (made) => {
      const { found, policy, used } = await requireReady(made, input.tokenId);
      const facts = { policy, count: codes.length, details: { reason: input.reason } };
      if (run && isRun(seed, found.token, codes, run, used)) {
        return { token: await acceptRun(made, found, run, facts), driftSteps: run.drift };
      }
      await refuseRun(made, found, facts);
      return new AppError("RESYNC_REFUSED", {
        text: text("authenticators.notThreeCodes"),
      });
    });
    return unlessRefused(done);
  } finally {
    seed.fill(0);
  }
}
