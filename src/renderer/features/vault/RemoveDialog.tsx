import type { VaultSlot } from "#shared/contract/vault.ts";
import { RemovalDialog } from "../../app/RemovalDialog.tsx";
import { slotInWords } from "./slot-words.ts";

export function RemoveDialog({ slot, onClose }: { slot: VaultSlot | null; onClose: () => void }) {
  const removed = slot && {
    input: { id: slot.id },
    title: `Remove: ${slotInWords(slot)}?`,
    consequences: [
      slot.kind === "password"
        ? "The owner's password no longer opens the console at start-up; it still signs in."
        : "This passphrase no longer opens the console.",
      "Everything else that opens the console stays.",
    ],
    done: `${slotInWords(slot)} no longer opens the console.`,
  };
  return <RemovalDialog procedure="vault.removeSlot" removed={removed} onClose={onClose} />;
}
