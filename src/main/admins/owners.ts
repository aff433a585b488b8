import { AppError } from "#shared/errors.ts";
import type { AdminId } from "#shared/model/ids.ts";
import { type Context, actorOf } from "../context.ts";
import { ableOwners, firstAdmin, readAdmin } from "../store/admins.ts";
import type { Db, Tx } from "../store/open.ts";
import type { AdminRow, VaultSlotRow } from "../store/schema.ts";
import { deleteSlot, listSlots } from "../store/vault-slots.ts";
import { opensForOthers, passwordSlot } from "../vault/password-slot.ts";
import { noAdministrator } from "./overview.ts";

/**
 * The administrator that is to be changed, as this transaction sees it. What the door found of the caller may be old:
 * who was made something else meanwhile decides nothing any more.
 *
 * @throws AppError FORBIDDEN, NOT_FOUND
 */
export async function requireTarget(tx: Tx, context: Context, id: AdminId): Promise<AdminRow> {
  const caller = actorOf(context);
  if (!(await ableOwners(tx)).some((owner) => owner.id === caller.id)) throw new AppError("FORBIDDEN");
  const target = await readAdmin(tx, id);
  if (!target) throw noAdministrator();
  return target;
}

/** Nobody is the last owner who can sign in and then is not. @throws AppError LAST_OWNER */
export async function requireAnotherOwner(tx: Tx, target: AdminRow): Promise<void> {
  if (target.role !== "owner") return;
  if (!(await ableOwners(tx)).some(({ id }) => id !== target.id)) throw new AppError("LAST_OWNER");
}

/** @throws AppError FORBIDDEN */
export function requireSomebodyElse(context: Context, target: AdminRow): void {
  if (actorOf(context).id !== target.id) return;
  throw new AppError("FORBIDDEN", { message: "Nobody does this to themselves. Ask another owner." });
}

/** The way into the vault that is this administrator's password; null for everybody but the one who set the console up. */
export async function ownPasswordSlot(db: Db, id: AdminId): Promise<VaultSlotRow | null> {
  if ((await firstAdmin(db)) !== id) return null;
  return (await passwordSlot(db)) ?? null;
}

/**
 * Whoever is invited must be able to sign in when the owner whose password opens the keys is away.
 *
 * @throws AppError PASSPHRASE_REQUIRED
 */
export async function requireWayForOthers(db: Db): Promise<void> {
  if (!opensForOthers(await listSlots(db))) throw new AppError("PASSPHRASE_REQUIRED");
}

/**
 * Ends the way into the vault that goes by the administrator's password.
 *
 * @returns whether there was one
 * @throws AppError LAST_SLOT when no passphrase would be left
 */
export async function endOwnPasswordSlot(tx: Tx, target: AdminRow): Promise<boolean> {
  const slot = await ownPasswordSlot(tx, target.id);
  if (!slot) return false;
  const others = (await listSlots(tx)).filter(({ id, kind }) => id !== slot.id && kind === "passphrase");
  if (others.length === 0) {
    throw new AppError("LAST_SLOT", {
      message: `The password of ${target.name} opens the console's keys, and no passphrase does. Add a passphrase first.`,
    });
  }
  await deleteSlot(tx, slot.id);
  return true;
}
