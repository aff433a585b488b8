import { Button, Group, Stack } from "@mantine/core";
import { IconAlertTriangle, IconArrowRight, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import type { ImportField, Mapping } from "#shared/contract/exchange.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted, nameOfFile } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { ChoicesForm } from "./ChoicesForm.tsx";
import { ColumnTable } from "./ColumnTable.tsx";
import type { Draft } from "./draft.ts";
import { applyPreset, leftOut, mappingProblem, mappingRemark } from "./mapping.ts";
import { Presets } from "./Presets.tsx";
import { ReadingFields } from "./ReadingFields.tsx";
import type { Import } from "./use-import.ts";

/** The keys under which an error names the fields that the table of columns marks. */
const markedBy = (mapping: Mapping): string[] =>
  (Object.keys(mapping) as ImportField[]).flatMap((field) => [`mapping.${field}`, field]);

/** The second step: how the table is read, which column is which, what is done with the rows. */
export function ColumnsStep({ work, draft }: { work: Import; draft: Draft }) {
  const { inspect, dryRun } = work;
  const { facts, mapping, choices } = draft;
  const [missing, setMissing] = useState<string[]>([]);
  const edit = (next: Mapping) => work.edit({ mapping: next, edited: true });
  const problem = mappingProblem(mapping, choices.matchBy);
  const remark = mappingRemark(mapping, choices.matchBy);
  return (
    <Stack gap="lg">
      {work.fileChanged && (
        <Notice
          tone="wait"
          role="alert"
          icon={<IconAlertTriangle size={18} />}
          title="The file has changed since it was read"
        >
          Review the columns, then check the rows again. Nothing was imported.
        </Notice>
      )}
      <ErrorNotice error={dryRun.error} onRetry={work.check} marked={markedBy(mapping)} />
      <HowItIsRead work={work} draft={draft} />
      <Section
        title="Columns"
        description={`${counted(facts.columns.length, "column", "columns")}. Choose a field for each; the others are ignored.`}
        actions={
          <Presets
            facts={facts}
            mapping={mapping}
            onApply={(preset) => {
              const applied = applyPreset(preset, facts.columns);
              setMissing(applied.missing);
              edit(applied.mapping);
            }}
          />
        }
      >
        {facts.preset !== null && !draft.edited && (
          <Notice tone="info" icon={<IconInfoCircle size={18} />} title={`Filled in from “${facts.preset}”`}>
            You remembered this mapping for a table with the same columns.
          </Notice>
        )}
        {missing.length > 0 && (
          <Notice
            tone="wait"
            role="status"
            icon={<IconInfoCircle size={18} />}
            title="Not every remembered column is in this table"
            onClose={() => setMissing([])}
          >
            Missing: {missing.join(", ")}
          </Notice>
        )}
        <ColumnTable
          facts={facts}
          mapping={mapping}
          error={dryRun.error}
          onChange={(next, index, field) =>
            work.edit({
              mapping: next,
              edited: true,
              decisions: { ...draft.decisions, ignore: leftOut(draft.decisions.ignore, index, field) },
            })
          }
        />
        {(problem ?? remark) !== null && (
          <Notice tone="wait" role="status" icon={<IconInfoCircle size={18} />} title={problem ?? remark} />
        )}
      </Section>
      <Section title="What to do with the rows">
        <ChoicesForm choices={choices} onChange={(next) => work.edit({ choices: next })} />
      </Section>
      <Group justify="space-between">
        <Button variant="default" onClick={() => work.setStep("file")}>
          Back
        </Button>
        <Button
          rightSection={<IconArrowRight size={16} />}
          disabled={problem !== null || inspect.isPending}
          onClick={work.check}
        >
          Check the rows
        </Button>
      </Group>
    </Stack>
  );
}

function HowItIsRead({ work, draft }: { work: Import; draft: Draft }) {
  const { inspect } = work;
  const { facts } = draft;
  return (
    <Section title="How the table is read" description={nameOfFile(draft.file)}>
      <ReadingFields
        draft={draft}
        busy={inspect.isPending}
        onChange={(said) => work.look(draft.file, said)}
        onCells={(cells) => work.edit({ said: { ...draft.said, ...cells } })}
      />
      {(facts.headerRow ?? 1) > 1 && (
        <Notice
          tone="info"
          icon={<IconInfoCircle size={18} />}
          title={`Row ${facts.headerRow} names the columns; the rows above it are ignored`}
        />
      )}
      <ErrorNotice error={inspect.error} />
    </Section>
  );
}
