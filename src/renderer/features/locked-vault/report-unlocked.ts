import { notifications } from "@mantine/notifications";

export function reportUnlocked({ keychainBound }: { keychainBound: boolean }): void {
  notifications.show({
    title: "Unlocked",
    message: keychainBound
      ? "This computer's keychain holds the key again."
      : "The keychain does not hold the key; the next start asks again.",
  });
}
