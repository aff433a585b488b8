import { z } from "zod";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { HardwareToken, HardwareTokenState } from "#shared/contract/inventory.ts";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import { nameKey, sortKey } from "#shared/model/text.ts";
import { type Context, opened } from "../../call/context.ts";
import { decodeCursor, encodeCursor } from "../../base/cursor.ts";
import { countDevices, deviceById, listDevices, type StoredDevice } from "../../store/factors/hardware-tokens.ts";
import type { Db } from "../../store/store.ts";
import type { HardwareTokenRow } from "../../store/migrations/schema.ts";
import { type Keys, seedPlace } from "../../keys/keys.ts";

export function toDevice(row: StoredDevice): HardwareToken {
  const { user_id, username, user_name } = row;
  return {
    id: row.id,
    serial: row.serial,
    model: row.model,
    kind: row.kind,
    algorithm: row.algorithm,
    digits: row.digits,
    period: row.period,
    state: row.state,
    user: user_id !== null && username !== null ? { id: user_id, username, name: user_name ?? "" } : null,
    tokenId: row.token_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export const sealDeviceSeed = (keys: Keys, id: HardwareTokenId, seed: Buffer): Buffer =>
  keys.seal(seedPlace("hardware_tokens", id), seed);

/** @throws AppError SEAL_BROKEN */
export const unsealDeviceSeed = (keys: Keys, device: Pick<HardwareTokenRow, "id" | "seed">): Buffer =>
  keys.unseal(seedPlace("hardware_tokens", device.id), device.seed ?? Buffer.alloc(0));

/** @throws AppError NOT_FOUND */
export async function requireDevice(db: Db, id: HardwareTokenId): Promise<StoredDevice> {
  const device = await deviceById(db, id);
  if (!device) throw new AppError("NOT_FOUND", { text: text("hardware.noSuch") });
  return device;
}

/** How a device is named in the audit log. */
export const deviceTarget = (device: Pick<HardwareTokenRow, "id" | "serial">) => ({
  id: device.id,
  name: device.serial,
});

const stands: Record<HardwareTokenState, Text> = {
  stock: text("hardware.inStock"),
  assigned: text("hardware.assigned"),
  lost: text("hardware.lost"),
  retired: text("hardware.retired"),
};

/** @throws AppError TOKEN_STATE, with what can be done instead */
export function requireState(device: Pick<HardwareTokenRow, "state">, ...allowed: HardwareTokenState[]): void {
  if (allowed.includes(device.state)) return;
  throw new AppError("TOKEN_STATE", { text: stands[device.state], details: { state: device.state } });
}

const pageSize = 50;

/** @throws AppError INVALID_INPUT for a page that does not belong to this list */
export async function list(
  context: Context,
  input: ParsedInputOf<"inventory.list">,
): Promise<OutputOf<"inventory.list">> {
  const { db } = opened(context).store;
  const limit = input.limit ?? pageSize;
  const rows = await listDevices(db, {
    search: input.search ? { serial: nameKey(input.search), text: sortKey(input.search) } : undefined,
    state: input.state,
    after: input.cursor === undefined ? undefined : decodeCursor(z.string(), input.cursor),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(toDevice),
    nextCursor: rows.length > limit && last ? encodeCursor(last.serial_key) : null,
    counts: await countDevices(db),
  };
}
