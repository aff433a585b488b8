import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { DialogForm } from "../../../ui/DialogForm.tsx";
import { fieldError } from "../../../ui/ErrorNotice.tsx";
import { NewIdentity } from "./NewIdentity.tsx";
import { Modal } from "../../../ui/Modal.tsx";

interface MakeIdentityDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Creates a backup key and shows it once. Only a button then closes the dialog, so no stray keystroke loses the key. */
export function MakeIdentityDialog({ opened, onClose }: MakeIdentityDialogProps) {
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
      keepMounted={false}
    >
      {shown ? <NewIdentity made={made} onDone={done} /> : <MakeForm onMade={setMade} onClose={onClose} />}
    </Modal>
  );
}

interface MakeFormProps {
  onMade: (made: OutputOf<"recipients.make">) => void;
  onClose: () => void;
}

function MakeForm({ onMade, onClose }: MakeFormProps) {
  const [name, setName] = useState("");
  const make = useAction("recipients.make", onMade);
  const submit = () => make.mutate({ name });
  return (
    <DialogForm
      submitLabel="Create key"
      complete={name.trim() !== ""}
      busy={make.isPending}
      error={make.error}
      marked={["name"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">
        It is shown once and is not stored on this computer. Have a printer ready, or a disk that is kept away from this
        computer.
      </Text>
      <TextInput
        label="Name"
        description="Who keeps it, or where, such as “Office safe”"
        maxLength={64}
        value={name}
        error={fieldError(make.error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
    </DialogForm>
  );
}
