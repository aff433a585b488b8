import { AppError } from "#shared/errors.ts";
import type { Text } from "#shared/texts/text.ts";
import type { SecretStore } from "../base/ports.ts";

/**
 * Replaces the keychain where there is none.
 *
 * @param reason why
 */
export function unavailableStore(reason: Text): SecretStore {
  const refuse = (): Promise<never> => Promise.reject(new AppError("KEYCHAIN_UNAVAILABLE", { text: reason }));
  return { get: refuse, set: refuse, delete: refuse };
}
