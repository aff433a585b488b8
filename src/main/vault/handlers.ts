import type { HandlersOf } from "../call/handlers.ts";
import type { VaultDeps } from "./deps.ts";
import { addPassphrase, changePassphrase } from "./passphrases.ts";
import { prepareRecoveryKey, replaceRecoveryKey } from "./recovery.ts";
import { removeSlot } from "./remove-slot.ts";
import { rotate } from "./rotate.ts";
import { bindKeychain, setPassphraseAtStart } from "./start.ts";
import { vaultStatus } from "./status.ts";
import { check, unlock } from "./unlock.ts";

export const vaultHandlers = (deps: VaultDeps): HandlersOf<"vault"> => ({
  unlock,
  status: (context) => vaultStatus(context, deps),
  addPassphrase,
  changePassphrase,
  removeSlot,
  check,
  prepareRecoveryKey,
  replaceRecoveryKey,
  setPassphraseAtStart: (context, input) => setPassphraseAtStart(context, deps, input),
  bindKeychain: (context) => bindKeychain(context, deps),
  rotate: (context, input) => rotate(context, deps, input),
});
