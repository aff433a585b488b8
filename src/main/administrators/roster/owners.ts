import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { AdminId } from "#shared/model/ids.ts";
import { type Context, actorOf } from "../../call/context.ts";
import { ableOwners, firstAdmin, readAdmin } from "../../store/console/admins.ts";
import type { Db, Tx } from "../../store/store.ts";
import type { AdminRow, VaultSlotRow } from "../../store/migrations/schema.ts";
import { deleteSlot, listSlots } from "../../store/console/vault-slots.ts";
import { opensForOthers, passwordSlot } from "../../keys/password-slot.ts";
import { noAdministrator } from "./overview.ts";

/**
 * The administrator to change, as this transaction sees it. What the door found about the caller may be old: somebody
 * whose role changed meanwhile decides nothing any more.
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

/** The last owner who can sign in must stay one. @throws AppError LAST_OWNER */
export async function requireAnotherOwner(tx: Tx, target: AdminRow): Promise<void> {
  if (target.role !== "owner") return;
  if (!(await ableOwners(tx)).some(({ id }) => id !== target.id)) throw new AppError("LAST_OWNER");
}

/** @throws AppError FORBIDDEN */
export function requireSomebodyElse(context: Context, target: AdminRow): void {
  if (actorOf(context).id !== target.id) return;
  throw new AppError("FORBIDDEN", { text: text("admins.notYourself") });
}

/**
 * The vault slot that this administrator's password opens; null for everybody except the one who set the console up.
 */
export async function ownPasswordSlot(db: Db, id: AdminId): Promise<VaultSlotRow | null> {
  if ((await firstAdmin(db)) !== id) return null;
  return (await passwordSlot(db)) ?? null;
}

/**
 * An invited administrator must be able to sign in when the owner whose password opens the keys is away.
 *
 * @throws AppError PASSPHRASE_REQUIRED
 */
export async function requireWayForOthers(db: Db): Promise<void> {
  if (!opensForOthers(await listSlots(db))) throw new AppError("PASSPHRASE_REQUIRED");
}

/**
 * Removes the slot that the administrator's password opens.
 *
 * @returns whether there was one
 * @throws AppError LAST_SLOT if no passphrase would be left
 */
export async function endOwnPasswordSlot(tx: Tx, target: AdminRow): Promise<boolean> {
  const slot = await ownPasswordSlot(tx, target.id);
  if (!slot) return false;
  const others = (await listSlots(tx)).filter(({ id, kind }) => id !== slot.id && kind === "passphrase");
  if (others.length === 0) {
    throw new AppError("LAST_SLOT", {
      text: text("admins.opensKeys", { name: target.name }),
    });
  }
  await deleteSlot(tx, slot.id);
  return true;
}
