import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { HardwareToken } from "#shared/contract/inventory.ts";
import { HardwareTokenId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { change, type Change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { newId } from "../../base/ids.ts";
import { deviceBySerial, insertDevice, type StoredDevice, updateDevice } from "../../store/factors/hardware-tokens.ts";
import type { HardwareTokenRow } from "../../store/migrations/schema.ts";
import { defaultParameters } from "../../twofactor/totp.ts";
import { deviceTarget, requireDevice, sealDeviceSeed, toDevice } from "./devices.ts";
import { forgetDeviceGuesses } from "./proof.ts";
import { parseSeed } from "./seed.ts";
import { carriedOver } from "./settings.ts";

function newDevice(context: Context, input: ParsedInputOf<"inventory.add">): Omit<HardwareTokenRow, "id" | "seed"> {
  return {
    serial: input.serial,
    serial_key: nameKey(input.serial),
    model: input.model ?? "",
    kind: input.kind ?? defaultParameters.kind,
    algorithm: input.algorithm ?? defaultParameters.algorithm,
    digits: input.digits ?? defaultParameters.digits,
    period: input.period ?? defaultParameters.period,
    state: "stock",
    last_step: null,
    drift: 0,
    created_at: context.now,
    updated_at: context.now,
    ahead_used: "[]",
  };
}

const taken = ({ serial, state }: StoredDevice): AppError =>
  new AppError("CONFLICT", {
    text: state === "stock" ? text("hardware.serialInStock", { serial }) : text("hardware.serialTaken", { serial }),
    fields: { serial: text("hardware.serialIsTaken") },
  });

/** A new row, or that of a retired device: its seed was erased, so it may be the same device again. */
async function keep(
  { tx, keys, at: now }: Change,
  row: ReturnType<typeof newDevice>,
  seed: Buffer,
): Promise<{ id: HardwareTokenId; again: boolean }> {
  const before = await deviceBySerial(tx, row.serial_key);
  if (!before) {
    const id = newId(HardwareTokenId, now);
    await insertDevice(tx, { ...row, id, seed: sealDeviceSeed(keys, id, seed) });
    return { id, again: false };
  }
  if (before.state !== "retired") throw taken(before);
  const { created_at: _, ...anew } = row;
  const used = carriedOver(before, row, true);
  await updateDevice(tx, before.id, { ...anew, ...used, seed: sealDeviceSeed(keys, before.id, seed) });
  await forgetDeviceGuesses(tx, before.id);
  return { id: before.id, again: true };
}

/**
 * Adds a device to the stock. Its maker's settings are accepted as they are; the policy decides when it is assigned.
 *
 * @throws AppError CONFLICT, INVALID_INPUT; TOKEN_STATE for a retired one that was counter-based and would become
 * time-based
 */
export async function add(context: Context, input: ParsedInputOf<"inventory.add">): Promise<HardwareToken> {
  const row = newDevice(context, input);
  const seed = parseSeed(input.seed);
  try {
    return await change(context, async (made) => {
      const { tx, note } = made;
      const { id, again } = await keep(made, row, seed);
      const { model, kind, algorithm, digits, period } = row;
      note({
        action: "hardware.add",
        target: deviceTarget({ id, serial: row.serial }),
        details: {
          model,
          kind,
          algorithm,
          digits,
          ...(kind === "totp" ? { period } : {}),
          ...(again ? { retiredBefore: true } : {}),
        },
      });
      return toDevice(await requireDevice(tx, id));
    });
  } finally {
    seed.fill(0);
  }
}
