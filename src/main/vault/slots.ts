import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import type { VaultSlot } from "#shared/contract/vault.ts";
import type { DeskShown } from "#shared/model/desks.ts";
import { VaultSlotId } from "#shared/model/ids.ts";
import { toStored } from "#shared/texts/stored.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import type { Db } from "../store/store.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { hasSeveralAdmins } from "../store/console/admins.ts";
import { listSlots, readSlot } from "../store/console/vault-slots.ts";
import type { Keys } from "../keys/keys.ts";
import { opensForOthers } from "../keys/password-slot.ts";
import { opensWithPassword, sharesOf } from "../keys/slots.ts";

/** @throws AppError NOT_FOUND */
export async function requireSlot(db: Db, id: string): Promise<VaultSlotRow> {
  const slot = await readSlot(db, id);
  if (!slot) throw new AppError("NOT_FOUND", { text: text("vault.noSuchSlot") });
  return slot;
}

function kindOf(row: VaultSlotRow): VaultSlot["kind"] {
  if (row.kind === "passphrase") return opensWithPassword(row) ? "password" : "passphrase";
  return row.kind === "recovery" && sharesOf(row) ? "shares" : row.kind;
}

const kindTexts = {
  keychain: text("vault.kindKeychain"),
  passphrase: text("vault.kindPassphrase"),
  password: text("vault.kindPassword"),
  recovery: text("vault.kindRecovery"),
  shares: text("vault.kindShares"),
} as const satisfies Record<VaultSlot["kind"], Text>;

/** @param desk whose keychain it is; null for what a person opens */
export function toVaultSlot(row: VaultSlotRow, desk: DeskShown | null = null): VaultSlot {
  const shares = sharesOf(row);
  return {
    id: VaultSlotId.parse(row.id),
    kind: kindOf(row),
    label: row.label,
    createdAt: row.created_at,
    checkedAt: row.checked_at,
    shares: shares ? { total: shares.total, needed: shares.needed } : null,
    desk,
  };
}

/** What a slot is called where people read it. */
export const slotName = (row: VaultSlotRow): Label => row.label || kindTexts[kindOf(row)];

/** For the audit log: a label as it was typed, or else a stored text, and so is a label that could be taken for one. */
export function slotTarget(row: VaultSlotRow): { id: string; name: string } {
  const name = slotName(row);
  if (typeof name !== "string") return { id: row.id, name: toStored(name) };
  return { id: row.id, name: name.startsWith("{") ? toStored(text("vault.labelled", { label: name })) : name };
}

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
    text: text("vault.noneForOthers"),
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
