import { Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import type { Session } from "#shared/model/records.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useSessionActions } from "../../app/shell/use-session-actions.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";

/** Hides the console until the same administrator's password is entered; their work is kept. */
export function LockScreen({ session }: { session: Session }) {
  return (
    <BareFrame width={420}>
      <Card>
        <Group gap="md" wrap="nowrap">
          <IconLock size={32} stroke={1.5} aria-hidden />
          <Stack gap={0}>
            <Title order={1} size="h3">
              Locked
            </Title>
            <Text c="dimmed">{session.name} is signed in.</Text>
          </Stack>
        </Group>
        <UnlockForm />
      </Card>
    </BareFrame>
  );
}

function UnlockForm() {
  const { signOut } = useSessionActions();
  const [password, setPassword] = useState("");
  const unlock = useAction("access.unlock");
  const wait = useCountdown(retryAt(unlock.error));
  const submit = () => {
    if (wait === 0) unlock.mutate({ password }, { onError: () => setPassword("") });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          value={password}
          disabled={wait > 0}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoFocus
        />
        <ErrorNotice error={unlock.error} />
        <Group justify="space-between">
          <Button variant="default" onClick={signOut}>
            Sign out
          </Button>
          <Button type="submit" loading={unlock.isPending} disabled={password === "" || wait > 0}>
            {afterWait(wait, "Unlock")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
