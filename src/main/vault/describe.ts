import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { type Context, opened } from "../call/context.ts";
import type { Describers } from "../call/handlers.ts";
import { readConsole } from "../store/console/console.ts";
import { readPrepared } from "../store/console/prepared-recovery.ts";
import { deskWords } from "../store/console/desks.ts";
import { listSlots } from "../store/console/vault-slots.ts";
import { isOfDesk } from "../keys/open.ts";
import { readShares, sharesOf } from "../keys/slots.ts";
import { isPrepared } from "./recovery.ts";
import { slotName } from "./slots.ts";

/** What happens to the previous recovery key. */
async function endOfRecovery(context: Context): Promise<Text> {
  const slot = (await listSlots(opened(context).store.db)).find(({ kind }) => kind === "recovery");
  const shares = slot ? sharesOf(slot) : null;
  if (shares) return text("approvals.sharesEnd", { total: shares.total });
  return text(slot ? "approvals.recoveryKeyEnds" : "approvals.noRecoveryKey");
}

async function replaceRecoveryKey(context: Context): Promise<ActDescription> {
  const prepared = await readPrepared(opened(context).store.db);
  const shares = prepared?.shares ? readShares(prepared.shares) : null;
  if (!shares) {
    return {
      title: text("approvals.newRecoveryKey"),
      facts: [await endOfRecovery(context), text("approvals.newKeyShown")],
    };
  }
  return {
    title: text("approvals.newShares", { total: shares.total }),
    facts: [
      await endOfRecovery(context),
      text("approvals.sharesNeeded", { needed: shares.needed, total: shares.total }),
      text("approvals.sharesShown"),
    ],
  };
}

async function setPassphraseAtStart(
  context: Context,
  { required }: ParsedInputOf<"vault.setPassphraseAtStart">,
): Promise<ActDescription | null> {
  const row = await readConsole(opened(context).store.db);
  if (required || row?.passphrase_at_start !== 1) return null;
  return {
    title: text("approvals.noPassphraseAtStart"),
    facts: [text("approvals.keychainOpens")],
  };
}

async function rotate(context: Context, input: ParsedInputOf<"vault.rotate">): Promise<ActDescription> {
  const { passphrases } = input;
  const { store } = opened(context);
  const slots = await listSlots(store.db);
  const own = slots.filter(({ kind }) => kind === "passphrase").map(slotName);
  const kept = own.length === 0 ? [] : [text("approvals.passphrasesStay", { count: passphrases.length, names: own })];
  const { desk } = context.live;
  const others = slots.filter((slot) => slot.kind === "keychain" && !isOfDesk(desk, slot));
  const deskOf = await deskWords(store.db, desk);
  const names = others.map((one) => deskOf(one.desk_id).name);
  const otherDesks = names.length === 0 ? [] : [text("approvals.keychainsEnd", { names })];
  return {
    title: text("approvals.rotate"),
    facts: [
      text("approvals.encryptedAgain"),
      ...((await isPrepared(context, input))
        ? [await endOfRecovery(context), text("approvals.newRecoveryKeyShown")]
        : [text("approvals.recoveryKeyStays")]),
      ...kept,
      ...otherDesks,
      text("approvals.otherSessionsEnd"),
    ],
  };
}

/** What the vault actions that need a second administrator would do. */
export const vaultDescribers: Pick<
  Describers,
  "vault.replaceRecoveryKey" | "vault.setPassphraseAtStart" | "vault.rotate"
> = {
  "vault.replaceRecoveryKey": replaceRecoveryKey,
  "vault.setPassphraseAtStart": setPassphraseAtStart,
  "vault.rotate": rotate,
};
