import type { KeychainState } from "#shared/contract/system.ts";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { keychainError } from "../base/errors/keychain.ts";
import type { SecretStore } from "../base/ports.ts";

/** An account that no store uses: asking for it shows whether the keychain answers. */
const probeAccount = "probe";

/** Why the keychain cannot be used. */
function describeKeychain(error: unknown): Text {
  const { text: why } = error instanceof AppError ? error : keychainError(error);
  return why.key === "errors.KEYCHAIN_UNAVAILABLE" ? text("base.keychainSilent") : why;
}

/**
 * Asks the keychain.
 *
 * @param accounts where this store's key would be; empty: only whether the keychain answers
 */
export async function keychainState(keychain: SecretStore, accounts: readonly string[]): Promise<KeychainState> {
  try {
    for (const account of accounts) {
      const secret = await keychain.get(account);
      if (secret === null) continue;
      secret.fill(0);
      return { state: "bound", reason: null };
    }
    if (accounts.length === 0) await keychain.get(probeAccount);
    return { state: "available", reason: null };
  } catch (thrown) {
    return { state: "unavailable", reason: describeKeychain(thrown) };
  }
}
