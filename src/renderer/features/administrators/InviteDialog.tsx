import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { RoleField } from "./RoleField.tsx";

interface InviteDialogProps {
  opened: boolean;
  onInvited: (invitation: Invitation) => void;
  onClose: () => void;
}

export function InviteDialog({ opened, onInvited, onClose }: InviteDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Invite an administrator" keepMounted={false}>
      <InviteForm onInvited={onInvited} onClose={onClose} />
    </Modal>
  );
}

function InviteForm({ onInvited, onClose }: Omit<InviteDialogProps, "opened">) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("helpdesk");
  const invite = useAction("admins.invite", (invitation) => {
    onInvited(invitation);
    onClose();
  });
  const submit = () => invite.mutate({ name, role });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name for signing in"
          description="One word, without blanks"
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          value={name}
          error={fieldError(invite.error, "name")}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <RoleField role={role} onChange={setRole} />
        <ErrorNotice error={invite.error} onRetry={submit} marked={["name"]} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={name.trim() === ""}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
