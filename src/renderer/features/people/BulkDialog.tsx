import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle, IconCircleCheck, IconMail } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import type { BulkAct, BulkReport, Selection } from "#shared/contract/directory.ts";
import { GroupId } from "#shared/model/ids.ts";
import { Link } from "react-router";
import { say } from "#shared/texts/say.ts";
import { useMay } from "../../app/may.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { type Action, useAction, useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { numberInWords } from "../../ui/format.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { BulkConfirm } from "./BulkConfirm.tsx";
import { BulkReportView } from "./BulkReportView.tsx";
import { actOf, type BulkPlan, outcomeOf, wordsOf } from "./bulk-words.ts";

export interface BulkJob {
  plan: BulkPlan;
  selection: Selection;
  /** The selection in words. */
  whom: string;
}

interface BulkDialogProps {
  /** null: nothing is asked. */
  job: BulkJob | null;
  /** `changed`: people may have changed. */
  onClose: (changed: boolean) => void;
}

/** Previews what an action would do to a selection, asks, runs it, and reports on every person. */
export function BulkDialog({ job, onClose }: BulkDialogProps) {
  const run = useAction("bulk.run");
  const stopped = run.error?.code === "CANCELLED";
  const close = () => {
    if (run.isPending) return;
    const changed = run.data !== undefined || stopped;
    run.reset();
    onClose(changed);
  };
  return (
    <Modal
      opened={job !== null}
      onClose={close}
      title={job ? `${wordsOf(job.plan).title}: ${job.whom}` : ""}
      size="xl"
      closeOnClickOutside={false}
      withCloseButton={!run.isPending}
    >
      <AskBeforeLeaving
        when={run.isPending}
        title="Stop changing people?"
        consequences={["Changes made so far are kept; everyone else stays the same."]}
        confirmLabel="Stop and leave"
      />
      {job &&
        (run.data ? (
          <Result plan={job.plan} report={run.data} onClose={close} />
        ) : stopped ? (
          <Stopped message={run.error ? say(run.error.text) : ""} onClose={close} />
        ) : (
          <Planning plan={job.plan} selection={job.selection} run={run} onClose={close} />
        ))}
    </Modal>
  );
}

interface PlanningProps {
  plan: BulkPlan;
  selection: Selection;
  run: Action<"bulk.run">;
  onClose: () => void;
}

function Planning({ plan, selection, run, onClose }: PlanningProps) {
  const [group, setGroup] = useState<GroupId | null>(null);
  const client = useQueryClient();
  const preview = useAction("bulk.preview");
  const act = actOf(plan, group);
  const look = (about: BulkAct | null) => about && preview.mutate({ selection, act: about });
  const onGroup = useEffectEvent((chosen: GroupId | null) => look(actOf(plan, chosen)));
  useEffect(() => {
    onGroup(group);
  }, [group]);
  const start = () => {
    if (!act) return;
    // Changes made before it was stopped are kept.
    run.mutate({ selection, act }, { onError: () => void client.invalidateQueries() });
  };
  if (run.isPending)
    return <ProgressPanel title="Changing people" progress={run.progress} onCancel={run.cancel} cancelLabel="Stop" />;
  return (
    <Stack gap="md">
      {act !== plan && <GroupChoice group={group} onChange={setGroup} />}
      {preview.isPending && (
        <ProgressPanel
          title="Checking what would change"
          progress={preview.progress}
          onCancel={preview.cancel}
          cancelLabel="Stop"
        />
      )}
      <ErrorNotice error={preview.error} onRetry={() => look(act)} />
      {preview.error?.code === "CANCELLED" && (
        <Button variant="default" w="fit-content" onClick={() => look(act)}>
          Check again{" "}
        </Button>
      )}
      {preview.data && !preview.isPending && act && (
        <BulkReportView report={preview.data} doneLabel={`Will be ${wordsOf(plan).future}`} preview />
      )}
      <ErrorNotice error={run.error} onRetry={start} />
      <BulkConfirm
        plan={plan}
        sums={act && !preview.isPending ? (preview.data?.sums ?? null) : null}
        onConfirm={start}
        onClose={onClose}
      />
    </Stack>
  );
}

function GroupChoice({ group, onChange }: { group: GroupId | null; onChange: (group: GroupId) => void }) {
  const { data, error } = useProcedure("groups.list", {});
  return (
    <>
      <Select
        label="Group"
        placeholder="Choose a group"
        data-autofocus
        data={data?.groups.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
        searchable
        limit={200}
        nothingFoundMessage="No such group. Create it on the Groups page."
        value={group}
        onChange={(value) => value !== null && onChange(GroupId.parse(value))}
      />
      <ErrorNotice error={error} />
    </>
  );
}

function Result({ plan, report, onClose }: { plan: BulkPlan; report: BulkReport; onClose: () => void }) {
  const words = wordsOf(plan);
  const outcome = outcomeOf(words, report.sums);
  const Icon = outcome.tone === "good" ? IconCircleCheck : IconAlertTriangle;
  return (
    <Stack gap="md">
      <Notice tone={outcome.tone} role="status" icon={<Icon size={20} />} title={outcome.title} />
      <BulkReportView report={report} doneLabel={`Were ${words.past}`} preview={false} />
      <Group justify="flex-end">
        <NextStep plan={plan} report={report} />
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

/** Letters for exactly the people who were changed, if they may need one now. */
function NextStep({ plan, report }: { plan: BulkPlan; report: BulkReport }) {
  const mayEnrol = useMay("letters.issue");
  const ids = report.rows.flatMap(({ verdict, userId }) => (verdict === "done" ? [userId] : []));
  const joins = plan.kind === "addToGroup" || (plan.kind === "setStatus" && plan.status === "active");
  if (!mayEnrol || !joins || ids.length === 0 || ids.length < report.sums.done) return null;
  return (
    <Button
      variant="default"
      component={Link}
      to="/letters/new"
      state={{ selection: { ids } }}
      leftSection={<IconMail size={16} />}
    >
      {ids.length === 1 ? "Enrol this person by letter" : `Enrol these ${numberInWords(ids.length)} people by letter`}
    </Button>
  );
}

function Stopped({ message, onClose }: { message: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Notice tone="wait" role="status" icon={<IconAlertTriangle size={20} />} title={message}>
        <Text size="sm">Each change that was made is in the audit log.</Text>
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
