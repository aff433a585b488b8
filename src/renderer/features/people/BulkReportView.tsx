import { Stack, Text } from "@mantine/core";
import type { BulkReport } from "#shared/contract/directory.ts";
import { resultColumns } from "../../app/report/result-columns.tsx";
import { SumList } from "../../app/report/SumList.tsx";
import { numberInWords } from "../../ui/format.ts";
import { VirtualTable } from "../../ui/VirtualTable.tsx";
import { voidedInWords } from "./bulk-words.ts";

const before = resultColumns("Will change");
const after = resultColumns("Changed");

interface BulkReportViewProps {
  report: BulkReport;
  /** Label of the first sum. */
  doneLabel: string;
  /** Whether it says what would happen or what happened. */
  preview: boolean;
}

/** The sums and the result for each person, refused ones first. */
export function BulkReportView({ report: { sums, voided, rows }, doneLabel, preview }: BulkReportViewProps) {
  return (
    <Stack gap="sm">
      <SumList sums={sums} doneLabel={doneLabel} />
      {voidedInWords(voided) !== null && <Text fw={600}>{voidedInWords(voided)}</Text>}
      {rows.length > 0 && (
        <VirtualTable
          label="Results"
          columns={preview ? before : after}
          rows={rows}
          keyOf={({ userId }) => userId}
          maxHeight={240}
        />
      )}
      {rows.length < sums.total && (
        <Text size="sm" c="dimmed">
          {`The list shows the first ${numberInWords(rows.length)} of ${numberInWords(sums.total)}, refused ones first. The sums include everyone.`}
        </Text>
      )}
    </Stack>
  );
}
