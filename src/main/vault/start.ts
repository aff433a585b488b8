import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { VaultStatus } from "#shared/contract/vault.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { change, type Change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { hasSeveralAdmins } from "../store/console/admins.ts";
import { requireConsole, updateConsole } from "../store/console/console.ts";
import type { Tx } from "../store/store.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
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

/** Stores a new binding of this desk in place of its earlier one; without one, those of all desks end. */
async function rebind(context: Context, binding: KeychainBinding | null, work: (change: Change) => Promise<void>) {
  const { store, keys } = opened(context);
  const before = await listSlots(store.db);
  try {
    await change(context, async (made) => {
      if (binding) await keepBinding(made.tx, binding);
      else await deleteSlots(made.tx, "keychain");
      await work(made);
    });
  } catch (thrown) {
    await binding?.undo();
    throw thrown;
  }
  await forgetKeychain(before, context.options.keychain, context.live.desk);
  context.live.setKeys(keys, binding !== null);
}

/**
 * @param before slots, of which the keychain's end. @throws AppError CONFLICT; LAST_SLOT if others could not sign in
 */
async function requirePassphrase(tx: Tx, before: readonly VaultSlotRow[]): Promise<void> {
  const passphrases = before.filter(({ kind }) => kind === "passphrase");
  if (passphrases.length > 0 && !passphrases.some(takesSharedPassphrase) && (await hasSeveralAdmins(tx))) {
    throw new AppError("LAST_SLOT", {
      text: text("vault.onlyOwners"),
    });
  }
  if (passphrases.length > 0) return;
  throw new AppError("CONFLICT", {
    text: text("vault.noneToAsk"),
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
  const { store, keys } = opened(context);
  const row = await requireConsole(store.db);
  if ((row.passphrase_at_start === 1) === required) return vaultStatus(context, deps);
  const { keychain } = context.options;
  const before = await listSlots(store.db);
  const binding = required
    ? null
    : await prepareKeychainSlot(keychain, context.live.desk, row.store_id, keys, context.now);
  await rebind(context, binding, async ({ tx, note }) => {
    if (required) await requirePassphrase(tx, before);
    await updateConsole(tx, { passphrase_at_start: required ? 1 : 0 });
    note({ action: "vault.passphrase_at_start", details: { required, keychainBound: binding !== null } });
  });
  return vaultStatus(context, deps);
}

const notAllowed = () =>
  new AppError("CONFLICT", {
    text: text("vault.keychainMayNot"),
  });

/** Binds the keys to the keychain of this desk; those of other desks stay. @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED, CONFLICT */
export async function bindKeychain(context: Context, deps: VaultDeps): Promise<VaultStatus> {
  const { store, keys } = opened(context);
  const row = await requireConsole(store.db);
  if (row.passphrase_at_start === 1) throw notAllowed();
  const binding = await newKeychainBinding(
    context.options.keychain,
    context.live.desk,
    row.store_id,
    keys,
    context.now,
  );
  await rebind(context, binding, async ({ tx, note }) => {
    if ((await requireConsole(tx)).passphrase_at_start === 1) throw notAllowed();
    note({ action: "vault.bind_keychain" });
  });
  return vaultStatus(context, deps);
}
