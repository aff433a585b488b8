import { sql } from "kysely";
import type { AdminId, HardwareTokenId, TokenId, UserId } from "#shared/model/ids.ts";
import { only } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { HardwareTokenRow, TokenRow } from "../migrations/schema.ts";

/** A time service may set a clock back by this much, in milliseconds. */
const slack = 60_000;

/** Devices drift in drawers: a step at most this far ahead does not mean a wrong clock. */
export const drawerSteps = 20;

export type TokenAhead = Pick<TokenRow, "label" | "serial" | "period" | "drift" | "ahead_used"> & {
  id: TokenId;
  user_id: UserId | null;
  admin_id: AdminId | null;
  last_step: number;
  /** Name of the person or of the administrator. */
  holder: string;
};

/**
 * Authenticators whose last accepted step is in the future because this computer's clock was when it was accepted: all
 * their codes are refused until then.
 *
 * @param now UTC milliseconds
 */
export const tokensAhead = (db: Db, now: number): Promise<TokenAhead[]> =>
  db
    .selectFrom("tokens as t")
    .leftJoin("users as u", "u.id", "t.user_id")
    .leftJoin("admins as a", "a.id", "t.admin_id")
    .select(["t.id", "t.user_id", "t.admin_id", "t.label", "t.serial", "t.period", "t.drift", "t.ahead_used"])
    .select(sql<number>`t.last_step`.as("last_step"))
    .select(sql<string>`coalesce(u.username, a.name)`.as("holder"))
    .where("t.kind", "=", "totp")
    .where("t.status", "in", ["active", "disabled", "locked"])
    .where("t.last_used_at", ">", now + slack)
    .where(sql<boolean>`t.last_step * t.period * 1000 > ${now}`)
    .orderBy("t.id")
    .execute();

export type DeviceAhead = Pick<HardwareTokenRow, "serial" | "state" | "period" | "drift" | "ahead_used"> & {
  id: HardwareTokenId;
  last_step: number;
};

/** The same for devices, whoever had them when it was accepted. */
export const devicesAhead = (db: Db, now: number): Promise<DeviceAhead[]> =>
  db
    .selectFrom("hardware_tokens")
    .select(["id", "serial", "state", "period", "drift", "ahead_used"])
    .select(sql<number>`last_step`.as("last_step"))
    .where("kind", "=", "totp")
    .where("state", "<>", "retired")
    .where(sql<boolean>`(last_step - max(drift, 0) - ${drawerSteps}) * period * 1000 > ${now + slack}`)
    .orderBy("serial_key")
    .execute();

/** How many authenticators, and devices that nobody has, are affected. @param now UTC milliseconds */
export async function countStepsAhead(db: Db, now: number): Promise<number> {
  const tokens = await only<number>(
    db,
    `SELECT count(*) FROM tokens WHERE kind = 'totp' AND status IN ('active', 'disabled', 'locked')
       AND last_used_at > ? AND last_step * period * 1000 > ?`,
    now + slack,
    now,
  );
  const devices = await only<number>(
    db,
    `SELECT count(*) FROM hardware_tokens WHERE kind = 'totp' AND state NOT IN ('retired', 'assigned')
       AND (last_step - max(drift, 0) - ${drawerSteps}) * period * 1000 > ?`,
    now + slack,
  );
  return tokens + devices;
}

type SetBack = Pick<TokenRow, "last_step" | "ahead_used">;

/** @param at UTC milliseconds */
export async function setTokenBack(tx: Tx, id: TokenId, to: SetBack, at: number): Promise<void> {
  await tx
    .updateTable("tokens")
    .set({ ...to, last_used_at: at })
    .where("id", "=", id)
    .execute();
}

/** @param at UTC milliseconds */
export async function setDeviceBack(tx: Tx, id: HardwareTokenId, to: SetBack, at: number): Promise<void> {
  await tx
    .updateTable("hardware_tokens")
    .set({ ...to, updated_at: at })
    .where("id", "=", id)
    .execute();
}
