import { TextInput } from "@mantine/core";
import { Link } from "react-router";
import type { Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { RoleField } from "./RoleField.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface InviteDialogProps {
  opened: boolean;
  onInvited: (invitation: Invitation) => void;
  onClose: () => void;
}

export function InviteDialog({ opened, onInvited, onClose }: InviteDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Invite an administrator">
      <InviteForm onInvited={onInvited} onClose={onClose} />
    </Modal>
  );
}

const nobody: { name: string; role: Role } = { name: "", role: "helpdesk" };

function InviteForm({ onInvited, onClose }: Omit<InviteDialogProps, "opened">) {
  const form = useContractForm({
    procedure: "admins.invite",
    initial: nobody,
    input: (values) => values,
    ready: ({ name }) => name.trim() !== "",
    onAnswer: (invitation) => {
      onInvited(invitation);
      onClose();
    },
  });
  return (
    <DialogForm form={form} submitLabel="Invite" onCancel={onClose}>
      <TextInput
        label="Sign-in name"
        description="No spaces"
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
        {...form.field("name")}
        data-autofocus
      />
      <RoleField {...form.field("role")} />
      {form.error?.code === "PASSPHRASE_REQUIRED" && <Link to="/keys">Add a passphrase on the Keys page</Link>}
    </DialogForm>
  );
}
