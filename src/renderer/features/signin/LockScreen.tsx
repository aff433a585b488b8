import { Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { Session } from "#shared/model/records.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useSessionActions } from "../../app/shell/use-session-actions.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { afterWait } from "../../ui/after-wait.ts";

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
  const form = useContractForm({
    procedure: "access.unlock",
    initial: { password: "" },
    input: (typed) => typed,
    ready: ({ password }) => password !== "",
    onRefused: () => form.set({ password: "" }),
  });
  return (
    <form {...form.element}>
      <Stack gap="md">
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          disabled={form.wait > 0}
          {...form.field("password")}
          autoFocus
        />
        <FormNotice form={form} />
        <Group justify="space-between">
          <Button variant="default" onClick={signOut}>
            Sign out
          </Button>
          <Button type="submit" loading={form.busy} disabled={!form.isReady}>
            {afterWait(form.wait, "Unlock")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
