import { Button, Center, Group, Loader, Stack, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import type { BackupRecipient } from "#shared/model/backups.ts";
import { useMay } from "../../../app/session.ts";
import { useProcedure } from "../../../ipc/hooks.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TimeText } from "../../../ui/TimeText.tsx";
import classes from "../List.module.css";
import { AddRecipientDialog } from "./AddRecipientDialog.tsx";
import { MakeIdentityDialog } from "./MakeIdentityDialog.tsx";
import { ProveDialog } from "./ProveDialog.tsx";
import { RemoveRecipientDialog } from "./RemoveRecipientDialog.tsx";

type Acting = { act: "make" | "add" | "prove" } | { act: "remove"; recipient: BackupRecipient };

/** Whom automatic backups are encrypted to. */
export function IdentitiesTab() {
  const { data, error, refetch } = useProcedure("recipients.list", {});
  const mayMake = useMay("recipients.make");
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const rows = data?.rows;
  return (
    <Section
      title="Recovery identities"
      description="Any one of these opens the backups that the console makes by itself. None is on this computer: keep them on paper, or in a file somewhere else."
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {rows ? (
        <Rows rows={rows} onRemove={(recipient) => setActing({ act: "remove", recipient })} />
      ) : (
        !error && (
          <Center py="xl">
            <Loader aria-label="Loading" />
          </Center>
        )
      )}
      {mayMake && (
        <Group gap="sm">
          <Button onClick={() => setActing({ act: "make" })}>Make a recovery identity</Button>
          <Button variant="default" onClick={() => setActing({ act: "add" })}>
            Add an age recipient
          </Button>
          {rows && rows.length > 0 && (
            <Button variant="default" onClick={() => setActing({ act: "prove" })}>
              Show that you have it
            </Button>
          )}
        </Group>
      )}
      <MakeIdentityDialog opened={acting?.act === "make"} onClose={close} />
      <AddRecipientDialog opened={acting?.act === "add"} onClose={close} />
      <ProveDialog opened={acting?.act === "prove"} onClose={close} />
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
      <EmptyState icon={<IconKey size={28} />} title="There is no recovery identity yet" order={3}>
        Make one and print it. Best are two, kept in two places, so that one may be lost.
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list} aria-label="Recovery identities">
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
        Added <TimeText at={createdAt} /> · last shown: <TimeText at={provenAt} never="never" />
      </Text>
    </Stack>
  );
}
