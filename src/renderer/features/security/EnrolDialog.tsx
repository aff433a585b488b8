import { Button, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
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
  const form = useContractForm({
    procedure: "account.beginAuthenticator",
    initial: { label: "" },
    input: ({ label }) => ({
      ...(label.trim() === "" ? {} : { label }),
      ...(replaced ? { replaces: replaced.id } : {}),
    }),
    onAnswer: onBegun,
  });
  return (
    <DialogForm form={form} submitLabel="Show the QR code" onCancel={onClose}>
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
        {...form.field("label")}
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
  return (
    <AuthenticatorForm
      uri={pending.uri}
      secret={pending.secret}
      account={pending.account}
      expiry={{ at: pending.expiresAt, onAgain }}
      submitLabel={replaced ? "Check and replace" : "Check and add"}
      procedure="account.confirmAuthenticator"
      input={(code) => ({ tokenId: pending.tokenId, code })}
      confirmation={{
        title: replaced ? "Authenticator replaced" : "Authenticator added",
        message: "Your other sessions have ended.",
      }}
      onAnswer={onClose}
      secondary={
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      }
    />
  );
}
