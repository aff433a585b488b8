import { Textarea } from "@mantine/core";
import type { OutputOf } from "#shared/contract/index.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { isNamed, PersonFields } from "./PersonFields.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface EditPersonProps {
  person: OutputOf<"users.get">;
  opened: boolean;
  onClose: () => void;
}

export function EditPerson({ person, opened, onClose }: EditPersonProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Edit" size="md">
      <EditPersonForm person={person} onClose={onClose} />
    </Modal>
  );
}

function EditPersonForm({ person, onClose }: Omit<EditPersonProps, "opened">) {
  const { username, name, email, externalId, groups, notes } = person;
  const form = useContractForm({
    procedure: "users.edit",
    initial: { username, name, email, externalId, groups: groups.map(({ id }) => id), notes },
    input: (values) => ({ id: person.id, ...values }),
    ready: isNamed,
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Save" onCancel={onClose}>
      <PersonFields field={form.field} groups={form.field("groups")} />
      <Textarea label="Notes" autosize minRows={2} maxRows={8} maxLength={2000} {...form.field("notes")} />
    </DialogForm>
  );
}
