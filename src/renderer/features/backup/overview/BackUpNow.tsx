import { Button, Group } from "@mantine/core";
import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { BackupProgress } from "../BackupProgress.tsx";

/** Makes a backup now, test-restores it and sends it to every location. */
export function BackUpNow() {
  const client = useQueryClient();
  const run = useAction("backupPlan.run");
  // Problems are recorded too.
  const refresh = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [key] }) => typeof key === "string" && key.startsWith("backupPlan."),
    });
  const start = () => run.mutate({}, { onError: () => void refresh() });
  if (run.isPending) return <BackupProgress title="Backing up" action={run} />;
  return (
    <>
      {run.data && <Outcome run={run.data} />}
      <ErrorNotice error={run.error} onRetry={start} />
      <Group gap="sm">
        <Button onClick={start}>Back up now</Button>
      </Group>
    </>
  );
}

/** What went wrong is listed among the problems until somebody has dealt with it. */
function Outcome({ run }: { run: OutputOf<"backupPlan.run"> }) {
  if (run.outcome === "done") {
    return (
      <Notice tone="good" role="status" icon={<IconCircleCheck size={18} />} title="The backup was made">
        It was test-restored without errors and is at every location.
      </Notice>
    );
  }
  if (run.outcome === "skipped") {
    return (
      <Notice tone="info" role="status" icon={<IconInfoCircle size={18} />} title="Nothing has changed">
        The last backup already contains everything, so no new one was made.
      </Notice>
    );
  }
  return (
    <Notice
      tone={run.outcome === "partial" ? "wait" : "bad"}
      role="alert"
      icon={<IconInfoCircle size={18} />}
      title={run.outcome === "partial" ? "Not every location has the backup" : "The backup was not made"}
    >
      See the problem below.
    </Notice>
  );
}
