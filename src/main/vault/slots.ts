import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { VaultSlotId } from "#shared/model/ids.ts";
import type { Db } from "../store/open.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { hasSeveralAdmins } from "../store/console/admins.ts";
import { listSlots, readSlot } from "../store/console/vault-slots.ts";
import type { Keys } from "../keys/keys.ts";
import { opensForOthers } from "../keys/password-slot.ts";
import { opensWithPassword, sharesOf } from "../keys/slots.ts";

/** @throws AppError NOT_FOUND */
export async function requireSlot(db: Db, id: string): Promise<VaultSlotRow> {
  const slot = await readSlot(db, id);
  if (!slot) throw new AppError("NOT_FOUND", { message: "This way to open the keys no longer exists." });
  return slot;
}

function kindOf(row: VaultSlotRow): VaultSlot["kind"] {
  if (row.kind === "passphrase") return opensWithPassword(row) ? "password" : "passphrase";
  return row.kind === "recovery" && sharesOf(row) ? "shares" : row.kind;
}

const kindWords: Record<VaultSlot["kind"], string> = {
  keychain: "Keychain",
  passphrase: "Passphrase",
  password: "Password",
  recovery: "Recovery key",
  shares: "Shares of the recovery key",
};

export function toVaultSlot(row: VaultSlotRow): VaultSlot {
  const shares = sharesOf(row);
  return {
    id: VaultSlotId.parse(row.id),
    kind: kindOf(row),
    label: row.label,
    createdAt: row.created_at,
    checkedAt: row.checked_at,
    shares: shares ? { total: shares.total, needed: shares.needed } : null,
  };
}

/** What a slot is called where people read it. */
export const slotName = (row: VaultSlotRow): string => row.label || kindWords[kindOf(row)];

/** For the audit log. */
export const slotTarget = (row: VaultSlotRow): { id: string; name: string } => ({ id: row.id, name: slotName(row) });

/** Whether a person can open it, without this computer. */
export const isHuman = (row: VaultSlotRow): boolean => row.kind !== "keychain";

/**
 * If there are other administrators, opening the keys must never depend on one owner's password alone.
 *
 * @param after the slots as they would be
 * @throws AppError LAST_SLOT
 */
export async function requireWayForOthers(db: Db, after: readonly VaultSlotRow[]): Promise<void> {
  if (opensForOthers(after) || !opensForOthers(await listSlots(db)) || !(await hasSeveralAdmins(db))) return;
  throw new AppError("LAST_SLOT", {
    message:
      "No passphrase would be left to open the console's keys, and the other administrators could not sign in. Add a passphrase first.",
  });
}

/** Makes a slot with a new id. @param make receives the id and the data key, which is wiped afterwards */
export async function newSlot<T>(
  keys: Keys,
  at: number,
  make: (id: string, dataKey: Buffer) => T | Promise<T>,
): Promise<T & { created_at: number }> {
  const dataKey = keys.exportDataKey();
  try {
    return { ...(await make(v7({ msecs: at }), dataKey)), created_at: at };
  } finally {
    dataKey.fill(0);
  }
}
