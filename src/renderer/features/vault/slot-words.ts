import type { VaultSlot } from "#shared/contract/vault.ts";

/** A way into the keys in words. */
export function slotInWords({ kind, label, shares }: VaultSlot): string {
  switch (kind) {
    case "keychain":
      return "This computer's keychain";
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
  keychain: "Opens the console by itself on this computer.",
  passphrase: "Opens the console at its start, on any computer.",
  password: "Opens the console like a passphrase. It changes with the password.",
  recovery: "Opens the console when nothing else does.",
  shares: "Open the console together when nothing else does.",
};

/** What a person keeps on paper and can lose without noticing. */
export const isRecovery = ({ kind }: VaultSlot): boolean => kind === "recovery" || kind === "shares";

/** After so long it is asked whether the recovery key is still there. */
const checkDays = 90;
const day = 86_400_000;

/** The recovery key that nobody has had in hand for too long; undefined: none. */
export const uncheckedRecovery = (slots: readonly VaultSlot[], now: number): VaultSlot | undefined =>
  slots.find((slot) => isRecovery(slot) && now - (slot.checkedAt ?? slot.createdAt) > checkDays * day);
