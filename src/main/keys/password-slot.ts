import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import type { Db, Tx } from "../store/store.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { deleteSlot, insertSlot, listSlots } from "../store/console/vault-slots.ts";
import type { Keys } from "./keys.ts";
import { openPassphraseSlot, opensWithPassword, passphraseSlot, takesSharedPassphrase } from "./slots.ts";

/** The slot that an administrator's password opens: the first owner's does if there was no keychain. */
export const passwordSlot = async (db: Db): Promise<VaultSlotRow | undefined> =>
  (await listSlots(db)).find(opensWithPassword);

/** Whether the keys can be opened without the owner whose password it is: by this computer, or by a passphrase. */
export const opensForOthers = (slots: readonly VaultSlotRow[]): boolean =>
  slots.some((slot) => slot.kind === "keychain" || takesSharedPassphrase(slot));

async function opens(slot: VaultSlotRow, password: string): Promise<boolean> {
  try {
    (await openPassphraseSlot(slot, password)).fill(0);
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED") return false;
    throw thrown;
  }
}

export interface Rewrapped {
  before: VaultSlotRow;
  after: VaultSlotRow;
}

/**
 * What replaces the slot that a password opens when the password changes; slow, so before the transaction that stores
 * it.
 *
 * @returns null if the password opens no slot
 */
export async function rewrapPasswordSlot(
  db: Db,
  keys: Keys,
  password: { current: string; next: string },
  now: number,
): Promise<Rewrapped | null> {
  const before = await passwordSlot(db);
  if (!before || !(await opens(before, password.current))) return null;
  const dataKey = keys.exportDataKey();
  try {
    const made = await passphraseSlot(v7({ msecs: now }), "password", password.next, dataKey);
    return { before, after: { ...made, label: before.label, created_at: now } };
  } finally {
    dataKey.fill(0);
  }
}

/** @throws AppError BUSY if the slot was replaced meanwhile */
export async function keepRewrapped(tx: Tx, { before, after }: Rewrapped): Promise<void> {
  const current = await passwordSlot(tx);
  if (current?.id !== before.id || !current.wrapped_key.equals(before.wrapped_key)) throw new AppError("BUSY");
  await deleteSlot(tx, before.id);
  await insertSlot(tx, after);
}
