import { PasswordInput, Text } from "@mantine/core";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { RecoveryKeyField } from "../../app/secrets/RecoveryKeyField.tsx";
import { allTyped, noShares, ShareFields } from "../../app/secrets/ShareFields.tsx";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";
import { slotInWords } from "./slot-words.ts";

/** Tests whether somebody still has what opens the console. */
export function CheckDialog({ slot, onClose }: { slot: VaultSlot | null; onClose: () => void }) {
  return (
    <Modal opened={slot !== null} onClose={onClose} title={slot ? `Test: ${slotInWords(slot)}` : ""}>
      {slot && <CheckForm slot={slot} onClose={onClose} />}
    </Modal>
  );
}

const hints: Partial<Record<VaultSlot["kind"], string>> = {
  recovery: "Fetch the page with the recovery key and type it in. Nothing is opened; only the date is recorded.",
  shares: "Bring enough holders together; each types in their own share. Nothing is opened; only the date is recorded.",
};

function CheckForm({ slot, onClose }: { slot: VaultSlot; onClose: () => void }) {
  const form = useContractForm({
    procedure: "vault.check",
    initial: { recoveryKey: "", passphrase: "", shares: noShares(slot.shares?.needed) },
    input: ({ recoveryKey, passphrase, shares }) => {
      if (slot.kind === "shares") return allTyped(shares) ? { shares } : null;
      if (slot.kind === "recovery") return recoveryKey.trim() === "" ? null : { recoveryKey };
      return passphrase.trim() === "" ? null : { passphrase };
    },
    confirmation: { title: "Test passed", message: "The test was recorded with today's date." },
    onDone: onClose,
  });
  const disabled = form.wait > 0;
  return (
    <DialogForm form={form} submitLabel="Test" onCancel={onClose}>
      <Text size="sm">{hints[slot.kind] ?? "Type it in. Nothing is opened; only the date is recorded."}</Text>
      {slot.kind === "shares" && <ShareFields shares={form.field("shares")} field={form.field} disabled={disabled} />}
      {slot.kind === "recovery" && <RecoveryKeyField {...form.field("recoveryKey")} disabled={disabled} first />}
      {slot.kind !== "shares" && slot.kind !== "recovery" && (
        <PasswordInput
          label={slot.kind === "password" ? "The owner's password" : "Passphrase"}
          autoComplete="off"
          disabled={disabled}
          {...form.field("passphrase")}
          data-autofocus
        />
      )}
    </DialogForm>
  );
}
