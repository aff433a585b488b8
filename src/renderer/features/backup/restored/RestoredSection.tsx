import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { type RestoredFrom, type RestoreTask, taskAsText, voidable } from "#shared/model/restores.ts";
import { say } from "#shared/texts/say.ts";
import { useMay } from "../../../app/may.ts";
import { type Act, ActDialog } from "../../../form/ActDialog.tsx";
import { useAction, useProcedure } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { localTime } from "../../../ui/format.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { tabPath } from "../tabs.ts";

/** What to review because the console was restored from a backup. */
export function RestoredSection() {
  const { data, error, refetch } = useProcedure("archive.restored", {}, { onFocus: true });
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return data ? <ToBeDone restored={data} /> : null;
}

function ToBeDone({ restored }: { restored: RestoredFrom }) {
  return (
    <Notice
      tone="bad"
      icon={<IconHistory size={18} />}
      title={`Restored from a backup of ${localTime.format(restored.backupAt)}`}
    >
      <Stack gap="md">
        <Text size="sm">
          Anything revoked or used after that time may be accepted again. Every code check says so until this list is
          done.
          {restored.reason !== null && ` Reason for not carrying it over: ${restored.reason}`}
        </Text>
        <Stack component="ol" gap="md" m={0} pl="lg" aria-label="Tasks after the restore">
          {restored.tasks.map((task) => (
            <Task key={task} id={restored.id} task={task} />
          ))}
        </Stack>
      </Stack>
    </Notice>
  );
}

/** Where each task is done by hand. */
const places: Partial<Record<RestoreTask, { to: string; label: string }>> = {
  counters: { to: "/hardware", label: "Go to the hardware tokens" },
  revocations: { to: "/people", label: "Go to the people" },
  administrators: { to: "/administrators", label: "Go to the administrators" },
  settings: { to: "/policies", label: "Go to the policies" },
  backupKeys: { to: tabPath("backup-keys"), label: "Go to the backup keys" },
  keys: { to: "/keys", label: "Go to the keys" },
};

const canVoid = (task: RestoreTask): boolean => (voidable as readonly RestoreTask[]).includes(task);

const consequences: Partial<Record<RestoreTask, string[]>> = {
  backupCodes: [
    "Backup codes from before the restore are no longer accepted, except your own.",
    "People need new ones.",
  ],
  letters: ["Letters from before the restore no longer work.", "The people concerned need new ones."],
};

function Task({ id, task }: { id: RestoredFrom["id"]; task: RestoreTask }) {
  const maySettle = useMay("archive.settleRestored");
  const settle = useAction("archive.settleRestored");
  const [asking, setAsking] = useState(false);
  const title = say(taskAsText(task).title);
  const place = places[task];
  const voiding: Act = {
    procedure: "archive.settleRestored",
    input: { id, task, void: true },
    title: `${title}?`,
    consequences: consequences[task] ?? [],
    confirmLabel: title,
    destructive: true,
  };
  const done = () => settle.mutate({ id, task, void: false });
  return (
    <Stack component="li" gap={6} aria-label={title} style={{ display: "list-item" }}>
      <Text fw={600}>{title}</Text>
      <Text size="sm">{say(taskAsText(task).why)}</Text>
      <ErrorNotice error={settle.error} onRetry={done} />
      <Group gap="sm" mt={6}>
        {maySettle && canVoid(task) && (
          <Button size="compact-sm" onClick={() => setAsking(true)}>
            {title}
          </Button>
        )}
        {place && (
          <Anchor component={Link} to={place.to} size="sm">
            {place.label}
          </Anchor>
        )}
        {maySettle && (
          <Button size="compact-sm" variant="default" loading={settle.isPending} onClick={done}>
            Done
          </Button>
        )}
      </Group>
      <ActDialog act={asking ? voiding : null} onClose={() => setAsking(false)} />
    </Stack>
  );
}
