import { AppError } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { HardwareToken } from "#shared/contract/inventory.ts";
import { HardwareTokenId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { newId } from "../ids.ts";
import { deviceBySerial, insertDevice } from "../store/hardware-tokens.ts";
import type { HardwareTokenRow } from "../store/schema.ts";
import { defaultParameters } from "../twofactor/totp.ts";
import { deviceTarget, requireDevice, sealDeviceSeed, toDevice } from "./devices.ts";
import { parseSeed } from "./seed.ts";

function newDevice(context: Context, input: ParsedInputOf<"inventory.add">): HardwareTokenRow {
  const { keys } = opened(context);
  const id = newId(HardwareTokenId, context.now);
  const seed = parseSeed(input.seed);
  const sealed = sealDeviceSeed(keys, id, seed);
  seed.fill(0);
  return {
    id,
    serial: input.serial,
    serial_key: nameKey(input.serial),
    model: input.model ?? "",
    kind: input.kind ?? defaultParameters.kind,
    algorithm: input.algorithm ?? defaultParameters.algorithm,
    digits: input.digits ?? defaultParameters.digits,
    period: input.period ?? defaultParameters.period,
    state: "stock",
    seed: sealed,
    last_step: null,
    drift: 0,
    created_at: context.now,
    updated_at: context.now,
    spent_ahead: null,
  };
}

/**
 * Takes a device into the stock. What its maker gave it is taken as it is; whether it may be assigned is
 * the policy's to say at that time.
 *
 * @throws AppError CONFLICT, INVALID_INPUT
 */
export async function add(context: Context, input: ParsedInputOf<"inventory.add">): Promise<HardwareToken> {
  const { store, keys } = opened(context);
  const row = newDevice(context, input);
  return store.write(async (tx) => {
    const taken = await deviceBySerial(tx, row.serial_key);
    if (taken) {
      throw new AppError("CONFLICT", {
        message: `There is a hardware token with the serial number ${taken.serial} already.`,
        fields: { serial: "This serial number is taken." },
      });
    }
    await insertDevice(tx, row);
    const { model, kind, algorithm, digits, period } = row;
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "hardware.add",
      target: deviceTarget(row),
      details: { model, kind, algorithm, digits, ...(kind === "totp" ? { period } : {}) },
    });
    return toDevice(await requireDevice(tx, row.id));
  });
}
