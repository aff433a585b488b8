import { Button, Group, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { PruneDecision } from "#shared/contract/backup-plan.ts";
import { say } from "#shared/texts/say.ts";
import type { Text as Problem } from "#shared/texts/text.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { counted, numberInWords } from "../../../ui/format.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TimeText } from "../../../ui/TimeText.tsx";
import { type Column, VirtualTable } from "../../../ui/VirtualTable.tsx";
import { BackupProgress } from "../BackupProgress.tsx";
import { reasonInWords } from "../words.ts";

/** What the saved rules keep and remove, shown before anything is removed. */
export function PruneSection() {
  const [asking, setAsking] = useState(false);
  const preview = useAction("backupPlan.prune");
  const prune = useAction("backupPlan.prune");
  const decisions = preview.data?.decisions;
  const going = decisions?.filter(({ keep }) => !keep).length ?? 0;
  const look = () => {
    prune.reset();
    preview.mutate({ dryRun: true });
  };
  const run = () =>
    prune.mutate(
      { dryRun: false },
      {
        onSuccess: () => preview.reset(),
        onSettled: () => setAsking(false),
      },
    );
  if (prune.isPending) {
    return (
      <Section title="Removing what no rule keeps">
        <BackupProgress title="Removing what no rule keeps" action={prune} />
      </Section>
    );
  }
  return (
    <Section
      title="What would be removed"
      description="According to the saved rules. Nothing is removed until you confirm."
      actions={
        <Button variant="default" loading={preview.isPending} onClick={look}>
          Show what would be removed
        </Button>
      }
    >
      {prune.data && <Removed decisions={prune.data.decisions} problems={prune.data.problems} />}
      <ErrorNotice error={preview.error ?? prune.error} onRetry={look} />
      {preview.data && preview.data.problems.length > 0 && <Problems problems={preview.data.problems} />}
      {decisions && <Decisions decisions={decisions} />}
      {going > 0 && (
        <Group justify="flex-end">
          <Button color="red.9" onClick={() => setAsking(true)}>
            Remove them now
          </Button>
        </Group>
      )}
      <ConfirmDialog
        opened={asking}
        title={`Remove ${counted(going, "backup", "backups")}?`}
        consequences={[
          "They are deleted at their locations and cannot be recovered.",
          "Pinned backups and the newest one that passed its test restore are kept.",
        ]}
        confirmLabel="Remove"
        destructive
        onConfirm={run}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}

const columns: readonly Column<PruneDecision>[] = [
  {
    key: "made",
    title: "Made",
    width: "170px",
    hint: ({ name }) => name,
    cell: ({ createdAt }) => <TimeText at={createdAt} />,
  },
  {
    key: "where",
    title: "Where",
    width: "minmax(0, 1fr)",
    hint: ({ destinationName }) => destinationName,
    cell: ({ destinationName }) => destinationName,
  },
  { key: "verdict", title: "Result", width: "minmax(0, 1.6fr)", hint: verdictOf, cell: verdictOf },
];

function verdictOf({ keep, reasons }: PruneDecision): string {
  if (!keep) return "Remove";
  return reasons.length === 0 ? "Keep" : `Keep: ${reasons.map(reasonInWords).join(", ")}`;
}

function Decisions({ decisions }: { decisions: readonly PruneDecision[] }) {
  if (decisions.length === 0) return <Text role="status">No backups yet.</Text>;
  const going = decisions.filter(({ keep }) => !keep).length;
  return (
    <>
      <Text role="status">
        {going === 0
          ? "Nothing would be removed: every copy is kept."
          : `${numberInWords(going)} of ${counted(decisions.length, "copy", "copies")} would be removed.`}
      </Text>
      <VirtualTable
        label="What would be removed"
        columns={columns}
        rows={decisions}
        keyOf={({ backup, destination }) => `${backup} ${destination}`}
        maxHeight={240}
        readOnly
      />
    </>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <Notice tone="bad" role="alert" icon={<IconAlertTriangle size={18} />} title="There were problems">
      <List size="sm" className="breakable">
        {problems.map(say).map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

function Removed({ decisions, problems }: { decisions: readonly PruneDecision[]; problems: readonly Problem[] }) {
  const gone = decisions.filter(({ keep }) => !keep).length;
  if (problems.length > 0) return <Problems problems={problems} />;
  return (
    <Notice
      tone="good"
      role="status"
      icon={<IconCircleCheck size={18} />}
      title={`${counted(gone, "copy was", "copies were")} removed`}
    />
  );
}
