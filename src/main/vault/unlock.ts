import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { AppError } from "#shared/errors.ts";
import { change, changeWith } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { ConsoleRow } from "../store/migrations/schema.ts";
import type { Store } from "../store/store.ts";
import { listSlots, updateSlot } from "../store/console/vault-slots.ts";
import type { Keys } from "../keys/keys.ts";
import {
  bindKeychain,
  forgetKeychain,
  type HumanSecret,
  type OpenedSlot,
  openHumanSlot,
  prepareKeychainSlot,
} from "../keys/open.ts";
import { keysOf } from "../keys/retired.ts";
import { guarded } from "../administrators/access/guard.ts";
import { slotTarget, toVaultSlot } from "./slots.ts";

/** @throws AppError UNLOCK_REFUSED, SHARES_REFUSED, THROTTLED */
const openGuarded = (context: Context, store: Store, secret: HumanSecret): Promise<OpenedSlot> =>
  guarded(
    context,
    store,
    () => openHumanSlot(store.db, secret),
    ({ dataKey }) => dataKey.fill(0),
  );

function secretWords(secret: HumanSecret): string {
  if ("passphrase" in secret) return "passphrase";
  return "shares" in secret ? "shares" : "recovery key";
}

async function keep(
  context: Context,
  store: Store,
  row: ConsoleRow,
  proven: { keys: Keys; slotId: string; by: string },
): Promise<boolean> {
  const { keychain } = context.options;
  const { desk } = context.live;
  const { keys, slotId, by } = proven;
  const before = await listSlots(store.db);
  const mayBind = row.passphrase_at_start === 0;
  const binding = mayBind ? await prepareKeychainSlot(keychain, desk, row.store_id, keys, context.now) : null;
  try {
    await changeWith({ store, keys, actor: null, at: context.now }, async ({ tx, note }) => {
      if (binding) await bindKeychain(tx, binding);
      await updateSlot(tx, slotId, { checked_at: context.now });
      note({
        action: "vault.unlock",
        target: { id: null, name: row.organisation },
        details: { by, keychainBound: binding !== null },
      });
    });
  } catch (thrown) {
    await binding?.undo();
    throw thrown;
  }
  if (binding) await forgetKeychain(before, keychain, desk);
  return binding !== null;
}

/** Opens the keys, and gives this computer's keychain a new entry in place of a lost one, if it may open them. */
export async function unlock(
  context: Context,
  input: ParsedInputOf<"vault.unlock">,
): Promise<OutputOf<"vault.unlock">> {
  const { store } = context.live;
  const row = await context.live.row();
  if (!store || !row) throw new AppError("SETUP_REQUIRED");
  const { slot, dataKey } = await openGuarded(context, store, input);
  const keys = await keysOf(store.db, dataKey);
  const bound = await keep(context, store, row, { keys, slotId: slot.id, by: secretWords(input) });
  context.live.setKeys(keys, bound || context.live.boundToKeychain);
  return { keychainBound: bound };
}

/** Whether somebody still has a secret: opens nothing, and is recorded either way. */
export async function check(context: Context, input: ParsedInputOf<"vault.check">): Promise<VaultSlot> {
  const { store } = opened(context);
  const event = { action: "vault.check", details: { by: secretWords(input) } };
  let proven: OpenedSlot;
  try {
    proven = await openGuarded(context, store, input);
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === "UNLOCK_REFUSED" || thrown.code === "SHARES_REFUSED")) {
      await change(context, async ({ note }) => note({ ...event, result: "refused" }));
    }
    throw thrown;
  }
  proven.dataKey.fill(0);
  const { slot } = proven;
  await change(context, async ({ tx, note }) => {
    await updateSlot(tx, slot.id, { checked_at: context.now });
    note({ ...event, target: slotTarget(slot) });
  });
  return toVaultSlot({ ...slot, checked_at: context.now });
}
