import type { ParsedInputOf } from "#shared/contract/index.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import type { VaultSlotRow } from "../store/schema.ts";
import { deleteSlots, insertSlot } from "../store/vault-slots.ts";
import { newRecoveryKey } from "../vault/recovery-key.ts";
import { newShares } from "../vault/shares.ts";
import { recoverySlot } from "../vault/slots.ts";
import { newSlot, slotTarget } from "./slots.ts";

async function replace(
  context: Context,
  slot: VaultSlotRow,
  event: { action: string; details?: Record<string, number> },
): Promise<void> {
  const { store, keys } = opened(context);
  await store.write(async (tx) => {
    await deleteSlots(tx, "recovery");
    await insertSlot(tx, slot);
    await appendAudit(tx, keys, context.now, { actor: actorOf(context), target: slotTarget(slot), ...event });
  });
}

/** A new recovery key; the one before, or its shares, opens nothing any more. */
export async function replaceRecoveryKey(context: Context): Promise<{ recoveryKey: string }> {
  const recoveryKey = newRecoveryKey();
  const slot = await newSlot(opened(context).keys, context.now, (id, dataKey) =>
    recoverySlot(id, recoveryKey, dataKey),
  );
  await replace(context, slot, { action: "vault.replace_recovery_key" });
  return { recoveryKey };
}

/** A new recovery key that nobody has but in shares. */
export async function makeShares(
  context: Context,
  { total, needed }: ParsedInputOf<"vault.makeShares">,
): Promise<{ shares: string[] }> {
  const { key, params, shares } = await newShares(total, needed);
  const slot = await newSlot(opened(context).keys, context.now, (id, dataKey) =>
    recoverySlot(id, key, dataKey, params),
  );
  key.fill(0);
  await replace(context, slot, { action: "vault.make_shares", details: { total, needed } });
  return { shares };
}
