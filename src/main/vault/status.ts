import type { VaultStatus } from "#shared/contract/vault.ts";
import { AppError } from "#shared/errors.ts";
import { type Context, opened } from "../call/context.ts";
import { rawOf } from "../store/sqlite/connection.ts";
import { readConsole } from "../store/console/console.ts";
import { countSealedRows } from "../store/console/rotation.ts";
import { listSlots } from "../store/console/vault-slots.ts";
import type { VaultDeps } from "./deps.ts";
import { toVaultSlot } from "./slots.ts";

/** The state of the ways to open the console's keys. */
export async function vaultStatus(context: Context, { keychain }: VaultDeps): Promise<VaultStatus> {
  const { store } = opened(context);
  const row = await readConsole(store.db);
  if (!row) throw new AppError("SETUP_REQUIRED");
  return {
    slots: (await listSlots(store.db)).map(toVaultSlot),
    keyCreatedAt: row.key_created_at,
    sealedValues: countSealedRows(rawOf(store.db)),
    passphraseAtStart: row.passphrase_at_start === 1,
    keychainReachable: (await keychain(context)).state !== "unavailable",
  };
}
