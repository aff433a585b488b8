import type { SecretStore } from "#main/base/ports.ts";
import { AppError } from "#shared/errors.ts";

export interface MemoryKeychain extends SecretStore {
  readonly secrets: Map<string, Buffer>;
  /** While set, the keychain refuses everything: a fault that a real one shows only to a person. */
  refuses: boolean;
}

/** A keychain of one test. The real one has tests of its own under a real Secret Service. */
export function memoryKeychain(): MemoryKeychain {
  const secrets = new Map<string, Buffer>();
  const keychain: MemoryKeychain = {
    secrets,
    refuses: false,
    get: async (account) => {
      requireReady();
      const secret = secrets.get(account);
      return secret ? Buffer.from(secret) : null;
    },
    set: async (account, secret) => {
      requireReady();
      secrets.set(account, Buffer.from(secret));
    },
    delete: async (account) => {
      requireReady();
      secrets.delete(account);
    },
  };
  const requireReady = (): void => {
    if (keychain.refuses) throw new AppError("KEYCHAIN_REFUSED");
  };
  return keychain;
}
