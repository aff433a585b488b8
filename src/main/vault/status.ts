import type { VaultStatus } from "#shared/contract/vault.ts";
import { type Context, opened } from "../call/context.ts";
import { requireConsole } from "../store/console/console.ts";
import { deskWords } from "../store/console/desks.ts";
import { countSealedRows } from "../store/console/rotation.ts";
import { listSlots } from "../store/console/vault-slots.ts";
import type { VaultDeps } from "./deps.ts";
import { toVaultSlot } from "./slots.ts";

/** The state of the ways to open the console's keys. */
export async function vaultStatus(context: Context, { keychain }: VaultDeps): Promise<VaultStatus> {
  const { store } = opened(context);
  const row = await requireConsole(store.db);
  const slots = await listSlots(store.db);
  const deskOf = await deskWords(store.db, context.live.desk);
  return {
    slots: slots.map((slot) => toVaultSlot(slot, slot.kind === "keychain" ? deskOf(slot.desk_id) : null)),
    keyCreatedAt: row.key_created_at,
    sealedValues: await countSealedRows(store.db),
    passphraseAtStart: row.passphrase_at_start === 1,
    keychainReachable: (await keychain(context)).state !== "unavailable",
  };
}
