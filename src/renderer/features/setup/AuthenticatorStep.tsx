import { Button, Stack, Text } from "@mantine/core";
import { AuthenticatorForm } from "../../app/secrets/AuthenticatorForm.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { StepHead } from "./StepHead.tsx";
import type { SetupSecrets, Unlocking } from "./setup-state.ts";

interface AuthenticatorStepProps {
  secrets: SetupSecrets;
  unlocking: Unlocking;
  onRenewed: (secrets: SetupSecrets) => void;
  onConfirmed: (backupCodes: readonly string[]) => void;
}

/** The owner's own authenticator; its first code finishes the set-up and signs the owner in. */
export function AuthenticatorStep(props: AuthenticatorStepProps) {
  const { secrets, unlocking, onRenewed, onConfirmed } = props;
  const confirm = useAction("setup.confirm");
  return (
    <Stack gap="lg">
      <StepHead title="Your authenticator">
        You sign in with your password and a code from an app on your phone.
      </StepHead>
      <AuthenticatorForm
        uri={secrets.uri}
        secret={secrets.secret}
        expiresAt={secrets.expiresAt}
        submitLabel="Check and finish"
        busy={confirm.isPending}
        error={confirm.error}
        expired={<Renew unlocking={unlocking} onRenewed={onRenewed} />}
        onSubmit={(code) =>
          confirm.mutate({ ...unlocking, code }, { onSuccess: ({ backupCodes }) => onConfirmed(backupCodes) })
        }
      />
    </Stack>
  );
}

function Renew({ unlocking, onRenewed }: Pick<AuthenticatorStepProps, "unlocking" | "onRenewed">) {
  const resume = useAction("setup.resume");
  const renew = () => resume.mutate(unlocking, { onSuccess: onRenewed });
  return (
    <Stack gap="md" align="flex-start">
      <Text>
        The time for this step is over. Go on with a new recovery key; the one you stored before no longer counts, so
        throw its copy away.
      </Text>
      <ErrorNotice error={resume.error} onRetry={renew} />
      <Button loading={resume.isPending} onClick={renew}>
        Go on with a new recovery key
      </Button>
    </Stack>
  );
}
