import type { VaultSlot } from "#shared/contract/vault.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { slotInWords } from "./slot-words.ts";

const endings: Partial<Record<VaultSlot["kind"], string>> = {
  password: "The owner's password no longer opens the console at start-up; it still signs in.",
  keychain: "That computer asks for a passphrase at its next start, and then its keychain can be bound again.",
};

const removal = (slot: VaultSlot): Act => ({
  procedure: "vault.removeSlot",
  input: { id: slot.id },
  title: `Remove: ${slotInWords(slot)}?`,
  consequences: [
    endings[slot.kind] ?? "This passphrase no longer opens the console.",
    "Everything else that opens the console stays.",
  ],
  confirmLabel: "Remove",
  destructive: true,
  confirmation: { title: "Removed", message: `${slotInWords(slot)} no longer opens the console.` },
});

export function RemoveDialog({ slot, onClose }: { slot: VaultSlot | null; onClose: () => void }) {
  return <ActDialog act={slot && removal(slot)} onClose={onClose} />;
}
