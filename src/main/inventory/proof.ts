import { AppError } from "#shared/errors.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import type { Tx } from "../store/open.ts";
import type { HardwareTokenRow } from "../store/schema.ts";
import { attemptsOf, clearFailures, recordFailure } from "../throttle/throttle.ts";
import { countWrong, settleLimit } from "../twofactor/guesses.ts";
import { type Match, matchInHand, type Moving } from "../twofactor/match.ts";
import { wasUsed } from "../twofactor/spent.ts";
import type { UserToken } from "../twofactor/tokens.ts";
import { deviceTarget, unsealDeviceSeed } from "./devices.ts";

/** Wrong codes are counted per device. */
const deviceKey = (id: HardwareTokenId): string => `device:${id}`;

/** The device was lost and is found: somebody has it in hand. */
export const forgetDeviceGuesses = (tx: Tx, id: HardwareTokenId): Promise<void> => clearFailures(tx, deviceKey(id));

/** @throws AppError THROTTLED while it waits, TOKEN_STATE at the limit of wrong codes */
async function requireGuessable(tx: Tx, key: string, failureLimit: number, now: number): Promise<void> {
  const { failures, blockedUntil } = await attemptsOf(tx, key, now);
  if (failures >= failureLimit) {
    throw new AppError("TOKEN_STATE", {
      message:
        "Too many wrong codes were given for this hardware token. Mark it as lost, and as found once it is in your hand.",
      details: { failures },
    });
  }
  if (blockedUntil !== null) throw new AppError("THROTTLED", { details: { retryAt: blockedUntil } });
}

/** It is a guess at the holder's authenticator as well. */
async function countOnHolder(tx: Tx, context: Context, held: UserToken, failureLimit: number): Promise<void> {
  const { now } = context;
  const atLimit = await countWrong(tx, [held.token], { aimed: true, failureLimit, now });
  await settleLimit(tx, opened(context).keys, held.user, atLimit, now);
}

/**
 * Whether a code shows that a device is here. A wrong one is counted and recorded: the caller lets the
 * transaction be kept and throws CODE_REFUSED after it.
 *
 * @param moving where its clock or counter stands: the device's own while it is in the stock, else its authenticator's
 * @param facts.held the authenticator that it is, while somebody has it
 * @throws AppError THROTTLED, TOKEN_STATE at the limit of wrong codes
 */
export async function proveDevice(
  tx: Tx,
  context: Context,
  device: HardwareTokenRow,
  moving: Pick<Moving, "last_step" | "drift">,
  facts: { code: string; action: string; held?: UserToken },
): Promise<Match | null> {
  const { keys } = opened(context);
  const { now } = context;
  const key = deviceKey(device.id);
  const policy = await readPolicy(tx);
  await requireGuessable(tx, key, policy.failureLimit, now);
  const { last_step, drift } = moving;
  const seed = unsealDeviceSeed(keys, device);
  const found = matchInHand(seed, { ...device, last_step, drift }, facts.code, now, policy);
  seed.fill(0);
  const used =
    found !== null &&
    (found.step === device.spent_ahead ||
      (facts.held !== undefined && wasUsed(facts.held.token, found.step, now, policy.acceptedSteps)));
  if (found && !used) {
    await clearFailures(tx, key);
    return found;
  }
  await recordFailure(tx, key, now, policy);
  await appendAudit(tx, keys, now, {
    actor: actorOf(context),
    action: facts.action,
    target: deviceTarget(device),
    result: "refused",
  });
  if (facts.held) await countOnHolder(tx, context, facts.held, policy.failureLimit);
  return null;
}
