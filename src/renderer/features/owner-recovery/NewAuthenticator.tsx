import { Button, Group, Stack, Text } from "@mantine/core";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { StepHead } from "../../ui/StepHead.tsx";

interface NewAuthenticatorProps {
  proof: InputOf<"recovery.begin">;
  pending: OutputOf<"recovery.begin">;
  onConfirmed: (confirmed: OutputOf<"recovery.confirm">) => void;
  onBack: () => void;
}

/** The new authenticator; its first code ends everything from before and signs in. */
export function NewAuthenticator({ proof, pending, onConfirmed, onBack }: NewAuthenticatorProps) {
  const confirm = useAction("recovery.confirm", onConfirmed);
  const expired = (
    <Group justify="space-between" role="alert">
      <Text>This QR code has expired. If you scanned it, delete the entry in the app and start again.</Text>
      <Button onClick={onBack}>Start again</Button>
    </Group>
  );
  return (
    <Stack gap="lg">
      <StepHead title="Your new authenticator">
        Once its first code is right, your earlier authenticators, backup codes and sessions end.
      </StepHead>
      <AuthenticatorForm
        uri={pending.uri}
        secret={pending.secret}
        expiry={{ at: pending.expiresAt, expired }}
        submitLabel="Check and sign in"
        busy={confirm.isPending}
        error={confirm.error}
        onSubmit={(code) => confirm.mutate({ ...proof, code })}
        secondary={
          <Button variant="default" onClick={onBack}>
            Start again
          </Button>
        }
      />
    </Stack>
  );
}
