import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Change } from "../../call/change.ts";
import { readPolicy } from "../../policy/policy.ts";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import type { Tx } from "../../store/store.ts";
import type { HardwareTokenRow } from "../../store/migrations/schema.ts";
import { attemptsOf, clearFailures, type Delays, failuresOf, recordFailure } from "../../throttle/throttle.ts";
import { countWrong, settleLimit } from "../../twofactor/guesses.ts";
import { type Match, matchInHand, matchOtherSettings, type Moving } from "../../twofactor/match.ts";
import { describeSettings } from "../../twofactor/messages.ts";
import { isKept, wasUsed } from "../../twofactor/spent.ts";
import type { UserToken } from "../../twofactor/tokens.ts";
import { deviceTarget, unsealDeviceSeed } from "./devices.ts";

/** Wrong codes are counted per device. */
const deviceKey = (id: HardwareTokenId): string => `device:${id}`;

/** The device was lost and is found: somebody has it in hand. @returns how many wrong codes there were */
export async function forgetDeviceGuesses(tx: Tx, id: HardwareTokenId): Promise<number> {
  const { failures } = await failuresOf(tx, deviceKey(id));
  await clearFailures(tx, deviceKey(id));
  return failures;
}

/** @throws AppError THROTTLED while it waits, TOKEN_STATE at the limit of wrong codes */
export async function requireGuessable(
  { tx, moment }: Change,
  id: HardwareTokenId,
  failureLimit: number,
): Promise<void> {
  const { failures, blockedUntil } = await attemptsOf(tx, deviceKey(id), moment);
  if (failures >= failureLimit) {
    throw new AppError("TOKEN_STATE", {
      text: text("hardware.tooManyWrong"),
      details: { failures },
    });
  }
  if (blockedUntil !== null) throw new AppError("THROTTLED", { details: { retryAt: blockedUntil } });
}

/** Counts a wrong code, and records it. */
export async function refuseDevice(
  { tx, moment, note }: Change,
  device: HardwareTokenRow,
  action: string,
  delays: Delays,
): Promise<void> {
  await recordFailure(tx, deviceKey(device.id), moment, delays);
  note({ action, target: deviceTarget(device), result: "refused" });
}

/** What to try next. Never says by how much a code is early: whoever guessed it would know when it is right. */
function explain(seed: Buffer, device: HardwareTokenRow, code: string, now: number): AppError {
  const fits = matchOtherSettings(seed, device, code, now);
  if (fits) {
    const [theirs, ours] = [describeSettings(fits), describeSettings(device)];
    return new AppError("CODE_REFUSED", {
      text: text("hardware.otherSettings", { theirs, ours }),
      details: { ...fits, reason: "wrong_parameters" },
    });
  }
  return new AppError("CODE_REFUSED", {
    text: device.kind === "hotp" ? text("hardware.wrongCounterCode") : text("hardware.wrongTimeCode"),
  });
}

/** It also counts as a guess at the holder's authenticator. */
async function countOnHolder(made: Change, held: UserToken, failureLimit: number): Promise<void> {
  const atLimit = await countWrong(made.tx, [held.token], { aimed: true, failureLimit, now: made.at });
  await settleLimit(made, held.user, atLimit);
}

/**
 * Whether a code proves that a device is here. A wrong one is counted and recorded: the caller commits the transaction
 * and then throws what is returned.
 *
 * @param moving its clock or counter: the device's own while it is in stock, otherwise its authenticator's
 * @param facts.held the authenticator that it is, while somebody has it
 * @returns where the code is, or CODE_REFUSED
 * @throws AppError THROTTLED, TOKEN_STATE at the limit of wrong codes
 */
export async function proveDevice(
  made: Change,
  device: HardwareTokenRow,
  moving: Pick<Moving, "last_step" | "drift">,
  facts: { code: string; action: string; held?: UserToken },
): Promise<Match | AppError> {
  const { tx, keys, at: now } = made;
  const policy = await readPolicy(tx);
  await requireGuessable(made, device.id, policy.failureLimit);
  const { last_step, drift } = moving;
  const seed = unsealDeviceSeed(keys, device);
  const found = matchInHand(seed, { ...device, last_step, drift }, facts.code, now, policy);
  const used =
    found !== null &&
    (isKept(device, found.step) ||
      (facts.held !== undefined && wasUsed(facts.held.token, found.step, now, policy.acceptedSteps)));
  const refused = found && !used ? null : explain(seed, device, facts.code, now);
  seed.fill(0);
  if (found && !refused) {
    await forgetDeviceGuesses(tx, device.id);
    return found;
  }
  await refuseDevice(made, device, facts.action, policy);
  if (facts.held) await countOnHolder(made, facts.held, policy.failureLimit);
  return refused ?? new AppError("CODE_REFUSED");
}
