import { AppError } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { nameKey } from "#shared/model/text.ts";
import { sentences, text } from "#shared/texts/text.ts";
import { judgePassword } from "../administrators/access/strength.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { Db } from "../store/store.ts";
import { insertSlot, listSlots, updateSlot } from "../store/console/vault-slots.ts";
import { mostPassphrases, openPassphraseSlot, opensWithPassword, passphraseSlot } from "../keys/slots.ts";
import { guarded } from "../administrators/access/guard.ts";
import { newSlot, requireSlot, slotTarget, toVaultSlot } from "./slots.ts";

/**
 * Refuses a passphrase that would be guessed early.
 *
 * @param field of the input that it came in
 * @throws AppError PASSWORD_REFUSED
 */
async function requireGoodPassphrase(context: Context, passphrase: string, field: string, label: string) {
  const organisation = (await context.live.row())?.organisation ?? "";
  const strength = await judgePassword(passphrase, [organisation, label, context.session?.name ?? ""]);
  if (strength.acceptable) return;
  const why = strength.warning ?? text("vault.passphraseEasy");
  throw new AppError("PASSWORD_REFUSED", {
    text: sentences(text("vault.chooseAnother"), why),
    fields: { [field]: why },
  });
}

/** @throws AppError CONFLICT also if there are as many passphrases as can be tried one after the other */
async function requireFreeLabel(db: Db, label: string): Promise<void> {
  const key = nameKey(label);
  const slots = await listSlots(db);
  if (slots.filter(({ kind }) => kind === "passphrase").length >= mostPassphrases) {
    throw new AppError("CONFLICT", {
      text: text("vault.tooManyPassphrases", { most: mostPassphrases }),
    });
  }
  if (!slots.some((slot) => nameKey(slot.label) === key)) return;
  const message = text("vault.labelTaken");
  throw new AppError("CONFLICT", { text: message, fields: { label: message } });
}

/** @throws AppError PASSWORD_REFUSED, CONFLICT */
export async function addPassphrase(
  context: Context,
  { label, passphrase }: ParsedInputOf<"vault.addPassphrase">,
): Promise<VaultSlot> {
  const { store, keys } = opened(context);
  await requireFreeLabel(store.db, label);
  await requireGoodPassphrase(context, passphrase, "passphrase", label);
  const made = await newSlot(keys, context.now, (id, dataKey) => passphraseSlot(id, "passphrase", passphrase, dataKey));
  const slot = { ...made, label };
  await change(context, async ({ tx, note }) => {
    await requireFreeLabel(tx, label);
    await insertSlot(tx, slot);
    note({ action: "vault.add_passphrase", target: slotTarget(slot) });
  });
  return toVaultSlot(slot);
}

const isPassword = () =>
  new AppError("CONFLICT", {
    text: text("vault.ownersPassword"),
  });

/** @throws AppError NOT_FOUND, CONFLICT, UNLOCK_REFUSED, THROTTLED, PASSWORD_REFUSED */
export async function changePassphrase(
  context: Context,
  { id, current, next }: ParsedInputOf<"vault.changePassphrase">,
): Promise<VaultSlot> {
  const { store, keys } = opened(context);
  const slot = await requireSlot(store.db, id);
  if (slot.kind !== "passphrase") throw new AppError("CONFLICT", { text: text("vault.notPassphrase") });
  if (opensWithPassword(slot)) throw isPassword();
  const proof = await guarded(context, store, () => openPassphraseSlot(slot, current));
  proof.fill(0);
  await requireGoodPassphrase(context, next, "next", slot.label);
  const dataKey = keys.exportDataKey();
  const { params, wrapped_key } = await passphraseSlot(slot.id, "passphrase", next, dataKey);
  dataKey.fill(0);
  const changed = { params, wrapped_key, checked_at: context.now };
  await change(context, async ({ tx, note }) => {
    const now = await requireSlot(tx, id);
    // Replaced by somebody else meanwhile: what was proven is no longer the current one.
    if (now.params !== slot.params) throw new AppError("UNLOCK_REFUSED");
    await updateSlot(tx, id, changed);
    note({ action: "vault.change_passphrase", target: slotTarget(slot) });
  });
  return toVaultSlot({ ...slot, ...changed });
}
