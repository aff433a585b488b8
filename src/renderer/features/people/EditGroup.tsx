import { TextInput } from "@mantine/core";
import type { Group } from "#shared/contract/directory.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";

interface EditGroupProps {
  opened: boolean;
  /** null: a new group. */
  group: Group | null;
  onClose: () => void;
}

export function EditGroup({ opened, group, onClose }: EditGroupProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={group ? "Edit the group" : "Add a group"}>
      <EditGroupForm group={group} onClose={onClose} />
    </Modal>
  );
}

function EditGroupForm({ group, onClose }: Omit<EditGroupProps, "opened">) {
  const form = useContractForm({
    procedure: group ? "groups.edit" : "groups.add",
    initial: { name: group?.name ?? "", description: group?.description ?? "" },
    input: (values) => (group ? { id: group.id, ...values } : values),
    ready: ({ name }) => name.trim() !== "",
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel={group ? "Save" : "Add"} onCancel={onClose}>
      <TextInput label="Name" required data-autofocus autoComplete="off" maxLength={100} {...form.field("name")} />
      <TextInput
        label="Description"
        description="Who is in it, if the name does not say so"
        autoComplete="off"
        maxLength={300}
        {...form.field("description")}
      />
    </DialogForm>
  );
}
