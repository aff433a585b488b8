import { Button, Group, Stack, Text } from "@mantine/core";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { roleInWords } from "../../app/words.ts";
import { useAction } from "../../ipc/hooks.ts";
import { StepHead } from "../../ui/StepHead.tsx";

interface ScanFormProps {
  typed: InputOf<"access.beginOwnEnrolment">;
  pending: OutputOf<"access.beginOwnEnrolment">;
  onConfirmed: (confirmed: OutputOf<"access.confirmOwnEnrolment">) => void;
  onBack: () => void;
}

/** The own authenticator; its first code uses the one-time code up and signs in. */
export function ScanForm({ typed, pending, onConfirmed, onBack }: ScanFormProps) {
  const confirm = useAction("access.confirmOwnEnrolment", onConfirmed);
  return (
    <Stack gap="lg">
      <StepHead title="Your authenticator">
        Your role at {pending.organisation} is {roleInWords[pending.role]}. From now on you sign in with your password
        and a code from an app on your phone.
      </StepHead>
      <AuthenticatorForm
        uri={pending.uri}
        secret={pending.secret}
        account={pending.account}
        expiry={{ at: pending.expiresAt, expired: <Expired onBack={onBack} /> }}
        submitLabel="Check and sign in"
        busy={confirm.isPending}
        error={confirm.error}
        onSubmit={(code) => confirm.mutate({ ...typed, code })}
        secondary={
          <Button variant="default" onClick={onBack}>
            Start again
          </Button>
        }
      />
    </Stack>
  );
}

function Expired({ onBack }: { onBack: () => void }) {
  return (
    <Group justify="space-between" role="alert">
      <Text>
        The time for this QR code is over. If the phone took it, delete it there. If the one-time code is over as well,
        ask an owner for a new one.
      </Text>
      <Button onClick={onBack}>Start again</Button>
    </Group>
  );
}
