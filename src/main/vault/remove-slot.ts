import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { readConsole } from "../store/console/console.ts";
import type { Tx } from "../store/open.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { deleteSlot, listSlots } from "../store/console/vault-slots.ts";
import { forgetKeychain } from "../keys/open.ts";
import { isHuman, requireSlot, requireWayForOthers, slotTarget } from "./slots.ts";

/** @throws AppError LAST_SLOT */
async function requireAnotherWay(tx: Tx, slot: VaultSlotRow): Promise<void> {
  const others = (await listSlots(tx)).filter((one) => one.id !== slot.id);
  await requireWayForOthers(tx, others);
  if (!isHuman(slot)) return;
  if (!others.some(isHuman)) throw new AppError("LAST_SLOT");
  const atStart = (await readConsole(tx))?.passphrase_at_start === 1;
  if (atStart && !others.some(({ kind }) => kind === "passphrase")) {
    throw new AppError("LAST_SLOT", {
      message: "A passphrase is required at each start, and this is the last one. Add another passphrase first.",
    });
  }
}

/** Removes a way to open the keys; the keychain's with its entry. @throws AppError NOT_FOUND, LAST_SLOT */
export async function removeSlot(
  context: Context,
  { id }: ParsedInputOf<"vault.removeSlot">,
): Promise<Record<string, never>> {
  const { store, keys } = opened(context);
  const slot = await store.write(async (tx) => {
    const found = await requireSlot(tx, id);
    await requireAnotherWay(tx, found);
    await deleteSlot(tx, id);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "vault.remove_slot",
      target: slotTarget(found),
      details: { kind: found.kind },
    });
    return found;
  });
  if (!isHuman(slot)) {
    await forgetKeychain([slot], context.options.keychain);
    context.live.setKeys(keys, false);
  }
  return {};
}
