import { PasswordInput, TextInput } from "@mantine/core";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { isChosen, NewSecretFields } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";
import { slotInWords } from "./slot-words.ts";

interface PassphraseDialogProps {
  opened: boolean;
  /** The passphrase to change; null: one is added. */
  slot: VaultSlot | null;
  onClose: () => void;
}

/** Adds or changes a passphrase. */
export function PassphraseDialog({ opened, slot, onClose }: PassphraseDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={slot ? `Change: ${slotInWords(slot)}` : "Add a passphrase"}>
      {slot ? <ChangeForm slot={slot} onClose={onClose} /> : <AddForm onClose={onClose} />}
    </Modal>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { organisation } = useStatus();
  const form = useContractForm({
    procedure: "vault.addPassphrase",
    initial: { label: "", passphrase: "", again: "" },
    input: ({ label, passphrase }) => ({ label, passphrase }),
    ready: ({ label, passphrase, again }) => label.trim() !== "" && isChosen(passphrase, again),
    confirmation: { title: "Added", message: "The passphrase now opens the console." },
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Add" onCancel={onClose}>
      <TextInput
        label="Label"
        description="Whose it is, or where it is kept. Never the passphrase itself"
        autoComplete="off"
        maxLength={64}
        {...form.field("label")}
        data-autofocus
      />
      <NewSecretFields
        label="Passphrase"
        repeatLabel="Passphrase again"
        description="Several unrelated words are best."
        field={form.field("passphrase")}
        again={form.field("again")}
        related={[organisation]}
      />
    </DialogForm>
  );
}

function ChangeForm({ slot, onClose }: { slot: VaultSlot; onClose: () => void }) {
  const { organisation } = useStatus();
  const form = useContractForm({
    procedure: "vault.changePassphrase",
    initial: { current: "", next: "", again: "" },
    input: ({ current, next }) => ({ id: slot.id, current, next }),
    ready: ({ current, next, again }) => current !== "" && isChosen(next, again),
    confirmation: { title: "Changed", message: "The previous passphrase no longer opens the console." },
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Change" onCancel={onClose}>
      <PasswordInput
        label="Current passphrase"
        autoComplete="off"
        disabled={form.wait > 0}
        {...form.field("current")}
        data-autofocus
      />
      <NewSecretFields
        label="New passphrase"
        repeatLabel="New passphrase again"
        field={form.field("next")}
        again={form.field("again")}
        related={[organisation]}
      />
    </DialogForm>
  );
}
