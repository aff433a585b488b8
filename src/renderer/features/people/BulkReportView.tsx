import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { BulkReport, RowVerdict } from "#shared/contract/directory.ts";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import { sumLines, verdictInWords, verdictTones, voidedInWords } from "./bulk-words.ts";
import classes from "./BulkReportView.module.css";
import { numberInWords } from "../../ui/format.ts";

const person: Column<RowVerdict> = {
  key: "name",
  title: "Person",
  width: "minmax(0, 1fr)",
  hint: ({ name, username }) => `${name} (${username})`,
  cell: ({ userId, name, username }) => (
    <Anchor component={Link} to={`/people/${userId}`} size="sm">
      {name || username}
    </Anchor>
  ),
};

const columns = (done: string): readonly Column<RowVerdict>[] => [
  person,
  {
    key: "verdict",
    title: "Verdict",
    width: "130px",
    cell: ({ verdict }) => (
      <StateBadge tone={verdictTones[verdict]}>{verdict === "done" ? done : verdictInWords[verdict]}</StateBadge>
    ),
  },
  {
    key: "why",
    title: "Why",
    width: "minmax(0, 1.4fr)",
    hint: ({ message }) => message,
    cell: ({ message }) => message,
  },
];

const before = columns("Will change");
const after = columns(verdictInWords.done);

interface BulkReportViewProps {
  report: BulkReport;
  /** Of the first sum. */
  doneLabel: string;
  /** Whether it says what would be, or what was. */
  preview: boolean;
}

/** Sums that anyone can add up, and the verdict on each person: refused ones first. */
export function BulkReportView({ report: { sums, voided, rows }, doneLabel, preview }: BulkReportViewProps) {
  return (
    <Stack gap="sm">
      <dl className={classes.sums} aria-label="Sums">
        {sumLines(sums, doneLabel).map(({ what, count }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{numberInWords(count)}</dd>
          </div>
        ))}
      </dl>
      {voidedInWords(voided) !== null && <Text fw={600}>{voidedInWords(voided)}</Text>}
      {rows.length > 0 && (
        <VirtualTable
          label="Verdicts"
          columns={preview ? before : after}
          rows={rows}
          keyOf={({ userId }) => userId}
          total={rows.length}
          height="short"
        />
      )}
      {rows.length < sums.total && (
        <Text size="sm" c="dimmed">
          {`The list shows the first ${numberInWords(rows.length)} of ${numberInWords(sums.total)}, refused ones first. The sums count all.`}
        </Text>
      )}
    </Stack>
  );
}
