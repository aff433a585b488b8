import { Stack } from "@mantine/core";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import type { ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import type { SetupSecrets, Unlocking } from "./setup-state.ts";

interface AuthenticatorStepProps {
  secrets: SetupSecrets;
  unlocking: Unlocking;
  onConfirmed: (codes: ShownCodes) => void;
}

/** The owner's authenticator; its first code finishes the set-up and signs the owner in. */
export function AuthenticatorStep(props: AuthenticatorStepProps) {
  const { secrets, unlocking, onConfirmed } = props;
  return (
    <Stack gap="lg">
      <StepHead title="Your authenticator">
        You sign in with your password and a code from an app on your phone.
      </StepHead>
      <AuthenticatorForm
        uri={secrets.uri}
        secret={secrets.secret}
        submitLabel="Check and finish"
        procedure="setup.confirm"
        input={(code) => ({ ...unlocking, code })}
        onDone={onConfirmed}
      />
    </Stack>
  );
}
