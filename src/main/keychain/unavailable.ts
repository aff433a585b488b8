import { AppError } from "#shared/errors.ts";
import type { SecretStore } from "../base/ports.ts";

/**
 * Replaces the keychain where there is none.
 *
 * @param reason why, in plain words
 */
export function unavailableStore(reason: string): SecretStore {
  const refuse = (): Promise<never> => Promise.reject(new AppError("KEYCHAIN_UNAVAILABLE", { message: reason }));
  return { get: refuse, set: refuse, delete: refuse };
}
