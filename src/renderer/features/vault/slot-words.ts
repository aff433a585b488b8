import type { VaultSlot } from "#shared/contract/vault.ts";
import { isRecovery } from "../../app/recovery-key.ts";

/** A way into the keys in words. */
export function slotInWords({ kind, label, shares, desk }: VaultSlot): string {
  switch (kind) {
    case "keychain":
      return desk && !desk.here ? `Keychain of the computer “${desk.name}”` : "This computer's keychain";
    case "passphrase":
      return label === "" ? "Passphrase" : `Passphrase “${label}”`;
    case "password":
      return "The owner's password";
    case "recovery":
      return "Recovery key";
    case "shares":
      return shares === null
        ? "Recovery key in shares"
        : `Recovery key in ${shares.total} shares, ${shares.needed} of them needed`;
  }
}

export const slotHelp: Record<VaultSlot["kind"], string> = {
  keychain: "Opens the console automatically on its computer.",
  passphrase: "Opens the console at start-up, on any computer.",
  password: "Works like a passphrase. It changes with the password.",
  recovery: "Opens the console when nothing else does.",
  shares: "Open the console together when nothing else does.",
};

/** After this long, the page asks for another test of the recovery key. */
const testDays = 90;
const day = 86_400_000;

/** The recovery key if it has not been tested for too long; undefined: it has, or there is none. */
export const overdueRecovery = (slots: readonly VaultSlot[], now: number): VaultSlot | undefined =>
  slots.find((slot) => isRecovery(slot) && now - (slot.checkedAt ?? slot.createdAt) > testDays * day);
