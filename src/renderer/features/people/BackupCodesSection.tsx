import { Button, Modal, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { BackupCodesPanel } from "../../app/secrets/BackupCodesPanel.tsx";
import { useMay } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";

type Person = OutputOf<"users.get">;

export function BackupCodesSection({ person }: { person: Person }) {
  const { backupCodes } = person;
  const enrolled = person.tokens.some((token) => token.status === "active");
  const mayRenew = useMay("tokens.regenerateBackupCodes") && enrolled && person.status === "active";
  return (
    <Section title="Backup codes">
      {backupCodes ? (
        <Stack gap={6}>
          <Text>{`${backupCodes.remaining} of ${counted(backupCodes.total, "code", "codes")} left`}</Text>
          <Progress.Root size="sm">
            <Progress.Section
              value={(backupCodes.remaining / Math.max(1, backupCodes.total)) * 100}
              color={backupCodes.remaining <= 2 ? "red.7" : "ink"}
              aria-label="Backup codes left"
            />
          </Progress.Root>
          <Text size="sm" c="dimmed">
            Made <TimeText at={backupCodes.createdAt} />
          </Text>
        </Stack>
      ) : (
        <Text c="dimmed">None yet. They come with the first authenticator.</Text>
      )}
      {mayRenew && <Renew person={person} />}
    </Section>
  );
}

function Renew({ person }: { person: Person }) {
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useAction("tokens.regenerateBackupCodes");
  const name = person.name || person.username;
  return (
    <>
      <Button variant="default" w="fit-content" onClick={() => setAsking(true)}>
        Make new codes
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Make new backup codes for ${name}?`}
        consequences={["The codes that are left no longer work, also those on paper.", "The new codes are shown once."]}
        confirmLabel="Make new codes now"
        destructive
        busy={renew.isPending}
        error={renew.error}
        onConfirm={() =>
          renew.mutate(
            { user: { id: person.id } },
            {
              onSuccess: ({ backupCodes }) => {
                setAsking(false);
                setCodes(backupCodes);
                renew.reset();
              },
            },
          )
        }
        onClose={() => setAsking(false)}
      />
      <Modal
        opened={codes !== null}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={`New backup codes for ${name}`}
        size="lg"
      >
        <BackupCodesPanel
          codes={codes ?? []}
          subject={person.username}
          acknowledgement={`${name} has these codes`}
          doneLabel="Done"
          onDone={() => setCodes(null)}
        />
      </Modal>
    </>
  );
}
