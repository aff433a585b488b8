import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconHistory } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { Notice } from "../../ui/Notice.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { TaskList } from "./restored/TaskList.tsx";
import { SinceCounts } from "./SinceFacts.tsx";

interface RestoredProps {
  report: OutputOf<"archive.restore">;
  onDone: () => void;
}

const opening: Record<RestoredProps["report"]["opensWith"], string> = {
  keychain: "This computer's keychain opens the restored console.",
  password: "No keychain on this computer has the key: the owner's password opens the restored console.",
  passphrase: "No keychain on this computer has the key: the restored console's passphrase opens it.",
  "backup passphrase": "No keychain on this computer has the key: this backup's passphrase opens the restored console.",
  "recovery identity":
    "No keychain on this computer has the key: the backup key, typed as the passphrase, opens the restored console. Choose a separate passphrase on the Keys page.",
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
            The previous database is kept in <span className="mono breakable">{report.keptAside}</span>. Delete it when
            you are sure that you no longer need it.
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
  carried: "Revocations and used codes since the backup were carried over",
  declined: "Revocations and used codes since the backup were not carried over",
  unread: "It is not known what was revoked or used since the backup",
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
              Do this now. After signing in, you will find this list on the Backup page. Until it is done, every code
              check says that the console was restored.
            </Text>
            <TaskList tasks={tasks} />
          </>
        )}
      </Stack>
    </Notice>
  );
}
