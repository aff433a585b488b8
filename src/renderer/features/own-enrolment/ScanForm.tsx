import { Button, Stack } from "@mantine/core";
import type { PendingEnrolment } from "#shared/model/records.ts";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { StepHead } from "../../ui/StepHead.tsx";

interface ScanFormProps {
  title: string;
  introduction: string;
  pending: PendingEnrolment;
  /** What else to do once the QR code has expired. */
  expiredAdvice?: string;
  confirm: { isPending: boolean; error: ShownError | null };
  onCode: (code: string) => void;
  onBack: () => void;
}

/** The administrator's new authenticator; its first code signs in. */
export function ScanForm(props: ScanFormProps) {
  const { title, introduction, pending, expiredAdvice = "", confirm, onCode, onBack } = props;
  return (
    <Stack gap="lg">
      <StepHead title={title}>{introduction}</StepHead>
      <AuthenticatorForm
        uri={pending.uri}
        secret={pending.secret}
        account={pending.account}
        expiry={{ at: pending.expiresAt, advice: expiredAdvice, onAgain: onBack }}
        submitLabel="Check and sign in"
        busy={confirm.isPending}
        error={confirm.error}
        onSubmit={onCode}
        secondary={
          <Button variant="default" onClick={onBack}>
            Start again
          </Button>
        }
      />
    </Stack>
  );
}
