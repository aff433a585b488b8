import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../../ipc/hooks.ts";
import { DialogForm } from "../../../ui/DialogForm.tsx";
import { fieldError } from "../../../ui/ErrorNotice.tsx";
import { BucketFields } from "./BucketFields.tsx";
import { bucketPlace, isFilled, noBucket, placeFields } from "./place-draft.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface AddBucketDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function AddBucketDialog({ opened, onClose }: AddBucketDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a bucket" size="lg" keepMounted={false}>
      <AddBucketForm onClose={onClose} />
    </Modal>
  );
}

function AddBucketForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(noBucket);
  const add = useAction("destinations.add");
  const submit = () => add.mutate({ name, ...bucketPlace(draft) }, { onSuccess: onClose });
  return (
    <DialogForm
      submitLabel="Test and add"
      complete={name.trim() !== "" && isFilled(draft)}
      busy={add.isPending}
      error={add.error}
      marked={["name", ...placeFields]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">A bucket on an S3-compatible server. It is tested before it is added.</Text>
      <TextInput
        label="Name"
        description="What you call it"
        maxLength={64}
        value={name}
        error={fieldError(add.error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <BucketFields draft={draft} onChange={setDraft} error={add.error} />
    </DialogForm>
  );
}
