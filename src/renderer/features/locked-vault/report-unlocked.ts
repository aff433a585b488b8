import { notifications } from "@mantine/notifications";

export function reportUnlocked({ keychainBound }: { keychainBound: boolean }): void {
  notifications.show({
    title: "Unlocked",
    message: keychainBound
      ? "The key is stored in this computer's keychain again."
      : "The key could not be stored in the keychain. You will be asked again at the next start.",
  });
}
