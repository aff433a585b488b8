import { Button, Group, Stack } from "@mantine/core";
import { IconArrowBackUp, IconCircleCheck, IconMail } from "@tabler/icons-react";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/may.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted, nameOfFile } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import type { Draft } from "./draft.ts";
import { TableProgress } from "../../app/TableProgress.tsx";
import { Verdicts } from "./Verdicts.tsx";
import { sumsInWords } from "./words.ts";

interface ResultStepProps {
  result: OutputOf<"imports.run">;
  draft: Draft;
  onAgain: () => void;
}

/** The last step: what was done, and how to undo it. */
export function ResultStep({ result, draft, onAgain }: ResultStepProps) {
  const { importId, sums } = result;
  const undo = useAction("imports.undo");
  const mayEnrol = useMay("letters.issue");
  const undone = undo.data !== undefined;
  return (
    <Stack gap="lg">
      {undone ? (
        <Notice tone="info" role="status" icon={<IconArrowBackUp size={20} />} title="The import was undone">
          {counted(sums.create, "person", "people")} removed, {counted(sums.update, "person", "people")} changed back.
        </Notice>
      ) : (
        <Notice
          tone={sums.refused > 0 ? "wait" : "good"}
          role="status"
          icon={<IconCircleCheck size={20} />}
          title={
            sums.refused > 0
              ? `${nameOfFile(draft.file)} was partly imported: ${counted(sums.refused, "row was", "rows were")} skipped`
              : `${nameOfFile(draft.file)} was imported`
          }
        >
          {sumsInWords(sums)}
        </Notice>
      )}
      {undo.isPending && (
        <Section title="Undoing the import">
          <TableProgress title="Undoing the import" action={undo} />
        </Section>
      )}
      <ErrorNotice error={undo.error} onRetry={() => importId && undo.mutate({ id: importId })} />
      {!undone && (
        <Section title="What was done">
          <Verdicts report={result} />
        </Section>
      )}
      <Group justify="space-between">
        {importId !== null && !undone ? (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            disabled={undo.isPending}
            onClick={() => undo.mutate({ id: importId })}
          >
            Undo this import
          </Button>
        ) : (
          <span />
        )}
        <Group gap="sm">
          <Button variant="default" disabled={undo.isPending} onClick={onAgain}>
            Import another table
          </Button>
          <Button variant="default" component={Link} to="/people">
            Go to people
          </Button>
          {importId !== null && !undone && sums.create > 0 && mayEnrol && (
            <Button
              component={Link}
              to="/letters/new"
              state={{ selection: { addedBy: importId } }}
              leftSection={<IconMail size={16} />}
            >
              {`Enrol ${counted(sums.create, "new person", "new people")} by letters`}
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
}
