import { Button, Group, Stack, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import type { BackupRecipient } from "#shared/model/backups.ts";
import { useMay } from "../../../app/may.ts";
import { useProcedure } from "../../../ipc/hooks.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TimeText } from "../../../ui/TimeText.tsx";
import classes from "../List.module.css";
import { Loading } from "../../../ui/Loading.tsx";
import { AddRecipientDialog } from "./AddRecipientDialog.tsx";
import { MakeBackupKeyDialog } from "./MakeBackupKeyDialog.tsx";
import { TestBackupKeyDialog } from "./TestBackupKeyDialog.tsx";
import { RemoveRecipientDialog } from "./RemoveRecipientDialog.tsx";

type Acting = { act: "make" | "add" | "prove" } | { act: "remove"; recipient: BackupRecipient };

/** The backup keys that automatic backups are encrypted for. */
export function BackupKeysTab() {
  const { data, error, refetch } = useProcedure("recipients.list", {});
  const mayMake = useMay("recipients.make");
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const rows = data?.rows;
  return (
    <Section
      title="Backup keys"
      description="Any one of these opens the automatic backups. None of them is on this computer: keep them on paper, or in a file somewhere else."
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {rows ? (
        <Rows rows={rows} onRemove={(recipient) => setActing({ act: "remove", recipient })} />
      ) : (
        !error && <Loading py="xl" />
      )}
      {mayMake && (
        <Group gap="sm">
          <Button onClick={() => setActing({ act: "make" })}>Create a backup key</Button>
          <Button variant="default" onClick={() => setActing({ act: "add" })}>
            Add an age recipient
          </Button>
          {rows && rows.length > 0 && (
            <Button variant="default" onClick={() => setActing({ act: "prove" })}>
              Test this key
            </Button>
          )}
        </Group>
      )}
      <MakeBackupKeyDialog opened={acting?.act === "make"} onClose={close} />
      <AddRecipientDialog opened={acting?.act === "add"} onClose={close} />
      <TestBackupKeyDialog opened={acting?.act === "prove"} onClose={close} />
      <RemoveRecipientDialog
        recipient={acting?.act === "remove" ? acting.recipient : null}
        last={rows?.length === 1}
        onClose={close}
      />
    </Section>
  );
}

interface RowsProps {
  rows: readonly BackupRecipient[];
  onRemove: (recipient: BackupRecipient) => void;
}

function Rows({ rows, onRemove }: RowsProps) {
  const mayRemove = useMay("recipients.remove");
  if (rows.length === 0) {
    return (
      <EmptyState icon={<IconKey size={28} />} title="No backup key yet" order={3}>
        Create one and print it. Better, create two and keep them in different places, in case one is lost.
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list} aria-label="Backup keys">
      {rows.map((recipient) => (
        <li key={recipient.id} className={classes.row}>
          <Facts recipient={recipient} />
          {mayRemove && (
            <Group gap="xs">
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Remove: ${recipient.name}`}
                onClick={() => onRemove(recipient)}
              >
                Remove
              </Button>
            </Group>
          )}
        </li>
      ))}
    </ul>
  );
}

function Facts({ recipient: { name, recipient, createdAt, provenAt } }: { recipient: BackupRecipient }) {
  return (
    <Stack gap={2}>
      <Text fw={600} className="breakable">
        {name}
      </Text>
      <Text size="sm" c="dimmed" className="mono breakable">
        {recipient}
      </Text>
      <Text size="sm" c="dimmed">
        Added <TimeText at={createdAt} /> · last tested: <TimeText at={provenAt} never="never" />
      </Text>
    </Stack>
  );
}
