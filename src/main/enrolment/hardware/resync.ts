import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { type StoredDevice, updateDevice } from "../../store/factors/hardware-tokens.ts";
import { requireClock } from "../../twofactor/clock.ts";
import { findFar, isRun, runOf } from "../../twofactor/far.ts";
import { unlessRefused } from "../../twofactor/guesses.ts";
import { type Match, nextCounter } from "../../twofactor/match.ts";
import { isKept, keepSteps } from "../../twofactor/spent.ts";
import { deviceTarget, requireDevice, requireState, toDevice, unsealDeviceSeed } from "./devices.ts";
import { forgetDeviceGuesses, refuseDevice, requireGuessable } from "./proof.ts";

type Input = ParsedInputOf<"inventory.resync">;

const codesOf = ({ first, second, third }: Input): string[] => [first, second, third];

const wasUsed =
  (device: StoredDevice) =>
  (step: number): boolean =>
    step < nextCounter(device) || isKept(device, step);

/** @throws AppError NOT_FOUND, TOKEN_STATE, THROTTLED, CLOCK_ROLLED_BACK */
async function requireReady(made: Change, id: Input["id"]): Promise<StoredDevice> {
  const { tx } = made;
  await requireClock(made);
  const device = await requireDevice(tx, id);
  requireState(device, "stock");
  await requireGuessable(made, device.id, (await readPolicy(tx)).failureLimit);
  return device;
}

async function accept({ tx, at: now, note }: Change, device: StoredDevice, run: Match, reason: string) {
  const drift = device.kind === "hotp" ? 0 : run.drift;
  const ahead_used = keepSteps(device, ...runOf(run.step, 3));
  await updateDevice(tx, device.id, { last_step: run.step, ahead_used, drift, updated_at: now });
  await forgetDeviceGuesses(tx, device.id);
  note({
    action: "hardware.resync",
    target: deviceTarget(device),
    details: { driftSteps: run.drift, reason },
  });
  return { device: toDevice(await requireDevice(tx, device.id)), driftSteps: run.drift };
}

/**
 * Resynchronises a device in stock whose counter or clock is too far off to be assigned, with three consecutive codes.
 * Neither these codes nor earlier ones are accepted again.
 *
 * @throws AppError RESYNC_REFUSED, and as `requireReady`
 */
export async function resyncDevice(context: Context, input: Input): Promise<OutputOf<"inventory.resync">> {
  const { keys } = opened(context);
  const { now } = context;
  const codes = codesOf(input);
  const before = await change(context, (made) => requireReady(made, input.id));
  const seed = unsealDeviceSeed(keys, before);
  try {
    const found = await findFar(seed, before, codes, now, wasUsed(before));
    const done = await change(context, async (made) => {
      const { tx } = made;
      const device = await requireReady(made, input.id);
      if (found && isRun(seed, device, codes, found, wasUsed(device))) {
        return accept(made, device, found, input.reason);
      }
      await refuseDevice(made, device, "hardware.resync", await readPolicy(tx));
      return new AppError("RESYNC_REFUSED", {
        text: text("hardware.notThreeCodes"),
      });
    });
    return unlessRefused(done);
  } finally {
    seed.fill(0);
  }
}
