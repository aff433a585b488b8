import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconHistory } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { Notice } from "../../ui/Notice.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { TaskList } from "./restored/TaskList.tsx";
import { SinceCounts } from "./SinceFacts.tsx";

interface RestoredProps {
  report: OutputOf<"backup.restore">;
  onDone: () => void;
}

const opening: Record<RestoredProps["report"]["opensWith"], string> = {
  keychain: "This computer's keychain holds the key of the restored console.",
  password: "This computer has no keychain that holds the key: the owner's password opens the restored console.",
  passphrase: "This computer has no keychain that holds the key: the restored console's own passphrase opens it.",
  "backup passphrase":
    "This computer has no keychain that holds the key: this backup's passphrase opens the restored console.",
  "recovery identity":
    "This computer has no keychain that holds the key: the recovery identity, typed as the passphrase, opens the restored console. Choose a passphrase of its own on the page Keys.",
};

export function Restored({ report, onDone }: RestoredProps) {
  return (
    <Stack gap="lg">
      <Group gap="sm" wrap="nowrap" role="status">
        <IconCircleCheck size={32} stroke={1.6} aria-hidden className="good-sign" />
        <Title order={1} size="h3">
          The backup was restored
        </Title>
      </Group>
      <BackupFacts report={report} />
      <CarriedOver report={report} />
      <Stack gap="xs">
        {report.keptAside && (
          <Text size="sm">
            The store that was here is kept in <span className="mono breakable">{report.keptAside}</span>. Delete it
            when you are sure that you do not need it.
          </Text>
        )}
        <Text size="sm">{opening[report.opensWith]}</Text>
      </Stack>
      <Group justify="flex-end">
        <Button onClick={onDone}>Go to sign-in</Button>
      </Group>
    </Stack>
  );
}

const carried: Record<RestoredProps["report"]["carryOver"], string> = {
  carried: "What was revoked or used since the backup was carried over",
  declined: "What was revoked or used since the backup was not carried over",
  unread: "What was revoked or used since the backup is not known",
};

function CarriedOver({ report: { carryOver, since, tasks } }: Pick<RestoredProps, "report">) {
  if (since.length === 0 && tasks.length === 0) return null;
  return (
    <Notice tone={tasks.length === 0 ? "good" : "bad"} icon={<IconHistory size={18} />} title={carried[carryOver]}>
      <Stack gap="md">
        {since.length > 0 && <SinceCounts counts={since} />}
        {tasks.length > 0 && (
          <>
            <Text size="sm">
              Do this now. You find the list on the page Backup after signing in; until it is done, every check of a
              code says that the console was restored.
            </Text>
            <TaskList tasks={tasks} />
          </>
        )}
      </Stack>
    </Notice>
  );
}
