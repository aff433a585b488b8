import { Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconUsersGroup } from "@tabler/icons-react";
import type { ImportReport } from "#shared/contract/exchange.ts";
import { ImportId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted, nameOfFile, numberInWords } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { Decisions } from "./Decisions.tsx";
import type { Draft } from "./draft.ts";
import { Findings } from "./Findings.tsx";
import { SaveVerdicts } from "./SaveVerdicts.tsx";
import { TableProgress } from "../../app/TableProgress.tsx";
import { type Import, importNow, leaveRefusedOut, lookAgain } from "./use-import.ts";
import { Verdicts } from "./Verdicts.tsx";

/** The third step: what an import would do, row by row. The import starts from here. */
export function CheckStep({ work, draft }: { work: Import; draft: Draft }) {
  const { dryRun, run, report } = work;
  if (run.isPending) {
    return (
      <Section title="Importing" description="All or nothing: nobody sees any of it until it is done.">
        <TableProgress title="Importing the people" action={run} />
      </Section>
    );
  }
  if (dryRun.isPending || !report) {
    return (
      <Section title="Checking the rows" description="This changes nothing.">
        <TableProgress title="Checking the rows" action={dryRun} />
      </Section>
    );
  }
  return (
    <Stack gap="lg">
      <Decisions work={work} draft={draft} report={report} />
      <Section
        title="What the import would do"
        description={nameOfFile(draft.file)}
        actions={<SaveVerdicts draft={draft} onReport={work.setReport} />}
      >
        <Verdicts key={report.digest} report={report} />
        <NewGroups names={report.newGroups} made={draft.choices.createGroups} />
      </Section>
      <Findings report={report} />
      <Hindrance work={work} draft={draft} report={report} />
      <Decision work={work} draft={draft} report={report} />
    </Stack>
  );
}

const shownGroups = 30;

function NewGroups({ names, made }: { names: readonly string[]; made: boolean }) {
  if (names.length === 0) return null;
  const more = names.length - shownGroups;
  return (
    <Notice
      tone="info"
      icon={<IconUsersGroup size={18} />}
      title={
        made
          ? `${counted(names.length, "new group", "new groups")} will be created`
          : `${counted(names.length, "group that does", "groups that do")} not exist will not be created`
      }
    >
      {names.slice(0, shownGroups).join(", ")}
      {more > 0 && ` and ${numberInWords(more)} more`}
    </Notice>
  );
}

interface ReportedProps {
  work: Import;
  draft: Draft;
  report: ImportReport;
}

const isHindered = (draft: Draft, report: ImportReport): boolean =>
  draft.choices.rows === "all" && report.sums.refused > 0;

/** What prevents the import, and how to get around it. */
function Hindrance({ work, draft, report }: ReportedProps) {
  const { error } = work.run;
  if (error?.code === "TABLE_CHANGED") {
    return (
      <Notice tone="bad" role="alert" icon={<IconAlertTriangle size={18} />} title={say(error.text)}>
        <Button size="compact-sm" variant="default" mt={6} onClick={() => lookAgain(work)}>
          Read the file again
        </Button>
      </Notice>
    );
  }
  const finished = ImportId.safeParse(error?.code === "CANCELLED" ? error.details?.["importId"] : undefined);
  if (error && finished.success) return <TooLate message={say(error.text)} id={finished.data} />;
  if (error?.code === "IMPORT_REFUSED") {
    return (
      <Notice tone="bad" role="alert" icon={<IconAlertTriangle size={18} />} title={say(error.text)}>
        <Text size="sm">
          Something in the console has changed since the rows were checked. Check again to see which rows are affected.
        </Text>
      </Notice>
    );
  }
  if (error && error.code !== "CANCELLED") return <ErrorNotice error={error} onRetry={() => importNow(work)} />;
  if (!isHindered(draft, report)) return null;
  return (
    <Notice
      tone="wait"
      role="status"
      icon={<IconAlertTriangle size={18} />}
      title={`${counted(report.sums.refused, "row is", "rows are")} refused, so nothing would be imported`}
    >
      <Text size="sm">Correct the table and choose it again, or import the other rows.</Text>
      <Button size="compact-sm" variant="default" mt={6} onClick={() => leaveRefusedOut(work)}>
        Skip the refused rows
      </Button>
    </Notice>
  );
}

/** The import finished before the cancellation reached it, so an undo is offered. */
function TooLate({ message, id }: { message: string; id: ImportId }) {
  const undo = useAction("imports.undo");
  if (undo.isPending) return <TableProgress title="Undoing the import" action={undo} />;
  return (
    <Stack gap="sm">
      <Notice
        tone={undo.data ? "info" : "wait"}
        role="alert"
        icon={<IconAlertTriangle size={18} />}
        title={undo.data ? "The import was undone" : message}
      >
        {!undo.data && (
          <Button size="compact-sm" variant="default" mt={6} onClick={() => undo.mutate({ id })}>
            Undo this import
          </Button>
        )}
      </Notice>
      <ErrorNotice error={undo.error} onRetry={() => undo.mutate({ id })} />
    </Stack>
  );
}

function Decision({ work, draft, report }: ReportedProps) {
  const { create, update } = report.sums;
  const nothing = create + update === 0;
  return (
    <Group justify="space-between">
      <Button variant="default" onClick={() => work.setStep("columns")}>
        Back
      </Button>
      <Group gap="sm">
        {nothing && (
          <Text size="sm" c="dimmed" role="status">
            No row would change anything.
          </Text>
        )}
        <Button variant="default" onClick={work.check}>
          Check again
        </Button>
        <Button disabled={nothing || isHindered(draft, report)} onClick={() => importNow(work)}>
          Import {counted(create + update, "person", "people")}
        </Button>
      </Group>
    </Group>
  );
}
