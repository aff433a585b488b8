import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SecretStore } from "#main/base/ports.ts";

/** A keychain that outlives its process: one file an account, there as a whole or not at all. */
export function folderKeychain(folder: string, onChange: (what: string) => void = () => undefined): SecretStore {
  const fileOf = (account: string): string => join(folder, account.replaceAll(":", "_"));
  return {
    get: async (account) => (existsSync(fileOf(account)) ? readFileSync(fileOf(account)) : null),
    set: async (account, secret) => {
      onChange("set");
      writeFileSync(`${fileOf(account)}.new`, secret);
      renameSync(`${fileOf(account)}.new`, fileOf(account));
    },
    delete: async (account) => {
      onChange("delete");
      rmSync(fileOf(account), { force: true });
    },
  };
}
