import { Button, Group } from "@mantine/core";
import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { BackupProgress } from "../BackupProgress.tsx";

/** A backup at once: made, restored on trial, sent to every place. */
export function BackUpNow() {
  const client = useQueryClient();
  const run = useAction("backups.run");
  // What went wrong is written down too.
  const refresh = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [key] }) => typeof key === "string" && key.startsWith("backups."),
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

/** What went wrong stands among the problems, until somebody has dealt with it. */
function Outcome({ run }: { run: OutputOf<"backups.run"> }) {
  if (run.outcome === "done") {
    return (
      <Notice tone="good" role="status" icon={<IconCircleCheck size={18} />} title="The backup was made">
        It was restored on trial, found whole, and every place has it.
      </Notice>
    );
  }
  if (run.outcome === "skipped") {
    return (
      <Notice tone="info" role="status" icon={<IconInfoCircle size={18} />} title="Nothing has changed">
        The last backup holds everything that is here now, so no other one was made.
      </Notice>
    );
  }
  return (
    <Notice
      tone={run.outcome === "partial" ? "wait" : "bad"}
      role="alert"
      icon={<IconInfoCircle size={18} />}
      title={run.outcome === "partial" ? "Not every place has the backup" : "The backup was not made"}
    >
      What went wrong stands below.
    </Notice>
  );
}
