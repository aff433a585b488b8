import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { readConsole } from "../store/console/console.ts";
import type { Tx } from "../store/store.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { deskWords } from "../store/console/desks.ts";
import { deleteSlot, listSlots } from "../store/console/vault-slots.ts";
import { forgetKeychain, isOfDesk } from "../keys/open.ts";
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
      text: text("vault.lastAtStart"),
    });
  }
}

/**
 * Removes a way to open the keys. Of this desk's keychain the entry goes, too; that of another desk opens nothing without
 * its slot.
 *
 * @throws AppError NOT_FOUND, LAST_SLOT
 */
export async function removeSlot(
  context: Context,
  { id }: ParsedInputOf<"vault.removeSlot">,
): Promise<Record<string, never>> {
  const { keys } = opened(context);
  const slot = await change(context, async ({ tx, note }) => {
    const found = await requireSlot(tx, id);
    const deskOf = await deskWords(tx, context.live.desk);
    await requireAnotherWay(tx, found);
    await deleteSlot(tx, id);
    const details = { kind: found.kind, ...(isHuman(found) ? {} : { desk: deskOf(found.desk_id).name }) };
    note({ action: "vault.remove_slot", target: slotTarget(found), details });
    return found;
  });
  if (isOfDesk(context.live.desk, slot)) {
    await forgetKeychain([slot], context.options.keychain, context.live.desk);
    context.live.setKeys(keys, false);
  }
  return {};
}
