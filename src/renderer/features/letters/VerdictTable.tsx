import { Stack, Text } from "@mantine/core";
import type { Sums } from "#shared/contract/directory.ts";
import type { LetterVerdict } from "#shared/contract/letters.ts";
import { resultColumns } from "../../app/report/result-columns.tsx";
import { numberInWords } from "../../ui/format.ts";
import { VirtualTable } from "../../ui/VirtualTable.tsx";

const columns = resultColumns("Letter");

interface VerdictTableProps {
  label: string;
  sums: Sums;
  rows: readonly LetterVerdict[];
}

/** People who get no letter, and why, refused ones first; and people whose old letter becomes void. */
export function VerdictTable({ label, sums, rows }: VerdictTableProps) {
  const without = rows.filter(({ verdict, message }) => verdict !== "done" || message !== null);
  const all = sums.unchanged + sums.refused;
  if (without.length === 0) return null;
  return (
    <Stack gap="xs">
      <VirtualTable
        label={label}
        columns={columns}
        rows={without}
        keyOf={({ userId, serial }) => `${userId} ${serial ?? ""}`}
        maxHeight={240}
      />
      {without.length < all && (
        <Text size="sm" c="dimmed">
          {`The list shows the first ${numberInWords(without.length)} of ${numberInWords(all)}.`}
        </Text>
      )}
    </Stack>
  );
}
