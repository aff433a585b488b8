import { notifications } from "@mantine/notifications";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { slotInWords } from "./slot-words.ts";

export function RemoveDialog({ slot, onClose }: { slot: VaultSlot | null; onClose: () => void }) {
  const remove = useAction("vault.removeSlot");
  const close = () => {
    remove.reset();
    onClose();
  };
  const run = () => {
    if (!slot) return;
    remove.mutate(
      { id: slot.id },
      {
        onSuccess: () => {
          notifications.show({ title: "Removed", message: `${slotInWords(slot)} no longer opens the console.` });
          close();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      opened={slot !== null}
      title={slot ? `Remove: ${slotInWords(slot)}?` : ""}
      consequences={
        slot?.kind === "password"
          ? [
              "The owner's password no longer opens the console at its start; it still signs in.",
              "What else opens the console stays as it is.",
            ]
          : ["This passphrase no longer opens the console.", "What else opens the console stays as it is."]
      }
      confirmLabel="Remove"
      destructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={run}
      onClose={close}
    />
  );
}
