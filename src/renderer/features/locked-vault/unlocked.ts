import type { Confirmation } from "../../ui/notify.ts";

export const unlocked = ({ keychainBound }: { keychainBound: boolean }): Confirmation => ({
  title: "Unlocked",
  message: keychainBound
    ? "The key is stored in this computer's keychain again."
    : "The key could not be stored in the keychain. You will be asked again at the next start.",
});
