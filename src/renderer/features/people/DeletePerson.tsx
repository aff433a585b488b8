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

/** Deletes a person permanently, once the username is typed. */
export function DeletePerson({ person, opened, onClose }: DeletePersonProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Delete ${person.name || person.username} permanently?`}
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
      submitLabel="Delete permanently"
      destructive
      complete={sure}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <List spacing={6}>
        <List.Item>
          Their authenticators and backup codes are deleted too. Hardware tokens return to the inventory.
        </List.Item>
        <List.Item>Only a backup can bring the person back. The audit log keeps their events.</List.Item>
        <List.Item>To keep everything and only refuse their codes, disable the person or mark them as left.</List.Item>
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
