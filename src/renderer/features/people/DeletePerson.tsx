import { List, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { usePeoplePath } from "../../app/people-list.ts";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface DeletePersonProps {
  person: OutputOf<"users.get">;
  opened: boolean;
  onClose: () => void;
}

/** Deletes a person for good, once the username is typed. */
export function DeletePerson({ person, opened, onClose }: DeletePersonProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Delete ${person.name || person.username} for good?`}
      keepMounted={false}
    >
      <DeleteForm person={person} onClose={onClose} />
    </Modal>
  );
}

function DeleteForm({ person, onClose }: Omit<DeletePersonProps, "opened">) {
  const [typed, setTyped] = useState("");
  const navigate = useNavigate();
  const back = usePeoplePath();
  const remove = useAction("users.delete", () => void navigate(back, { replace: true }));
  const sure = typed.trim() === person.username;
  const submit = () => remove.mutate({ user: { id: person.id } });
  return (
    <DialogForm
      submitLabel="Delete for good"
      destructive
      complete={sure}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <List spacing={6}>
        <List.Item>The authenticators and backup codes go too. Hardware tokens go back to the inventory.</List.Item>
        <List.Item>Only a backup brings the person back. What happened stays in the audit.</List.Item>
        <List.Item>To keep what is there and only refuse the codes, disable the person or mark them as left.</List.Item>
      </List>
      <TextInput
        label={`Type ${person.username} to confirm`}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
