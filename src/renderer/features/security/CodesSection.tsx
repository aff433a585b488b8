import { Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";

interface CodesSectionProps {
  account: Account;
  onCodes: (codes: readonly string[]) => void;
}

/** How many backup codes are left, and new ones. */
export function CodesSection({ account, onCodes }: CodesSectionProps) {
  const [asking, setAsking] = useState(false);
  const renew = useAction("account.regenerateBackupCodes", ({ backupCodes }) => {
    onCodes(backupCodes);
    setAsking(false);
  });
  const { backupCodes } = account;
  return (
    <Section
      title="Backup codes"
      description="Each works once, in place of a code from the app."
      actions={
        account.authenticators.length > 0 && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Make new codes
          </Button>
        )
      }
    >
      {backupCodes ? <Left status={backupCodes} /> : <Text>You have none.</Text>}
      <ConfirmDialog
        opened={asking}
        title="Make new backup codes?"
        consequences={[
          "The remaining codes no longer work, including those on paper.",
          "The new codes are shown once.",
        ]}
        confirmLabel="Make new codes now"
        destructive
        busy={renew.isPending}
        error={renew.error}
        onConfirm={() => renew.mutate({})}
        onClose={() => {
          renew.reset();
          setAsking(false);
        }}
      />
    </Section>
  );
}

function Left({ status }: { status: NonNullable<Account["backupCodes"]> }) {
  return (
    <Stack gap="sm">
      <Text>{`${status.remaining} of ${counted(status.total, "code", "codes")} left`}</Text>
      <Text size="sm" c="dimmed">
        Made <TimeText at={status.createdAt} />
      </Text>
      {status.low && (
        <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title="Few codes are left">
          Make new ones before the last is used.
        </Notice>
      )}
    </Stack>
  );
}
