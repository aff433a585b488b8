import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { appendAudit } from "../audit/append.ts";
import type { Context } from "../context.ts";
import type { HandlersOf } from "../handlers.ts";
import type { Store } from "../store/open.ts";
import { clearFailures, recordFailure } from "../throttle/throttle.ts";
import type { Keys } from "../vault/keys.ts";
import { bindKeychain, openByHuman, prepareKeychainSlot } from "../vault/open.ts";
import { requireNotThrottled } from "./sign-in.ts";

const throttleKey = "vault";

/** @throws AppError UNLOCK_REFUSED, THROTTLED */
async function openGuarded(context: Context, store: Store, input: ParsedInputOf<"vault.unlock">): Promise<Keys> {
  await requireNotThrottled(store, throttleKey, context.now);
  try {
    return await openByHuman(store.db, input);
  } catch (thrown) {
    await store.write((tx) => recordFailure(tx, throttleKey, context.now));
    throw thrown;
  }
}

/** Opens the keys, and gives this computer's keychain a new one in place of what it lost. */
async function unlock(context: Context, input: ParsedInputOf<"vault.unlock">): Promise<OutputOf<"vault.unlock">> {
  const { store } = context.live;
  const row = await context.live.row();
  if (!store || !row) throw new AppError("SETUP_REQUIRED");
  const keys = await openGuarded(context, store, input);
  const binding = await prepareKeychainSlot(context.options.keychain, row.store_id, keys, context.now);
  try {
    await store.write(async (tx) => {
      await clearFailures(tx, throttleKey);
      if (binding) await bindKeychain(tx, binding);
      const details = { by: "passphrase" in input ? "passphrase" : "recovery key", keychainBound: binding !== null };
      await appendAudit(tx, keys, context.now, {
        actor: null,
        action: "vault.unlock",
        target: { id: null, name: row.organisation },
        details,
      });
    });
  } catch (thrown) {
    await binding?.undo();
    throw thrown;
  }
  context.live.setKeys(keys, binding !== null);
  return { keychainBound: binding !== null };
}

export const vaultHandlers: HandlersOf<"vault"> = { unlock };
