import { sql } from "kysely";
import type { HardwareTokenState } from "#shared/contract/inventory.ts";
import type { HardwareTokenId, TokenId, UserId } from "#shared/model/ids.ts";
import { each } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { HardwareTokenRow, TokenRow } from "../migrations/schema.ts";

/** A device with its holder, if it has one. */
export type StoredDevice = HardwareTokenRow & {
  token_id: TokenId | null;
  user_id: UserId | null;
  username: string | null;
  user_name: string | null;
};

// Literally as in the partial index, which SQLite would not use with a bound value.
const selectDevices = (db: Db) =>
  db
    .selectFrom("hardware_tokens as h")
    .leftJoin("tokens as t", (join) =>
      join.onRef("t.hardware_id", "=", "h.id").on("t.status", "<>", sql.lit("revoked" as const)),
    )
    .leftJoin("users as u", "u.id", "t.user_id")
    .selectAll("h")
    .select(["t.id as token_id", "u.id as user_id", "u.username as username", "u.name as user_name"]);

export async function insertDevice(tx: Tx, row: HardwareTokenRow): Promise<void> {
  await tx.insertInto("hardware_tokens").values(row).execute();
}

export async function updateDevice(
  tx: Tx,
  id: HardwareTokenId,
  change: Partial<Omit<HardwareTokenRow, "id" | "created_at">>,
): Promise<void> {
  await tx.updateTable("hardware_tokens").set(change).where("id", "=", id).execute();
}

export const deviceById = (db: Db, id: HardwareTokenId): Promise<StoredDevice | undefined> =>
  selectDevices(db).where("h.id", "=", id).executeTakeFirst();

/** @param key `nameKey` of the serial number */
export const deviceBySerial = (db: Db, key: string): Promise<StoredDevice | undefined> =>
  selectDevices(db).where("h.serial_key", "=", key).executeTakeFirst();

const contains = (folded: string): string => `%${folded.replaceAll(/[\\%_]/gu, "\\$&")}%`;

type SealedDevice = Pick<
  HardwareTokenRow,
  "id" | "serial" | "serial_key" | "kind" | "algorithm" | "digits" | "period" | "seed"
>;

/** All of them, with their sealed keys; nothing may be written meanwhile. */
export const devicesWithSeeds = (db: Db): AsyncGenerator<SealedDevice, void> =>
  each<SealedDevice>(db, "SELECT id, serial, serial_key, kind, algorithm, digits, period, seed FROM hardware_tokens");

export interface DeviceFilter {
  /** `serial`: the beginning of a serial number's key; `text`: in a model or a holder, folded. */
  search?: { serial: string; text: string } | undefined;
  state?: HardwareTokenState | undefined;
  /** The key of a serial number: devices after it. */
  after?: string | undefined;
  limit: number;
}

/** By serial number. */
export function listDevices(db: Db, filter: DeviceFilter): Promise<StoredDevice[]> {
  let query = selectDevices(db).orderBy("h.serial_key").limit(filter.limit);
  if (filter.state !== undefined) query = query.where("h.state", "=", filter.state);
  if (filter.after !== undefined) query = query.where("h.serial_key", ">", filter.after);
  const { search } = filter;
  if (search !== undefined) {
    const pattern = contains(search.text);
    query = query.where((where) =>
      where.or([
        where.and([where("h.serial_key", ">=", search.serial), where("h.serial_key", "<", `${search.serial}\uffff`)]),
        sql<boolean>`h.model LIKE ${pattern} ESCAPE '\\'`,
        sql<boolean>`u.search LIKE ${pattern} ESCAPE '\\'`,
      ]),
    );
  }
  return query.execute();
}

/** How many devices are in each state. */
export async function countDevices(db: Db): Promise<Record<HardwareTokenState, number>> {
  const rows = await db
    .selectFrom("hardware_tokens")
    .select(["state", (select) => select.fn.countAll<number>().as("devices")])
    .groupBy("state")
    .execute();
  const counts = { stock: 0, assigned: 0, lost: 0, retired: 0 };
  for (const row of rows) counts[row.state] = row.devices;
  return counts;
}

/**
 * Steps further ahead than this, in milliseconds, come from a clock that was in the future: they do not delay the next
 * holder.
 */
export const aheadAtMost = 86_400_000;

/**
 * Separates a device from its authenticator. Used codes stay used: the next holder's codes count from there.
 *
 * @param at UTC milliseconds
 */
export async function releaseDevice(
  tx: Tx,
  token: Pick<TokenRow, "hardware_id" | "last_step" | "ahead_used" | "drift">,
  state: "stock" | "lost",
  at: number,
): Promise<void> {
  if (token.hardware_id === null) return;
  await tx
    .updateTable("hardware_tokens")
    .set({
      state,
      last_step: sql<number | null>`nullif(max(coalesce(last_step, -1), ${token.last_step ?? -1},
        coalesce((SELECT max(value) FROM json_each(${token.ahead_used}) WHERE value * period * 1000 <= ${at + aheadAtMost}), -1)), -1)`,
      ahead_used: token.ahead_used,
      drift: token.drift,
      updated_at: at,
    })
    .where("id", "=", token.hardware_id)
    .where("state", "=", "assigned")
    .execute();
}
