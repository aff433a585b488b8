import { AppError } from "#shared/errors.ts";
import type { AuditDetails } from "#shared/model/records.ts";
import { toStored } from "#shared/texts/stored.ts";
import { text } from "#shared/texts/text.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { HardwareToken } from "#shared/contract/inventory.ts";
import { nameKey } from "#shared/model/text.ts";
import { change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { deviceBySerial, type StoredDevice, updateDevice } from "../../store/factors/hardware-tokens.ts";
import type { Tx } from "../../store/store.ts";
import { describeSettings } from "../../twofactor/messages.ts";
import type { TokenParameters } from "../../twofactor/totp.ts";
import type { Keys } from "../../keys/keys.ts";
import { deviceTarget, requireDevice, requireState, sealDeviceSeed, toDevice, unsealDeviceSeed } from "./devices.ts";
import { forgetDeviceGuesses } from "./proof.ts";
import { parseSeed } from "./seed.ts";
import { carriedOver } from "./settings.ts";

type Input = ParsedInputOf<"inventory.correct">;

async function requireFreeSerial(tx: Tx, device: StoredDevice, serial: string): Promise<void> {
  const taken = await deviceBySerial(tx, nameKey(serial));
  if (!taken || taken.id === device.id) return;
  throw new AppError("CONFLICT", {
    text: text("hardware.serialTaken", { serial: taken.serial }),
    fields: { serial: text("hardware.serialIsTaken") },
  });
}

/** The seed that was typed, sealed for the device's row. */
function typedSeed(keys: Keys, device: StoredDevice, typed: string): { sealed: Buffer; same: boolean } {
  const seed = parseSeed(typed);
  const before = unsealDeviceSeed(keys, device);
  try {
    return { sealed: sealDeviceSeed(keys, device.id, seed), same: seed.equals(before) };
  } finally {
    seed.fill(0);
    before.fill(0);
  }
}

/** What was changed, as the audit log records it: never the seed itself. */
function changes(device: StoredDevice, serial: string, model: string, next: TokenParameters, seed: boolean) {
  const details: AuditDetails = {};
  if (serial !== device.serial) details["serialBefore"] = device.serial;
  if (model !== device.model) details["modelBefore"] = device.model;
  const [before, after] = [describeSettings(device), describeSettings(next)];
  if (toStored(before) !== toStored(after)) Object.assign(details, { before, after });
  if (seed) details["seedEnteredAgain"] = true;
  return details;
}

/**
 * Corrects what was entered wrongly for a device that nobody has. Codes it has used stay used.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE, CONFLICT, INVALID_INPUT for a seed
 */
export async function correct(context: Context, input: Input): Promise<HardwareToken> {
  const { now } = context;
  return change(context, async ({ tx, keys, note }) => {
    const device = await requireDevice(tx, input.id);
    requireState(device, "stock");
    const { serial = device.serial, model = device.model } = input;
    await requireFreeSerial(tx, device, serial);
    const next: TokenParameters = {
      kind: input.kind ?? device.kind,
      algorithm: input.algorithm ?? device.algorithm,
      digits: input.digits ?? device.digits,
      period: input.period ?? device.period,
    };
    const seed = input.seed === undefined ? null : typedSeed(keys, device, input.seed);
    await updateDevice(tx, device.id, {
      serial,
      serial_key: nameKey(serial),
      model,
      ...next,
      ...(seed ? { seed: seed.sealed } : {}),
      ...carriedOver(device, next, seed?.same ?? true),
      updated_at: now,
    });
    // Whoever has the seed does not need to guess.
    if (seed) await forgetDeviceGuesses(tx, device.id);
    note({
      action: "hardware.correct",
      target: deviceTarget({ id: device.id, serial }),
      details: changes(device, serial, model, next, seed !== null),
    });
    return toDevice(await requireDevice(tx, device.id));
  });
}
