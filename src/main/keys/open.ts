import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Desk } from "../base/desk.ts";
import type { SecretStore } from "../base/ports.ts";
import { readConsole } from "../store/console/console.ts";
import type { Db, Tx } from "../store/store.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { rememberDesk } from "../store/console/desks.ts";
import { deleteDeskSlots, insertSlot, listSlots } from "../store/console/vault-slots.ts";
import type { Keys } from "./keys.ts";
import { keysOf } from "./retired.ts";
import { combineShares } from "./shares.ts";
import {
  keychainAccount,
  keychainSlot,
  mostPassphrases,
  openKeychainSlot,
  openPassphraseSlot,
  openRecoverySlot,
  sharesOf,
} from "./slots.ts";

/** What a person knows or holds. */
export type HumanSecret = { passphrase: string } | { recoveryKey: string } | { shares: readonly string[] };

/**
 * Opens the vault with this computer's keychain.
 *
 * @returns null if the keychain cannot be reached, has no key of this store, or may not open it
 */
export async function openByKeychain(db: Db, keychain: SecretStore): Promise<Keys | null> {
  if ((await readConsole(db))?.passphrase_at_start === 1) return null;
  for (const slot of await listSlots(db)) {
    if (slot.kind !== "keychain") continue;
    try {
      const wrappingKey = await keychain.get(keychainAccount(slot));
      if (wrappingKey) return await keysOf(db, openKeychainSlot(slot, wrappingKey));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
  return null;
}

export interface OpenedSlot {
  slot: VaultSlotRow;
  /** 32 bytes, for the caller to wipe. */
  dataKey: Buffer;
}

/**
 * The first slot that opens. One that asks for too much work does not keep others from being tried.
 *
 * @throws AppError UNLOCK_REFUSED if none does; COST_REFUSED if one of them was not tried because of its cost
 */
async function firstThatOpens(
  slots: readonly VaultSlotRow[],
  open: (slot: VaultSlotRow) => Buffer | Promise<Buffer>,
): Promise<OpenedSlot> {
  let untried: AppError | null = null;
  for (const slot of slots) {
    try {
      return { slot, dataKey: await open(slot) };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      if (thrown.code === "COST_REFUSED") untried = thrown;
      else if (thrown.code !== "UNLOCK_REFUSED") throw thrown;
    }
  }
  throw untried ?? new AppError("UNLOCK_REFUSED");
}

async function openByShares(slots: readonly VaultSlotRow[], shares: readonly string[]): Promise<OpenedSlot> {
  const slot = slots.find((one) => sharesOf(one) !== null);
  const params = slot ? sharesOf(slot) : null;
  if (!slot || !params) {
    throw new AppError("SHARES_REFUSED", { text: text("vault.noShares") });
  }
  const key = await combineShares(shares, params);
  try {
    return { slot, dataKey: openRecoverySlot(slot, key) };
  } finally {
    key.fill(0);
  }
}

/**
 * Finds the slot that a person's secret opens. Costs one Argon2id for each passphrase slot.
 *
 * @param mayOpen which slots are tried
 * @throws AppError UNLOCK_REFUSED if no slot opens; COST_REFUSED if one asks for more work than the console allows, or
 * there are more passphrases than a console has
 * @throws AppError SHARES_REFUSED for shares that cannot be combined, before anything was tried
 */
export async function openHumanSlot(
  db: Db,
  secret: HumanSecret,
  mayOpen: (slot: VaultSlotRow) => boolean = () => true,
): Promise<OpenedSlot> {
  const slots = (await listSlots(db)).filter(mayOpen);
  if ("shares" in secret) return openByShares(slots, secret.shares);
  if ("passphrase" in secret) {
    const passphrases = slots.filter(({ kind }) => kind === "passphrase");
    if (passphrases.length > mostPassphrases) throw new AppError("COST_REFUSED");
    return firstThatOpens(passphrases, (slot) => openPassphraseSlot(slot, secret.passphrase));
  }
  const recovery = slots.filter((slot) => slot.kind === "recovery" && sharesOf(slot) === null);
  return firstThatOpens(recovery, (slot) => openRecoverySlot(slot, secret.recoveryKey));
}

/** @throws AppError UNLOCK_REFUSED, SHARES_REFUSED as `openHumanSlot` */
export async function openByHuman(
  db: Db,
  secret: HumanSecret,
  mayOpen?: (slot: VaultSlotRow) => boolean,
): Promise<Keys> {
  return keysOf(db, (await openHumanSlot(db, secret, mayOpen)).dataKey);
}

export interface KeychainBinding {
  desk: Desk;
  slot: VaultSlotRow;
  /** Removes the key from the keychain again, if the store did not keep the slot. */
  undo(): Promise<void>;
}

/**
 * Puts a new wrapping key into the keychain and makes the slot for it. The key is stored before the slot, so that no
 * slot ever waits for a key that was not stored.
 *
 * @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED
 */
export async function newKeychainBinding(
  keychain: SecretStore,
  desk: Desk,
  storeId: string,
  keys: Keys,
  at: number,
): Promise<KeychainBinding> {
  const id = v7({ msecs: at });
  const account = `vault:${storeId}:${id}`;
  const wrappingKey = randomBytes(32);
  try {
    await keychain.set(account, wrappingKey);
    const dataKey = keys.exportDataKey();
    const slot = { ...keychainSlot(id, account, wrappingKey, dataKey), created_at: at, desk_id: desk.id };
    dataKey.fill(0);
    return { desk, slot, undo: () => keychain.delete(account) };
  } finally {
    wrappingKey.fill(0);
  }
}

/** As `newKeychainBinding`. @returns null if the keychain cannot be reached */
export async function prepareKeychainSlot(
  keychain: SecretStore,
  desk: Desk,
  storeId: string,
  keys: Keys,
  at: number,
): Promise<KeychainBinding | null> {
  try {
    return await newKeychainBinding(keychain, desk, storeId, keys, at);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** Binds the store to the keychain of a desk, in place of its earlier binding; those of other desks stay. */
export async function bindKeychain(tx: Tx, { desk, slot }: KeychainBinding): Promise<void> {
  await rememberDesk(tx, desk, slot.created_at);
  await deleteDeskSlots(tx, desk.id);
  await insertSlot(tx, slot);
}

/** Whether the way in is by the keychain of this desk. */
export const isOfDesk = (desk: Desk, slot: VaultSlotRow): boolean =>
  slot.kind === "keychain" && slot.desk_id === desk.id;

/**
 * Removes the keys of a desk's deleted slots from its keychain, if it answers: without their slot they open nothing.
 */
export async function forgetKeychain(slots: readonly VaultSlotRow[], keychain: SecretStore, desk: Desk): Promise<void> {
  for (const slot of slots) {
    if (!isOfDesk(desk, slot)) continue;
    try {
      await keychain.delete(keychainAccount(slot));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
}
