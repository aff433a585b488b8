import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import type { SecretStore } from "../ports.ts";
import type { Db } from "../store/open.ts";
import type { VaultSlotRow } from "../store/schema.ts";
import { deleteSlots, insertSlot, listSlots } from "../store/vault-slots.ts";
import { Keys } from "./keys.ts";
import { keychainAccount, keychainSlot, openKeychainSlot, openPassphraseSlot, openRecoverySlot } from "./slots.ts";

/** Opens with what a person knows. @throws AppError UNLOCK_REFUSED */
type HumanSecret = { passphrase: string } | { recoveryKey: string };

function toKeys(dataKey: Buffer): Keys {
  try {
    return new Keys(dataKey);
  } finally {
    dataKey.fill(0);
  }
}

/**
 * Opens the vault by this computer's keychain.
 *
 * @returns null when the keychain cannot be reached or holds no key of this store
 */
export async function openByKeychain(db: Db, keychain: SecretStore): Promise<Keys | null> {
  for (const slot of await listSlots(db)) {
    if (slot.kind !== "keychain") continue;
    try {
      const wrappingKey = await keychain.get(keychainAccount(slot));
      if (wrappingKey) return toKeys(openKeychainSlot(slot, wrappingKey));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
  return null;
}

async function openSlot(slot: VaultSlotRow, secret: HumanSecret): Promise<Buffer> {
  return "passphrase" in secret
    ? openPassphraseSlot(slot, secret.passphrase)
    : openRecoverySlot(slot, secret.recoveryKey);
}

/** @throws AppError UNLOCK_REFUSED when no slot opens */
export async function openByHuman(db: Db, secret: HumanSecret): Promise<Keys> {
  const kind = "passphrase" in secret ? "passphrase" : "recovery";
  for (const slot of await listSlots(db)) {
    if (slot.kind !== kind) continue;
    try {
      return toKeys(await openSlot(slot, secret));
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED")) throw thrown;
    }
  }
  throw new AppError("UNLOCK_REFUSED");
}

export interface KeychainBinding {
  slot: VaultSlotRow;
  /** Takes the key out of the keychain again, when the store did not keep the slot. */
  undo(): Promise<void>;
}

/**
 * Puts a new wrapping key into the keychain and makes the slot for it. The key is there before the
 * slot, so that no slot ever waits for a key that was not kept.
 *
 * @returns null when the keychain cannot be reached
 */
export async function prepareKeychainSlot(
  keychain: SecretStore,
  storeId: string,
  keys: Keys,
  at: number,
): Promise<KeychainBinding | null> {
  const id = v7({ msecs: at });
  const account = `vault:${storeId}:${id}`;
  const wrappingKey = randomBytes(32);
  try {
    await keychain.set(account, wrappingKey);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
  const dataKey = keys.exportDataKey();
  const slot = { ...keychainSlot(id, account, wrappingKey, dataKey), created_at: at };
  dataKey.fill(0);
  wrappingKey.fill(0);
  return { slot, undo: () => keychain.delete(account) };
}

/** Binds the store to this computer's keychain, in place of older bindings. */
export async function bindKeychain(db: Db, binding: KeychainBinding): Promise<void> {
  await deleteSlots(db, "keychain");
  await insertSlot(db, binding.slot);
}

/** Forgets the keychain keys of a store that is thrown away. */
export async function forgetKeychain(db: Db, keychain: SecretStore): Promise<void> {
  for (const slot of await listSlots(db)) {
    if (slot.kind !== "keychain") continue;
    try {
      await keychain.delete(keychainAccount(slot));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
}
