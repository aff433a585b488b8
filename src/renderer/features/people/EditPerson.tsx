import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { personFields, PersonFields } from "./PersonFields.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface EditPersonProps {
  person: OutputOf<"users.get">;
  opened: boolean;
  onClose: () => void;
}

export function EditPerson({ person, opened, onClose }: EditPersonProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Edit" size="md" keepMounted={false}>
      <EditPersonForm person={person} onClose={onClose} />
    </Modal>
  );
}

function EditPersonForm({ person, onClose }: Omit<EditPersonProps, "opened">) {
  const [draft, setDraft] = useState({
    username: person.username,
    name: person.name,
    email: person.email,
    externalId: person.externalId,
    groups: person.groups.map(({ id }) => id),
  });
  const [notes, setNotes] = useState(person.notes);
  const edit = useAction("users.edit");
  const submit = () => edit.mutate({ id: person.id, ...draft, notes }, { onSuccess: onClose });
  return (
    <DialogForm
      submitLabel="Save"
      complete={draft.username.trim() !== ""}
      busy={edit.isPending}
      error={edit.error}
      marked={[...personFields, "notes"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <PersonFields draft={draft} onChange={setDraft} error={edit.error} />
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={notes}
        error={fieldError(edit.error, "notes")}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
