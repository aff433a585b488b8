import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { boundToken, bindingOf } from "../administrators/access/sessions.ts";
import type { Desk } from "../base/desk.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { requireConsole } from "../store/console/console.ts";
import type { Db, Store } from "../store/store.ts";
import { deskWords } from "../store/console/desks.ts";
import { countSealedRows } from "../store/console/rotation.ts";
import type { ConsoleRow, VaultSlotRow } from "../store/migrations/schema.ts";
import { listSlots, readSlot } from "../store/console/vault-slots.ts";
import { Keys, newDataKey } from "../keys/keys.ts";
import { forgetKeychain, isOfDesk, type KeychainBinding, prepareKeychainSlot } from "../keys/open.ts";
import { withRetiredKeys } from "../keys/retired.ts";
import { wrapForSession } from "../keys/session-slot.ts";
import { openPassphraseSlot, opensWithPassword, passphraseSlot } from "../keys/slots.ts";
import type { VaultDeps } from "./deps.ts";
import { guarded } from "../administrators/access/guard.ts";
import { type Proven, proveRecovery, provenSlot } from "./recovery.ts";
import type { RotateInput } from "./rotate-job.ts";
import { requireWayForOthers, slotName } from "./slots.ts";

/** A slot that stays, with what opens it. */
interface Kept {
  slot: VaultSlotRow;
  passphrase: string;
}

interface Plan {
  row: ConsoleRow;
  slots: VaultSlotRow[];
  kept: Kept[];
  dropped: VaultSlotRow[];
  /** Names of other desks whose keychains open the store until now. */
  desksEnded: string[];
  /** What certainly opens the store afterwards: it was typed. */
  recovery: Proven;
}

async function opens(slot: VaultSlotRow, passphrase: string): Promise<boolean> {
  try {
    (await openPassphraseSlot(slot, passphrase)).fill(0);
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED") return false;
    throw thrown;
  }
}

/** @throws AppError UNLOCK_REFUSED naming a passphrase that opens nothing */
async function findKept(slots: readonly VaultSlotRow[], passphrases: readonly string[]): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const [place, passphrase] of passphrases.entries()) {
    let found: VaultSlotRow | undefined;
    for (const slot of slots) {
      if (kept.some((one) => one.slot.id === slot.id)) continue;
      if (await opens(slot, passphrase)) found ??= slot;
      if (found) break;
    }
    if (!found) {
      const message = text("vault.opensNothing");
      throw new AppError("UNLOCK_REFUSED", { text: message, fields: { [`passphrases.${place}`]: message } });
    }
    kept.push({ slot: found, passphrase });
  }
  return kept;
}

async function planOf(db: Db, desk: Desk, keys: Keys, input: ParsedInputOf<"vault.rotate">): Promise<Plan> {
  const row = await requireConsole(db);
  const slots = await listSlots(db);
  const own = slots.filter(({ kind }) => kind === "passphrase");
  const kept = await findKept(own, input.passphrases);
  const dropped = own.filter(({ id }) => !kept.some((one) => one.slot.id === id));
  const deskOf = await deskWords(db, desk);
  const desksEnded = slots.flatMap((slot) =>
    slot.kind === "keychain" && !isOfDesk(desk, slot) ? [deskOf(slot.desk_id).name] : [],
  );
  return { row, slots, kept, dropped, desksEnded, recovery: await proveRecovery(db, keys, input) };
}

interface NewVault {
  dataKey: Buffer;
  keys: Keys;
  /** Tells whether the rotation was committed. */
  recoverySlotId: string;
  binding: KeychainBinding | null;
  slots: VaultSlotRow[];
}

/**
 * Keychain entries are made before a store refers to them. Other desks' keychains are out of reach: they end.
 *
 * @throws AppError LAST_SLOT if other administrators could not sign in afterwards
 */
async function newVault(context: Context, { row, slots, kept, dropped, recovery }: Plan): Promise<NewVault> {
  const { now, options, live } = context;
  const dataKey = newDataKey();
  const keys = new Keys(dataKey);
  const mayBind = row.passphrase_at_start === 0 && slots.some((slot) => isOfDesk(live.desk, slot));
  const binding = mayBind ? await prepareKeychainSlot(options.keychain, live.desk, row.store_id, keys, now) : null;
  const after = [...kept.map(({ slot }) => slot), ...(binding ? [binding.slot] : [])];
  try {
    await requireWayForOthers(opened(context).store.db, after);
  } catch (thrown) {
    await binding?.undo();
    keys.wipe();
    dataKey.fill(0);
    throw thrown;
  }
  if (!binding && kept.length === 0 && dropped.length > 0) {
    keys.wipe();
    dataKey.fill(0);
    const message = text("vault.keepOne");
    throw new AppError("INVALID_INPUT", { text: message, fields: { passphrases: message } });
  }
  const recoveryOne = provenSlot(recovery, dataKey, now);
  const made = [recoveryOne];
  for (const { slot, passphrase } of kept) {
    const of = opensWithPassword(slot) ? "password" : "passphrase";
    const { label, created_at } = slot;
    made.push({ ...(await passphraseSlot(slot.id, of, passphrase, dataKey)), label, created_at, checked_at: now });
  }
  return { dataKey, keys, recoverySlotId: recoveryOne.id, binding, slots: binding ? [...made, binding.slot] : made };
}

/** The caller's session continues; a terminal's carries the new data key if no keychain has it. */
function sessionOf(context: Context, { dataKey, binding }: NewVault): RotateInput["session"] {
  const { session, caller } = context;
  const token = caller.session.get();
  if (!session || token === null) throw new AppError("NOT_SIGNED_IN");
  const carries = caller.session.outlivesProcess === true && binding === null;
  return {
    id: session.id,
    wrappedKey: carries ? wrapForSession(session.id, boundToken(token, bindingOf(context)), dataKey) : null,
  };
}

/** Ends with the new data key in use, or throws with the old one in use. */
async function runJob(
  context: Context,
  run: VaultDeps["jobs"]["run"],
  { store, keys }: { store: Store; keys: Keys },
  { fresh, plan }: { fresh: NewVault; plan: Plan },
): Promise<void> {
  const input = {
    store: store.address,
    dataKey: keys.exportDataKey(),
    newDataKey: fresh.dataKey,
    slots: fresh.slots,
    session: sessionOf(context, fresh),
    actor: actorOf(context),
    at: context.now,
    dropped: plan.dropped.length,
    desksEnded: plan.desksEnded,
  };
  try {
    await run("vault.rotate", input, context.call);
  } catch (thrown) {
    // For example a cancellation that came after the commit.
    if (!(await readSlot(store.db, fresh.recoverySlotId))) throw thrown;
  } finally {
    input.dataKey.fill(0);
  }
}

async function discard(context: Context, { keys, binding }: NewVault): Promise<void> {
  keys.wipe();
  try {
    await binding?.undo();
  } catch (thrown) {
    context.options.logger.warn("a key of a cancelled rotation stays in the keychain", { error: thrown });
  }
}

async function exchange(
  context: Context,
  run: VaultDeps["jobs"]["run"],
  plan: Plan,
): Promise<OutputOf<"vault.rotate">> {
  const { store, keys } = opened(context);
  const fresh = await newVault(context, plan);
  let resealed = 0;
  let committed = false;
  try {
    await context.live.exchangeKeys(async () => {
      await runJob(context, run, { store, keys }, { fresh, plan });
      committed = true;
      // Without the one that has just retired.
      resealed = (await countSealedRows(store.db)) - 1;
      return { keys: await withRetiredKeys(store.db, fresh.keys), boundToKeychain: fresh.binding !== null };
    });
  } catch (thrown) {
    if (!committed) await discard(context, fresh);
    throw thrown;
  } finally {
    fresh.dataKey.fill(0);
  }
  await forgetKeychain(plan.slots, context.options.keychain, context.live.desk);
  return { resealed, dropped: plan.dropped.map(slotName), desksEnded: plan.desksEnded };
}

/**
 * Rotates the data key, with exclusive use of the store. Every other session ends, and so do the other desks' keychains. However it ends, the keychain opens
 * the store: its new key is there before the store needs it, and the previous one stays as long as the store needs it.
 *
 * @throws AppError UNLOCK_REFUSED, SHARES_REFUSED, THROTTLED, INVALID_INPUT if only the recovery key would open the
 * console
 * @throws AppError STORE_IN_USE, STORE_REPLACED, BUSY, CANCELLED, DISK_FULL, SEAL_BROKEN
 */
export async function rotate(
  context: Context,
  { jobs }: VaultDeps,
  input: ParsedInputOf<"vault.rotate">,
): Promise<OutputOf<"vault.rotate">> {
  const { store, keys } = opened(context);
  const { lock, problem } = context.live;
  if (!lock) throw problem ?? new AppError("STORE_UNAVAILABLE");
  if (lock.exclusive) throw new AppError("BUSY");
  const plan = await guarded(
    context,
    store,
    () => planOf(store.db, context.live.desk, keys, input),
    ({ recovery }) => recovery.key.fill(0),
  );
  try {
    await lock.upgrade();
    try {
      return await jobs.exclusively((run) => exchange(context, run, plan));
    } finally {
      await lock.downgrade();
    }
  } finally {
    plan.recovery.key.fill(0);
  }
}
