import { Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { BackupRun } from "#shared/model/backups.ts";
import { say } from "#shared/texts/say.ts";
import { useMay } from "../../../app/may.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { localTime } from "../../../ui/format.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { triggerInWords } from "../words.ts";

/** Problems that nobody has dealt with yet. */
export function ProblemsSection({ problems }: { problems: readonly BackupRun[] }) {
  return (
    <Section title="Problems" description="They stay here until somebody has dealt with them.">
      <Stack gap="sm">
        {problems.map((run) => (
          <Problem key={run.id} run={run} />
        ))}
      </Stack>
    </Section>
  );
}

const outcomeInWords: Record<BackupRun["outcome"], string> = {
  done: "The backup was made, but something went wrong",
  partial: "The backup was made, but not every location has it",
  failed: "No backup was made",
  skipped: "No backup was needed, but something went wrong",
};

function Problem({ run }: { run: BackupRun }) {
  const mayAcknowledge = useMay("backupPlan.acknowledge");
  const acknowledge = useAction("backupPlan.acknowledge");
  const when = localTime.format(run.begunAt);
  const settle = () => acknowledge.mutate({ id: run.id });
  return (
    <Notice
      tone={run.outcome === "failed" ? "bad" : "wait"}
      icon={<IconAlertTriangle size={18} />}
      title={outcomeInWords[run.outcome]}
    >
      <Stack gap="xs">
        <Text size="sm">
          {when} · {triggerInWords[run.trigger]}
        </Text>
        <List size="sm" className="breakable">
          {run.problems.map(say).map((problem) => (
            <List.Item key={problem}>{problem}</List.Item>
          ))}
        </List>
        <ErrorNotice error={acknowledge.error} onRetry={settle} />
        {mayAcknowledge && (
          <Group gap="sm">
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`I have dealt with this: ${when}`}
              loading={acknowledge.isPending}
              onClick={settle}
            >
              I have dealt with this
            </Button>
          </Group>
        )}
      </Stack>
    </Notice>
  );
}
