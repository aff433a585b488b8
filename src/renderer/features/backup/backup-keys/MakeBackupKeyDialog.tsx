import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { DialogForm } from "../../../form/DialogForm.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { NewBackupKey } from "./NewBackupKey.tsx";
import { Modal } from "../../../ui/Modal.tsx";

interface MakeBackupKeyDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Creates a backup key and shows it once. Only a button then closes the dialog, so no stray keystroke loses the key. */
export function MakeBackupKeyDialog({ opened, onClose }: MakeBackupKeyDialogProps) {
  const [made, setMade] = useState<OutputOf<"recipients.make"> | null>(null);
  const shown = made !== null;
  const done = () => {
    setMade(null);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={shown ? () => undefined : onClose}
      withCloseButton={!shown}
      closeOnEscape={!shown}
      closeOnClickOutside={!shown}
      title={shown ? `Backup key: ${made.recipient.name}` : "Create a backup key"}
      size="lg"
    >
      {shown ? <NewBackupKey made={made} onDone={done} /> : <MakeForm onMade={setMade} onClose={onClose} />}
    </Modal>
  );
}

interface MakeFormProps {
  onMade: (made: OutputOf<"recipients.make">) => void;
  onClose: () => void;
}

function MakeForm({ onMade, onClose }: MakeFormProps) {
  const form = useContractForm({
    procedure: "recipients.make",
    initial: { name: "" },
    input: (typed) => typed,
    ready: ({ name }) => name.trim() !== "",
    onAnswer: onMade,
  });
  return (
    <DialogForm form={form} submitLabel="Create key" onCancel={onClose}>
      <Text size="sm">
        It is shown once and is not stored on this computer. Have a printer ready, or a disk that is kept away from this
        computer.
      </Text>
      <TextInput
        label="Name"
        description="Who keeps it, or where, such as “Office safe”"
        maxLength={64}
        {...form.field("name")}
        data-autofocus
      />
    </DialogForm>
  );
}
