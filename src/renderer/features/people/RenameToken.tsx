import type { Token } from "#shared/model/records.ts";
import { LabelField } from "../../app/LabelField.tsx";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";

interface RenameTokenProps {
  token: Token;
  opened: boolean;
  onClose: () => void;
}

export function RenameToken({ token, opened, onClose }: RenameTokenProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Rename ${token.label}`}>
      <RenameForm token={token} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ token, onClose }: Omit<RenameTokenProps, "opened">) {
  const form = useContractForm({
    procedure: "tokens.rename",
    initial: { label: token.label },
    input: ({ label }) => ({ tokenId: token.id, label }),
    ready: ({ label }) => label.trim() !== "",
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Rename" onCancel={onClose}>
      <LabelField {...form.field("label")} first />
    </DialogForm>
  );
}
