import { TextInput } from "@mantine/core";
import { DialogForm } from "../../../form/DialogForm.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { useFolder } from "../use-files.ts";
import { FolderPicker } from "./FolderPicker.tsx";
import { noPlace, placeField, placeOf } from "./location-draft.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface AddFolderDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function AddFolderDialog({ opened, onClose }: AddFolderDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a folder" size="lg">
      <AddFolderForm onClose={onClose} />
    </Modal>
  );
}

function AddFolderForm({ onClose }: { onClose: () => void }) {
  const folder = useFolder();
  const form = useContractForm({
    procedure: "destinations.add",
    initial: { name: "", path: null },
    input: ({ name }) => {
      const place = placeOf({ ...noPlace, kind: "folder" }, folder.path);
      return place && { name, ...place };
    },
    ready: ({ name }) => name.trim() !== "",
    fieldOf: placeField,
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Add" onCancel={onClose}>
      <TextInput
        label="Name"
        description="What you call it, such as “Disk in the cellar”"
        maxLength={64}
        {...form.field("name")}
        data-autofocus
      />
      <FolderPicker folder={folder} fault={form.field("path").error} />
    </DialogForm>
  );
}
