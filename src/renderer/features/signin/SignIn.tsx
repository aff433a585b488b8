import { Anchor, Stack, Text, Title } from "@mantine/core";
import { IconClockPause } from "@tabler/icons-react";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useConsole } from "../../app/session.ts";
import { Notice } from "../../ui/Notice.tsx";
import { DemoAccount } from "./DemoAccount.tsx";
import { SignInForm, useSignIn } from "./SignInForm.tsx";

interface SignInProps {
  /** Whether the last session ended without a sign-out. */
  ended: boolean;
  /** While the keys are locked: shows the other ways to unlock them. */
  onUnlock: (() => void) | undefined;
}

export function SignIn({ ended, onUnlock }: SignInProps) {
  const { status, setFlow } = useConsole();
  const { demo, organisation, phase } = status;
  const withPassphrase = phase === "locked";
  const form = useSignIn(withPassphrase);
  return (
    <BareFrame>
      {ended && (
        <Notice tone="wait" icon={<IconClockPause size={18} />} title="Your session has ended" role="status">
          You were inactive for a while, or the session reached its time limit. Sign in to continue.
        </Notice>
      )}
      {demo && (
        <DemoAccount
          demo={demo}
          onFill={() => form.set({ name: demo.name, password: demo.password, code: demo.code, factor: "code" })}
        />
      )}
      <Card>
        <Stack gap={4}>
          <Title order={1} size="h3">
            Sign in
          </Title>
          {organisation && <Text c="dimmed">to the console of {organisation}</Text>}
        </Stack>
        <SignInForm form={form} withPassphrase={withPassphrase} />
      </Card>
      {phase === "ready" && (
        <Stack align="center" gap="xs">
          <Anchor component="button" size="sm" onClick={() => setFlow("own enrolment")}>
            I have a one-time code
          </Anchor>
          <Anchor component="button" size="sm" onClick={() => setFlow("owner recovery")}>
            I am an owner and lost my authenticator
          </Anchor>
        </Stack>
      )}
      {onUnlock && (
        <Stack align="center">
          <Anchor component="button" size="sm" onClick={onUnlock}>
            Unlock with a passphrase or the recovery key first
          </Anchor>
        </Stack>
      )}
    </BareFrame>
  );
}
