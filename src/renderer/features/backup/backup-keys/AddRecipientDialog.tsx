import { Text, Textarea, TextInput } from "@mantine/core";
import { DialogForm } from "../../../form/DialogForm.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface AddRecipientDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function AddRecipientDialog({ opened, onClose }: AddRecipientDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add an age recipient" size="lg">
      <AddRecipientForm onClose={onClose} />
    </Modal>
  );
}

function AddRecipientForm({ onClose }: { onClose: () => void }) {
  const form = useContractForm({
    procedure: "recipients.add",
    initial: { name: "", recipient: "" },
    input: ({ name, recipient }) => ({ name, recipient: recipient.trim() }),
    ready: ({ name, recipient }) => name.trim() !== "" && recipient.trim() !== "",
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Add" onCancel={onClose}>
      <Text size="sm">
        For a backup key that was made with the program “age” and is kept elsewhere. Anyone who has that key can read
        every later backup.
      </Text>
      <TextInput
        label="Name"
        description="Who keeps its backup key, or where"
        maxLength={64}
        {...form.field("name")}
        data-autofocus
      />
      <Textarea
        label="Recipient"
        description="It begins with age1. Never paste the backup key itself (AGE-SECRET-KEY-1…) here."
        classNames={{ input: "mono" }}
        autosize
        minRows={2}
        maxRows={6}
        autoComplete="off"
        spellCheck={false}
        {...form.field("recipient")}
      />
    </DialogForm>
  );
}
