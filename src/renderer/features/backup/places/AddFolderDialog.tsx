import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../../ipc/hooks.ts";
import { DialogForm } from "../../../ui/DialogForm.tsx";
import { fieldError } from "../../../ui/ErrorNotice.tsx";
import { useFolder } from "../use-files.ts";
import { FolderPicker } from "./FolderPicker.tsx";
import { folderPlace, placeFields } from "./place-draft.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface AddFolderDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function AddFolderDialog({ opened, onClose }: AddFolderDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a folder" size="lg" keepMounted={false}>
      <AddFolderForm onClose={onClose} />
    </Modal>
  );
}

function AddFolderForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const folder = useFolder();
  const add = useAction("destinations.add");
  const submit = () => {
    if (folder.path !== null) add.mutate({ name, ...folderPlace(folder.path) }, { onSuccess: onClose });
  };
  return (
    <DialogForm
      submitLabel="Add"
      complete={name.trim() !== "" && folder.path !== null}
      busy={add.isPending}
      error={add.error}
      marked={["name", ...placeFields]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        label="Name"
        description="What you call it, such as “Disk in the cellar”"
        maxLength={64}
        value={name}
        error={fieldError(add.error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <FolderPicker folder={folder} error={add.error} />
    </DialogForm>
  );
}
