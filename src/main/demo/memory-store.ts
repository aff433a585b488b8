import type { SecretStore } from "#main/base/ports.ts";

/** A keychain that ends with the process: a demo leaves nothing in the person's own. */
export function memoryStore(): SecretStore {
  const secrets = new Map<string, Buffer>();
  return {
    get: async (account) => {
      const secret = secrets.get(account);
      return secret === undefined ? null : Buffer.from(secret);
    },
    set: async (account, secret) => {
      secrets.set(account, Buffer.from(secret));
    },
    delete: async (account) => {
      secrets.get(account)?.fill(0);
      secrets.delete(account);
    },
  };
}
