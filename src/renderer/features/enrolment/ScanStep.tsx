import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";

interface ScanStepProps {
  name: string;
  pending: OutputOf<"tokens.begin">;
  onConfirmed: (confirmed: OutputOf<"tokens.confirm">) => void;
  onAgain: () => void;
  onCancel: () => void;
}

export function ScanStep({ name, pending, onConfirmed, onAgain, onCancel }: ScanStepProps) {
  return (
    <Section title={`On ${name}'s phone`}>
      {pending.sameAsAdministrator && (
        <Notice
          tone="wait"
          role="status"
          icon={<IconAlertTriangle size={18} />}
          title="An administrator of this console has the same name"
        >
          The app keeps a separate account for signing in here, marked “administrator”. Keep both.
        </Notice>
      )}
      <AuthenticatorForm
        uri={pending.uri}
        secret={pending.secret}
        account={pending.account}
        expiry={{ at: pending.expiresAt, onAgain }}
        submitLabel="Check and enrol"
        procedure="tokens.confirm"
        input={(code) => ({ tokenId: pending.tokenId, code })}
        onDone={onConfirmed}
        secondary={
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        }
      />
    </Section>
  );
}
