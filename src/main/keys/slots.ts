import { randomBytes } from "node:crypto";
import { hashRaw } from "@node-rs/argon2";
import { z } from "zod";
import { AppError } from "#shared/errors.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { argon2Cost, readDerivation, readJson, withinWork } from "./argon2-cost.ts";
import { deriveKey } from "./keys.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import { openBox, sealBox } from "./seal.ts";

/** Argon2id for a secret that protects data offline: 64 MiB, 3 passes (RFC 9106 section 4, second choice). */
const passphraseCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

const slotKeyId = Buffer.from("slot");

/** Of 16 random bytes. */
const Salt = z.base64().length(24);

const PassphraseParams = z
  .strictObject({
    /** A separate passphrase, or the owner's password. */
    of: z.enum(["passphrase", "password"]),
    salt: Salt,
    ...argon2Cost,
  })
  .refine(...withinWork);
const SharesParams = z.strictObject({
  total: z.int().min(2).max(255),
  needed: z.int().min(2).max(255),
  /** Tells the shares of one key from those of another: four hexadecimal digits. */
  setId: z.string().regex(/^[0-9a-f]{4}$/u),
});
export type SharesParams = z.infer<typeof SharesParams>;
/** `shares`: the key exists in shares only. */
const RecoveryParams = z.strictObject({ salt: Salt, shares: SharesParams.optional() });
const KeychainParams = z.strictObject({ account: z.string().min(1).max(200) });

/** No console has more; each costs one Argon2id until one opens. */
export const mostPassphrases = 16;

type Slot = Pick<VaultSlotRow, "id" | "kind" | "params" | "wrapped_key">;

const boundTo = (slot: Pick<Slot, "id" | "kind" | "params">): string =>
  JSON.stringify(["slot", slot.id, slot.kind, slot.params]);

/** A slot that is not in the store yet. */
export type NewSlot = Omit<VaultSlotRow, "created_at">;

const wrap = (slot: Omit<Slot, "wrapped_key">, wrappingKey: Buffer, dataKey: Buffer): NewSlot => ({
  ...slot,
  wrapped_key: sealBox(wrappingKey, slotKeyId, boundTo(slot), dataKey),
  label: "",
  checked_at: null,
  desk_id: null,
});

/** @throws AppError UNLOCK_REFUSED if the wrapping key is not the slot's */
function unwrap(slot: Slot, wrappingKey: Buffer): Buffer {
  try {
    return openBox(wrappingKey, slotKeyId, boundTo(slot), slot.wrapped_key);
  } catch (cause) {
    throw new AppError("UNLOCK_REFUSED", { cause });
  }
}

const passphraseKey = (passphrase: string, params: z.infer<typeof PassphraseParams>): Promise<Buffer> =>
  hashRaw(passphrase, {
    salt: Buffer.from(params.salt, "base64"),
    memoryCost: params.memoryCost,
    timeCost: params.timeCost,
    parallelism: params.parallelism,
    outputLen: 32,
  });

/** Works with a wrapping key and wipes it. */
function using<T>(wrappingKey: Buffer, work: (wrappingKey: Buffer) => T): T {
  try {
    return work(wrappingKey);
  } finally {
    wrappingKey.fill(0);
  }
}

/** Costs one Argon2id, off the main thread. */
export async function passphraseSlot(
  id: string,
  of: z.infer<typeof PassphraseParams>["of"],
  passphrase: string,
  dataKey: Buffer,
): Promise<NewSlot> {
  const params = { of, salt: randomBytes(16).toString("base64"), ...passphraseCost };
  return using(await passphraseKey(passphrase, params), (key) =>
    wrap({ id, kind: "passphrase", params: JSON.stringify(params) }, key, dataKey),
  );
}

/** @throws AppError UNLOCK_REFUSED; COST_REFUSED before anything was spent */
export async function openPassphraseSlot(slot: Slot, passphrase: string): Promise<Buffer> {
  return using(await passphraseKey(passphrase, readDerivation(PassphraseParams, slot.params)), (key) =>
    unwrap(slot, key),
  );
}

const ofPassword = z.looseObject({ of: z.literal("password") });

/** Whether a passphrase can open the slot, and may be tried: its cost is within the bounds. */
export const takesPassphrase = (slot: Slot): boolean =>
  slot.kind === "passphrase" && PassphraseParams.safeParse(readJson(slot.params)).success;

/** Whether the owner's password opens the slot. Also true if its cost is beyond the bounds. */
export const opensWithPassword = (slot: Slot): boolean =>
  slot.kind === "passphrase" && ofPassword.safeParse(readJson(slot.params)).success;

/** Whether a passphrase opens the slot that is not a password: it can be given to several people. */
export const takesSharedPassphrase = (slot: Slot): boolean => slot.kind === "passphrase" && !opensWithPassword(slot);

const recoveryWrappingKey = (key: Buffer, salt: string): Buffer =>
  deriveKey(key, "recovery slot", Buffer.from(salt, "base64"));

/**
 * The recovery key has 160 random bits, so HKDF is enough.
 *
 * @param recoveryKey as printed, or its 20 bytes
 * @param shares if it exists in shares only
 */
export function recoverySlot(
  id: string,
  recoveryKey: string | Buffer,
  dataKey: Buffer,
  shares: SharesParams | null = null,
): NewSlot {
  const params = { salt: randomBytes(16).toString("base64"), ...(shares ? { shares } : {}) };
  const key = typeof recoveryKey === "string" ? parseRecoveryKey(recoveryKey) : recoveryKey;
  return using(recoveryWrappingKey(key, params.salt), (wrappingKey) =>
    wrap({ id, kind: "recovery", params: JSON.stringify(params) }, wrappingKey, dataKey),
  );
}

/** @throws AppError COST_REFUSED for what does not describe shares */
export const readShares = (text: string): SharesParams => readDerivation(SharesParams, text);

const withShares = z.looseObject({ shares: SharesParams });

/** The shares that open the slot; null for any other slot. */
export const sharesOf = (slot: Slot): SharesParams | null =>
  slot.kind === "recovery" ? (withShares.safeParse(readJson(slot.params)).data?.shares ?? null) : null;

/**
 * @param recoveryKey as typed, or its 20 bytes
 * @throws AppError UNLOCK_REFUSED, COST_REFUSED
 */
export function openRecoverySlot(slot: Slot, recoveryKey: string | Buffer): Buffer {
  const key = typeof recoveryKey === "string" ? parseRecoveryKey(recoveryKey) : recoveryKey;
  const { salt } = readDerivation(RecoveryParams, slot.params);
  return using(recoveryWrappingKey(key, salt), (wrappingKey) => unwrap(slot, wrappingKey));
}

/** @param wrappingKey 32 random bytes that the keychain stores under `account` */
export function keychainSlot(id: string, account: string, wrappingKey: Buffer, dataKey: Buffer): NewSlot {
  return wrap({ id, kind: "keychain", params: JSON.stringify({ account }) }, wrappingKey, dataKey);
}

/** The keychain account with the slot's wrapping key. @throws AppError COST_REFUSED for a damaged slot */
export const keychainAccount = (slot: Slot): string => readDerivation(KeychainParams, slot.params).account;

/** @throws AppError UNLOCK_REFUSED */
export const openKeychainSlot = (slot: Slot, wrappingKey: Buffer): Buffer => unwrap(slot, wrappingKey);
