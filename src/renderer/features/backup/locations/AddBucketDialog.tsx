import { Text, TextInput } from "@mantine/core";
import { DialogForm } from "../../../form/DialogForm.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { BucketFields } from "./BucketFields.tsx";
import { noPlace, placeField, placeOf } from "./location-draft.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface AddBucketDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function AddBucketDialog({ opened, onClose }: AddBucketDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a bucket" size="lg">
      <AddBucketForm onClose={onClose} />
    </Modal>
  );
}

function AddBucketForm({ onClose }: { onClose: () => void }) {
  const form = useContractForm({
    procedure: "destinations.add",
    initial: { name: "", ...noPlace },
    input: ({ name, ...draft }) => {
      const place = placeOf(draft, null);
      return place && { name, ...place };
    },
    ready: ({ name }) => name.trim() !== "",
    fieldOf: placeField,
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Test and add" onCancel={onClose}>
      <Text size="sm">A bucket on an S3-compatible server. It is tested before it is added.</Text>
      <TextInput label="Name" description="What you call it" maxLength={64} {...form.field("name")} data-autofocus />
      <BucketFields field={form.field} pathStyle={form.checkbox("pathStyle")} />
    </DialogForm>
  );
}
