import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { useAction } from "../../ipc/hooks.ts";
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
  const confirm = useAction("tokens.confirm");
  return (
    <Section title={`On the phone of ${name}`}>
      {pending.sameAsAdministrator && (
        <Notice
          tone="wait"
          role="status"
          icon={<IconAlertTriangle size={18} />}
          title="An administrator of this console has the same name"
        >
          The codes for signing in here are another account in the app, marked “administrator”: keep both.
        </Notice>
      )}
      <AuthenticatorForm
        uri={pending.uri}
        secret={pending.secret}
        account={pending.account}
        expiry={{ at: pending.expiresAt, expired: <Expired onAgain={onAgain} /> }}
        submitLabel="Check and enrol"
        busy={confirm.isPending}
        error={confirm.error}
        onSubmit={(code) => confirm.mutate({ tokenId: pending.tokenId, code }, { onSuccess: onConfirmed })}
        secondary={
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        }
      />
    </Section>
  );
}

function Expired({ onAgain }: { onAgain: () => void }) {
  return (
    <Group justify="space-between" role="alert">
      <Text>The time for this QR code is over. If the phone took it, delete it there first.</Text>
      <Button onClick={onAgain}>Begin again</Button>
    </Group>
  );
}
