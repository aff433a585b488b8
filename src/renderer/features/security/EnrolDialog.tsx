import { Button, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface EnrolDialogProps {
  opened: boolean;
  /** The authenticator to remove once the new one is confirmed; null: one is added. */
  replaced: Account["authenticators"][number] | null;
  onClose: () => void;
}

/** A new authenticator for oneself. Clicking outside the dialog does not lose the QR code. */
export function EnrolDialog({ opened, replaced, onClose }: EnrolDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      closeOnClickOutside={false}
      title={replaced ? `Replace ${replaced.label}` : "Add an authenticator"}
      size={760}
      keepMounted={false}
    >
      <EnrolSteps replaced={replaced} onClose={onClose} />
    </Modal>
  );
}

function EnrolSteps({ replaced, onClose }: Omit<EnrolDialogProps, "opened">) {
  const [pending, setPending] = useState<OutputOf<"account.beginAuthenticator"> | null>(null);
  return pending ? (
    <ScanStep pending={pending} replaced={replaced} onAgain={() => setPending(null)} onClose={onClose} />
  ) : (
    <LabelStep replaced={replaced} onBegun={setPending} onClose={onClose} />
  );
}

interface LabelStepProps extends Omit<EnrolDialogProps, "opened"> {
  onBegun: (pending: OutputOf<"account.beginAuthenticator">) => void;
}

function LabelStep({ replaced, onBegun, onClose }: LabelStepProps) {
  const [label, setLabel] = useState("");
  const begin = useAction("account.beginAuthenticator");
  const submit = () =>
    begin.mutate(
      { ...(label.trim() === "" ? {} : { label }), ...(replaced ? { replaces: replaced.id } : {}) },
      { onSuccess: onBegun },
    );
  return (
    <DialogForm
      submitLabel="Show the QR code"
      busy={begin.isPending}
      error={begin.error}
      marked={["label"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text>
        {replaced
          ? `${replaced.label} keeps working until the first code of the new authenticator is accepted.`
          : "The new authenticator works alongside those that you have."}
      </Text>
      <TextInput
        label="Label (optional)"
        description="To tell it from others, such as “Tablet”"
        autoComplete="off"
        maxLength={64}
        value={label}
        error={fieldError(begin.error, "label")}
        onChange={(event) => setLabel(event.currentTarget.value)}
        data-autofocus
      />
    </DialogForm>
  );
}

interface ScanStepProps extends Omit<EnrolDialogProps, "opened"> {
  pending: OutputOf<"account.beginAuthenticator">;
  onAgain: () => void;
}

function ScanStep({ pending, replaced, onAgain, onClose }: ScanStepProps) {
  const confirm = useAction("account.confirmAuthenticator", () => {
    notifications.show({
      title: replaced ? "Authenticator replaced" : "Authenticator added",
      message: "Your other sessions have ended.",
    });
    onClose();
  });
  return (
    <AuthenticatorForm
      uri={pending.uri}
      secret={pending.secret}
      account={pending.account}
      expiry={{ at: pending.expiresAt, onAgain }}
      submitLabel={replaced ? "Check and replace" : "Check and add"}
      busy={confirm.isPending}
      error={confirm.error}
      onSubmit={(code) => confirm.mutate({ tokenId: pending.tokenId, code })}
      secondary={
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      }
    />
  );
}
