import { TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { RoleField } from "./RoleField.tsx";
import { Modal } from "../../ui/Modal.tsx";

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
    <DialogForm
      submitLabel="Invite"
      complete={name.trim() !== ""}
      busy={invite.isPending}
      error={invite.error}
      marked={["name"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        label="Sign-in name"
        description="No spaces"
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
        value={name}
        error={fieldError(invite.error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <RoleField role={role} onChange={setRole} />
      {invite.error?.code === "PASSPHRASE_REQUIRED" && <Link to="/keys">Add a passphrase on the Keys page</Link>}
    </DialogForm>
  );
}
