import { timingSafeEqual } from "node:crypto";
import { v7 } from "uuid";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { PreparedRecovery, VaultSlot } from "#shared/contract/vault.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { Db } from "../store/store.ts";
import { deletePrepared, readPrepared, replacePrepared } from "../store/console/prepared-recovery.ts";
import type { PreparedRecoveryRow } from "../store/migrations/recovery-schema.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { deleteSlots, insertSlot } from "../store/console/vault-slots.ts";
import type { Keys } from "../keys/keys.ts";
import { openHumanSlot } from "../keys/open.ts";
import { parseRecoveryKey, recoveryKeyBytes, toPrinted } from "../keys/recovery-key.ts";
import { combineShares, newShares } from "../keys/shares.ts";
import { readShares, recoverySlot, type SharesParams, sharesOf } from "../keys/slots.ts";
import { guarded } from "../administrators/access/guard.ts";
import { newSlot, slotTarget, toVaultSlot } from "./slots.ts";

const hashOf = (keys: Keys, key: Buffer): Buffer =>
  keys.pepper(Buffer.concat([Buffer.from("prepared recovery key", "utf8"), key]));

async function newRecovery(shares: { total: number; needed: number } | undefined) {
  if (shares) return newShares(shares.total, shares.needed);
  return { key: recoveryKeyBytes(), params: null, shares: [] };
}

/**
 * Makes a new recovery key, or shares, and stores only its hash. The current one stays until somebody proves that the
 * new one was written down: whatever ends the process in between, there is a key that somebody has.
 */
export async function prepareRecoveryKey(
  context: Context,
  input: ParsedInputOf<"vault.prepareRecoveryKey">,
): Promise<PreparedRecovery> {
  const { keys } = opened(context);
  const { key, params, shares } = await newRecovery(input.shares);
  const recoveryKey = params ? null : toPrinted(key);
  const key_hash = hashOf(keys, key);
  key.fill(0);
  await change(context, async ({ tx, note }) => {
    await replacePrepared(tx, { key_hash, shares: params && JSON.stringify(params), prepared_at: context.now });
    note({
      action: "vault.prepare_recovery_key",
      details: input.shares ? { total: input.shares.total, needed: input.shares.needed } : {},
    });
  });
  return { recoveryKey, shares };
}

/** A recovery key that somebody has entered. */
export interface Proven {
  /** 20 bytes, for the caller to wipe. */
  key: Buffer;
  shares: SharesParams | null;
  /** Whether it is the prepared one, not the current one. */
  isNew: boolean;
}

type Typed = ParsedInputOf<"vault.replaceRecoveryKey">;

/** @throws AppError UNLOCK_REFUSED, SHARES_REFUSED */
async function keyOf(typed: Typed, params: SharesParams | null): Promise<Buffer> {
  if (typed.shares === undefined) return parseRecoveryKey(typed.recoveryKey ?? "");
  if (params) return combineShares(typed.shares, params);
  throw new AppError("SHARES_REFUSED", { text: text("vault.notInShares") });
}

/**
 * The prepared recovery key, if that is what was typed.
 *
 * @throws AppError UNLOCK_REFUSED for another one, or if none is prepared; SHARES_REFUSED
 */
async function provePrepared(keys: Keys, row: PreparedRecoveryRow | undefined, typed: Typed): Promise<Proven> {
  if (!row) {
    throw new AppError("UNLOCK_REFUSED", { text: text("vault.nothingToConfirm") });
  }
  const shares = row.shares === null ? null : readShares(row.shares);
  const key = await keyOf(typed, shares);
  if (timingSafeEqual(hashOf(keys, key), row.key_hash)) return { key, shares, isNew: true };
  key.fill(0);
  throw new AppError("UNLOCK_REFUSED", { text: text("vault.notTheNewKey") });
}

/** @throws AppError UNLOCK_REFUSED, SHARES_REFUSED, COST_REFUSED */
async function provePresent(db: Db, typed: Typed): Promise<Proven> {
  const secret = typed.shares === undefined ? { recoveryKey: typed.recoveryKey ?? "" } : { shares: typed.shares };
  const { slot, dataKey } = await openHumanSlot(db, secret);
  dataKey.fill(0);
  const shares = sharesOf(slot);
  return { key: await keyOf(typed, shares), shares, isNew: false };
}

const isWrong = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.code === "UNLOCK_REFUSED" || thrown.code === "SHARES_REFUSED");

/**
 * The prepared recovery key or the current one, whichever was typed. @throws AppError UNLOCK_REFUSED, SHARES_REFUSED
 */
export async function proveRecovery(db: Db, keys: Keys, typed: Typed): Promise<Proven> {
  const row = await readPrepared(db);
  if (!row) return provePresent(db, typed);
  try {
    return await provePrepared(keys, row, typed);
  } catch (thrown) {
    if (!isWrong(thrown)) throw thrown;
    return provePresent(db, typed);
  }
}

/** Whether this is the prepared one. For shares, their set tells. */
export async function isPrepared(context: Context, typed: Typed): Promise<boolean> {
  const { store, keys } = opened(context);
  try {
    const { key } = await provePrepared(keys, await readPrepared(store.db), typed);
    key.fill(0);
    return true;
  } catch (thrown) {
    if (isWrong(thrown)) return false;
    throw thrown;
  }
}

/** The slot of a recovery key that somebody has proven to have. */
export const provenSlot = (proven: Proven, dataKey: Buffer, now: number): VaultSlotRow => ({
  ...recoverySlot(v7({ msecs: now }), proven.key, dataKey, proven.shares),
  created_at: now,
  checked_at: now,
});

/**
 * The prepared recovery key, proven by being typed, replaces the previous one.
 *
 * @throws AppError UNLOCK_REFUSED, SHARES_REFUSED, THROTTLED
 */
export async function replaceRecoveryKey(context: Context, typed: Typed): Promise<VaultSlot> {
  const { store, keys } = opened(context);
  const { now } = context;
  const row = await readPrepared(store.db);
  const proven = await guarded(
    context,
    store,
    () => provePrepared(keys, row, typed),
    ({ key }) => key.fill(0),
  );
  const slot = await newSlot(keys, now, (_id, dataKey) => provenSlot(proven, dataKey, now));
  proven.key.fill(0);
  await change(context, async ({ tx, note }) => {
    // Another one may have been prepared meanwhile.
    const still = await readPrepared(tx);
    if (!row || !still?.key_hash.equals(row.key_hash)) throw new AppError("UNLOCK_REFUSED");
    await deleteSlots(tx, "recovery");
    await insertSlot(tx, slot);
    await deletePrepared(tx);
    note({
      action: proven.shares ? "vault.make_shares" : "vault.replace_recovery_key",
      target: slotTarget(slot),
      details: proven.shares ? { total: proven.shares.total, needed: proven.shares.needed } : {},
    });
  });
  return toVaultSlot(slot);
}
