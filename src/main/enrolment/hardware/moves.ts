import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { HardwareToken } from "#shared/contract/inventory.ts";
import { change, type Change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { type StoredDevice, updateDevice } from "../../store/factors/hardware-tokens.ts";
import type { Tx } from "../../store/store.ts";
import { updateToken } from "../../store/factors/tokens.ts";
import { requireClock } from "../../twofactor/clock.ts";
import { unlessRefused } from "../../twofactor/guesses.ts";
import { revokeWithin } from "../../twofactor/moves.ts";
import { keepSteps } from "../../twofactor/spent.ts";
import { requireUserToken, type UserToken } from "../../twofactor/tokens.ts";
import { deviceTarget, requireDevice, requireState, toDevice } from "./devices.ts";
import { forgetDeviceGuesses, proveDevice } from "./proof.ts";

const because = (reason: string | undefined): ErrorDetails => (reason ? { reason } : {});

async function record(
  { tx, note }: Change,
  device: StoredDevice,
  action: string,
  details: ErrorDetails,
): Promise<HardwareToken> {
  note({ action, target: deviceTarget(device), details });
  return toDevice(await requireDevice(tx, device.id));
}

/** The authenticator that a device currently is; null while nobody has it. */
const holding = async (tx: Tx, device: StoredDevice): Promise<UserToken | null> =>
  device.token_id === null ? null : requireUserToken(tx, device.token_id);

/**
 * Returns a device to stock. The code that proves that it is here is used up.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE, CODE_REFUSED, THROTTLED, CLOCK_ROLLED_BACK
 */
export async function unassign(context: Context, input: ParsedInputOf<"inventory.unassign">): Promise<HardwareToken> {
  const taken = await change(context, async (made) => {
    const { tx } = made;
    await requireClock(made);
    const device = await requireDevice(tx, input.id);
    requireState(device, "assigned");
    const held = await holding(tx, device);
    if (!held) throw new AppError("TOKEN_STATE", { text: text("hardware.nobodys") });
    const { token, user } = held;
    const proof = await proveDevice(made, device, token, {
      code: input.code,
      action: "hardware.unassign",
      held,
    });
    if (proof instanceof AppError) return proof;
    const drift = token.kind === "hotp" ? 0 : proof.drift;
    const used = { last_step: proof.step, ahead_used: keepSteps(token, proof.step), drift };
    await updateToken(tx, token.id, used);
    const details = because(input.reason);
    await revokeWithin(made, { token: { ...token, ...used }, user }, { details, why: "returned" });
    return record(made, device, "hardware.unassign", { user: user.username, ...details });
  });
  return unlessRefused(taken);
}

/** Its authenticator is revoked at once. @throws AppError NOT_FOUND, TOKEN_STATE */
export async function lost(context: Context, input: ParsedInputOf<"inventory.lost">): Promise<HardwareToken> {
  const { now } = context;
  return change(context, async (made) => {
    const { tx } = made;
    const device = await requireDevice(tx, input.id);
    requireState(device, "stock", "assigned");
    const held = await holding(tx, device);
    const details = because(input.reason);
    if (held) await revokeWithin(made, held, { details, device: "lost" });
    else await updateDevice(tx, device.id, { state: "lost", updated_at: now });
    const holder = held ? { user: held.user.username } : {};
    return record(made, device, "hardware.lost", { ...holder, ...details });
  });
}

/** Returns a lost one to stock. @throws AppError NOT_FOUND, TOKEN_STATE */
export async function found(context: Context, input: ParsedInputOf<"inventory.found">): Promise<HardwareToken> {
  return change(context, async (made) => {
    const { tx } = made;
    const device = await requireDevice(tx, input.id);
    if (device.state !== "lost") {
      throw new AppError("TOKEN_STATE", {
        text: text("hardware.notLost"),
        details: { state: device.state },
      });
    }
    await updateDevice(tx, device.id, { state: "stock", updated_at: context.now });
    const failures = await forgetDeviceGuesses(tx, device.id);
    return record(made, device, "hardware.found", failures > 0 ? { failures } : {});
  });
}

/** Permanently: the seed is erased. @throws AppError NOT_FOUND, TOKEN_STATE */
export async function retire(context: Context, input: ParsedInputOf<"inventory.retire">): Promise<HardwareToken> {
  return change(context, async (made) => {
    const { tx } = made;
    const device = await requireDevice(tx, input.id);
    requireState(device, "stock", "lost");
    await updateDevice(tx, device.id, { state: "retired", seed: null, updated_at: context.now });
    return record(made, device, "hardware.retire", because(input.reason));
  });
}
