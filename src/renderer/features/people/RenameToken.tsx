import { useState } from "react";
import type { Token } from "#shared/model/records.ts";
import { LabelField } from "../../app/LabelField.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface RenameTokenProps {
  token: Token;
  opened: boolean;
  onClose: () => void;
}

export function RenameToken({ token, opened, onClose }: RenameTokenProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Rename ${token.label}`} keepMounted={false}>
      <RenameForm token={token} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ token, onClose }: Omit<RenameTokenProps, "opened">) {
  const [label, setLabel] = useState(token.label);
  const rename = useAction("tokens.rename");
  const submit = () => rename.mutate({ tokenId: token.id, label }, { onSuccess: onClose });
  return (
    <DialogForm
      submitLabel="Rename"
      complete={label.trim() !== ""}
      busy={rename.isPending}
      error={rename.error}
      marked={["label"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <LabelField label={label} onChange={setLabel} error={fieldError(rename.error, "label")} first />
    </DialogForm>
  );
}
