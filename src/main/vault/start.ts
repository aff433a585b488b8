import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { VaultStatus } from "#shared/contract/vault.ts";
import { AppError } from "#shared/errors.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { hasSeveralAdmins } from "../store/console/admins.ts";
import { readConsole, updateConsole } from "../store/console/console.ts";
import type { Tx } from "../store/open.ts";
import type { ConsoleRow, VaultSlotRow } from "../store/migrations/schema.ts";
import { deleteSlots, listSlots } from "../store/console/vault-slots.ts";
import {
  bindKeychain as keepBinding,
  forgetKeychain,
  type KeychainBinding,
  newKeychainBinding,
  prepareKeychainSlot,
} from "../keys/open.ts";
import { takesSharedPassphrase } from "../keys/slots.ts";
import type { VaultDeps } from "./deps.ts";
import { vaultStatus } from "./status.ts";

async function requireRow(context: Context): Promise<ConsoleRow> {
  const row = await readConsole(opened(context).store.db);
  if (!row) throw new AppError("SETUP_REQUIRED");
  return row;
}

/** Stores a new binding in place of earlier ones; without one, the earlier ones end. */
async function rebind(context: Context, binding: KeychainBinding | null, change: (tx: Tx) => Promise<void>) {
  const { store, keys } = opened(context);
  const before = await listSlots(store.db);
  try {
    await store.write(async (tx) => {
      if (binding) await keepBinding(tx, binding);
      else await deleteSlots(tx, "keychain");
      await change(tx);
    });
  } catch (thrown) {
    await binding?.undo();
    throw thrown;
  }
  await forgetKeychain(before, context.options.keychain);
  context.live.setKeys(keys, binding !== null);
}

/**
 * @param before slots, of which the keychain's end. @throws AppError CONFLICT; LAST_SLOT if others could not sign in
 */
async function requirePassphrase(tx: Tx, before: readonly VaultSlotRow[]): Promise<void> {
  const passphrases = before.filter(({ kind }) => kind === "passphrase");
  if (passphrases.length > 0 && !passphrases.some(takesSharedPassphrase) && (await hasSeveralAdmins(tx))) {
    throw new AppError("LAST_SLOT", {
      message:
        "Only an owner's password could then open the keys, and the other administrators could not sign in. Add a passphrase first.",
    });
  }
  if (passphrases.length > 0) return;
  throw new AppError("CONFLICT", {
    message: "There is no passphrase to ask for at the start. Add one first.",
  });
}

/**
 * Whether a person must open the keys at each start.
 *
 * @throws AppError CONFLICT if there is no passphrase to ask for
 */
export async function setPassphraseAtStart(
  context: Context,
  deps: VaultDeps,
  { required }: ParsedInputOf<"vault.setPassphraseAtStart">,
): Promise<VaultStatus> {
  const { keys } = opened(context);
  const row = await requireRow(context);
  if ((row.passphrase_at_start === 1) === required) return vaultStatus(context, deps);
  const { keychain } = context.options;
  const before = await listSlots(opened(context).store.db);
  const binding = required ? null : await prepareKeychainSlot(keychain, row.store_id, keys, context.now);
  await rebind(context, binding, async (tx) => {
    if (required) await requirePassphrase(tx, before);
    await updateConsole(tx, { passphrase_at_start: required ? 1 : 0 });
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "vault.passphrase_at_start",
      details: { required, keychainBound: binding !== null },
    });
  });
  return vaultStatus(context, deps);
}

const notAllowed = () =>
  new AppError("CONFLICT", {
    message: "A passphrase is required at each start, so the keychain may not open the keys. Change that first.",
  });

/** Binds the keys to the keychain of this computer. @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED, CONFLICT */
export async function bindKeychain(context: Context, deps: VaultDeps): Promise<VaultStatus> {
  const { keys } = opened(context);
  const row = await requireRow(context);
  if (row.passphrase_at_start === 1) throw notAllowed();
  const binding = await newKeychainBinding(context.options.keychain, row.store_id, keys, context.now);
  await rebind(context, binding, async (tx) => {
    if ((await readConsole(tx))?.passphrase_at_start === 1) throw notAllowed();
    await appendAudit(tx, keys, context.now, { actor: actorOf(context), action: "vault.bind_keychain" });
  });
  return vaultStatus(context, deps);
}
