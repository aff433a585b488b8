import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Group } from "#shared/contract/directory.ts";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface EditGroupProps {
  opened: boolean;
  /** null: a new group. */
  group: Group | null;
  onClose: () => void;
}

export function EditGroup({ opened, group, onClose }: EditGroupProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={group ? "Edit the group" : "Add a group"} keepMounted={false}>
      <EditGroupForm group={group} onClose={onClose} />
    </Modal>
  );
}

const marked = ["name", "description"] as const;

function EditGroupForm({ group, onClose }: Omit<EditGroupProps, "opened">) {
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const add = useAction("groups.add");
  const edit = useAction("groups.edit");
  const { error, isPending } = group ? edit : add;
  const submit = () =>
    group
      ? edit.mutate({ id: group.id, name, description }, { onSuccess: onClose })
      : add.mutate({ name, description }, { onSuccess: onClose });
  return (
    <DialogForm
      submitLabel={group ? "Save" : "Add"}
      complete={name.trim() !== ""}
      busy={isPending}
      error={error}
      marked={marked}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        autoComplete="off"
        maxLength={100}
        value={name}
        error={fieldError(error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Description"
        description="Who is in it, if the name does not say so"
        autoComplete="off"
        maxLength={300}
        value={description}
        error={fieldError(error, "description")}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
