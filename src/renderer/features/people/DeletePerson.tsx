import { Button, Group, List, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";

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
  const remove = useAction("users.delete", () => void navigate("/people", { replace: true }));
  const sure = typed.trim() === person.username;
  const submit = () => remove.mutate({ user: { id: person.id } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) submit();
      }}
    >
      <Stack gap="md">
        <List spacing={6}>
          <List.Item>The authenticators and backup codes go too. Hardware tokens go back to the inventory.</List.Item>
          <List.Item>Only a backup brings the person back. What happened stays in the audit.</List.Item>
          <List.Item>
            To keep what is there and only refuse the codes, disable the person or mark them as left.
          </List.Item>
        </List>
        <TextInput
          label={`Type ${person.username} to confirm`}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <ErrorNotice error={remove.error} onRetry={submit} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" loading={remove.isPending} disabled={!sure}>
            Delete for good
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
