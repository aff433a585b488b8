import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { BackupDestination } from "#shared/model/backups.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { DialogForm } from "../../../ui/DialogForm.tsx";
import { keyFields, KeyFields } from "./KeyFields.tsx";
import { Modal } from "../../../ui/Modal.tsx";

interface KeysDialogProps {
  place: BackupDestination | null;
  onClose: () => void;
}

export function KeysDialog({ place, onClose }: KeysDialogProps) {
  return (
    <Modal
      opened={place !== null}
      onClose={onClose}
      title={place ? `New access keys: ${place.name}` : ""}
      size="lg"
      keepMounted={false}
    >
      {place && <KeysForm place={place} onClose={onClose} />}
    </Modal>
  );
}

const none = { accessKeyId: "", secretAccessKey: "" };

function KeysForm({ place, onClose }: { place: BackupDestination; onClose: () => void }) {
  const [keys, setKeys] = useState(none);
  const change = useAction("destinations.change");
  const blank = keys.accessKeyId.trim() === "" || keys.secretAccessKey.trim() === "";
  const submit = () =>
    change.mutate(
      {
        id: place.id,
        keys: { accessKeyId: keys.accessKeyId.trim(), secretAccessKey: keys.secretAccessKey.trim() },
      },
      {
        onSuccess: () => {
          notifications.show({ title: "Saved", message: `${place.name} accepts the new keys.` });
          onClose();
        },
      },
    );
  return (
    <DialogForm
      submitLabel="Test and save"
      complete={!blank}
      busy={change.isPending}
      error={change.error}
      marked={keyFields}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">The new keys are tested first. If they do not work, the current ones stay.</Text>
      <KeyFields keys={keys} onChange={(changes) => setKeys({ ...keys, ...changes })} error={change.error} />
    </DialogForm>
  );
}
