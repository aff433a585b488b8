import { Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../../ipc/hooks.ts";
import { DialogForm } from "../../../ui/DialogForm.tsx";
import { fieldError } from "../../../ui/ErrorNotice.tsx";
import { Modal } from "../../../ui/Modal.tsx";

interface AddRecipientDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function AddRecipientDialog({ opened, onClose }: AddRecipientDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add an age recipient" size="lg" keepMounted={false}>
      <AddRecipientForm onClose={onClose} />
    </Modal>
  );
}

function AddRecipientForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [recipient, setRecipient] = useState("");
  const add = useAction("recipients.add");
  const submit = () => add.mutate({ name, recipient: recipient.trim() }, { onSuccess: onClose });
  return (
    <DialogForm
      submitLabel="Add"
      complete={name.trim() !== "" && recipient.trim() !== ""}
      busy={add.isPending}
      error={add.error}
      marked={["name", "recipient"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">
        For a backup key that was made with the program “age” and is kept elsewhere. Anyone who has that key can read
        every later backup.
      </Text>
      <TextInput
        label="Name"
        description="Who keeps its backup key, or where"
        maxLength={64}
        value={name}
        error={fieldError(add.error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
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
        value={recipient}
        error={fieldError(add.error, "recipient")}
        onChange={(event) => setRecipient(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
