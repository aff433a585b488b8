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

/** Makes an identity and shows it this once. Then it closes by its button only, so that no stray key loses it. */
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
      title={shown ? `Recovery identity: ${made.recipient.name}` : "Make a recovery identity"}
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
      submitLabel="Make it"
      complete={name.trim() !== ""}
      busy={make.isPending}
      error={make.error}
      marked={["name"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">
        It is shown once and kept nowhere on this computer. Have the printer ready, or a place for a file away from this
        computer.
      </Text>
      <TextInput
        label="Name"
        description="Who or where keeps it, such as “Safe of the administration”"
        maxLength={64}
        value={name}
        error={fieldError(make.error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
    </DialogForm>
  );
}
