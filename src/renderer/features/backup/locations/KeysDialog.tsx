import { Text } from "@mantine/core";
import type { BackupDestination } from "#shared/model/backups.ts";
import { DialogForm } from "../../../form/DialogForm.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { KeyFields } from "./KeyFields.tsx";
import { isKeyed, keysOf, noPlace } from "./location-draft.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface KeysDialogProps {
  place: BackupDestination | null;
  onClose: () => void;
}

export function KeysDialog({ place, onClose }: KeysDialogProps) {
  return (
    <Modal opened={place !== null} onClose={onClose} title={place ? `New access keys: ${place.name}` : ""} size="lg">
      {place && <KeysForm place={place} onClose={onClose} />}
    </Modal>
  );
}

function KeysForm({ place, onClose }: { place: BackupDestination; onClose: () => void }) {
  const form = useContractForm({
    procedure: "destinations.change",
    initial: { keys: noPlace.keys },
    input: ({ keys }) => ({ id: place.id, keys: keysOf(keys) }),
    ready: ({ keys }) => isKeyed(keys),
    confirmation: { title: "Saved", message: `${place.name} accepts the new keys.` },
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Test and save" onCancel={onClose}>
      <Text size="sm">The new keys are tested first. If they do not work, the current ones stay.</Text>
      <KeyFields field={form.field} />
    </DialogForm>
  );
}
