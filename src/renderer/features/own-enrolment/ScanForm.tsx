import { Button, Stack } from "@mantine/core";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { PendingEnrolment } from "#shared/model/records.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { StepHead } from "../../ui/StepHead.tsx";

type Confirmation = "access.confirmOwnEnrolment" | "recovery.confirm";

interface ScanFormProps<Name extends Confirmation> {
  title: string;
  introduction: string;
  pending: PendingEnrolment;
  /** What else to do once the QR code has expired. */
  expiredAdvice?: string;
  procedure: Name;
  input: (code: string) => InputOf<Name>;
  onConfirmed: (output: OutputOf<Name>) => void;
  onBack: () => void;
}

/** The administrator's new authenticator; its first code signs in. */
export function ScanForm<Name extends Confirmation>(props: ScanFormProps<Name>) {
  const { title, introduction, pending, expiredAdvice = "", procedure, input, onConfirmed, onBack } = props;
  return (
    <Stack gap="lg">
      <StepHead title={title}>{introduction}</StepHead>
      <AuthenticatorForm
        uri={pending.uri}
        secret={pending.secret}
        account={pending.account}
        expiry={{ at: pending.expiresAt, advice: expiredAdvice, onAgain: onBack }}
        submitLabel="Check and sign in"
        procedure={procedure}
        input={input}
        onAnswer={onConfirmed}
        secondary={
          <Button variant="default" onClick={onBack}>
            Start again
          </Button>
        }
      />
    </Stack>
  );
}
