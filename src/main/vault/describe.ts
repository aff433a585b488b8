import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { type Context, opened } from "../call/context.ts";
import type { Describers } from "../call/handlers.ts";
import { readConsole } from "../store/console/console.ts";
import { readPrepared } from "../store/console/prepared-recovery.ts";
import { listSlots } from "../store/console/vault-slots.ts";
import { readShares, sharesOf } from "../keys/slots.ts";
import { isPrepared } from "./recovery.ts";
import { slotName } from "./slots.ts";

/** What happens to the previous recovery key. */
async function endOfRecovery(context: Context): Promise<string> {
  const slot = (await listSlots(opened(context).store.db)).find(({ kind }) => kind === "recovery");
  const shares = slot ? sharesOf(slot) : null;
  if (shares) return `The ${shares.total} shares of the current recovery key no longer open anything`;
  return slot ? "The current recovery key no longer opens anything" : "There is currently no recovery key";
}

async function replaceRecoveryKey(context: Context): Promise<ActDescription> {
  const prepared = await readPrepared(opened(context).store.db);
  const shares = prepared?.shares ? readShares(prepared.shares) : null;
  if (!shares) {
    return {
      title: "Make a new recovery key",
      facts: [
        await endOfRecovery(context),
        "The new key was shown to the person who asks for this, and will open the console's keys",
      ],
    };
  }
  return {
    title: `Make a new recovery key in ${shares.total} shares`,
    facts: [
      await endOfRecovery(context),
      `Any ${shares.needed} of the ${shares.total} shares together open the console's keys; fewer open nothing`,
      "The shares were shown to the person who asks for this",
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
    title: "No longer ask for a passphrase at each start",
    facts: ["This computer's keychain opens the console's keys automatically: nobody needs to enter a passphrase"],
  };
}

async function rotate(context: Context, input: ParsedInputOf<"vault.rotate">): Promise<ActDescription> {
  const { passphrases } = input;
  const slots = await listSlots(opened(context).store.db);
  const own = slots.filter(({ kind }) => kind === "passphrase").map(slotName);
  const kept =
    own.length === 0
      ? []
      : [`${passphrases.length} of these passphrases stay, the others no longer open anything: ${own.join(", ")}`];
  return {
    title: "Rotate the console's data key",
    facts: [
      "Everything encrypted in the database is encrypted again with the new key",
      ...((await isPrepared(context, input))
        ? [await endOfRecovery(context), "The new recovery key was shown to the person who asks for this"]
        : ["The current recovery key stays"]),
      ...kept,
      "All other sessions end, and one-time codes of invitations become void",
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
