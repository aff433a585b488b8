import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Sums } from "#shared/contract/directory.ts";
import type { LetterVerdict } from "#shared/contract/letters.ts";
import { counted, numberInWords } from "../../ui/format.ts";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import { verdictInWords, verdictTones } from "./words.ts";

const columns: readonly Column<LetterVerdict>[] = [
  {
    key: "name",
    title: "Person",
    width: "minmax(0, 1fr)",
    hint: ({ name, username }) => `${name} (${username})`,
    cell: ({ userId, name, username }) => (
      <Anchor component={Link} to={`/people/${userId}`} size="sm">
        {name || username}
      </Anchor>
    ),
  },
  {
    key: "verdict",
    title: "Verdict",
    width: "120px",
    cell: ({ verdict }) => <StateBadge tone={verdictTones[verdict]}>{verdictInWords[verdict]}</StateBadge>,
  },
  { key: "why", title: "Why", width: "minmax(0, 2fr)", hint: ({ message }) => message, cell: ({ message }) => message },
];

interface VerdictTableProps {
  label: string;
  sums: Sums;
  rows: readonly LetterVerdict[];
}

/** Those who get no letter, and why, refused ones first; and those whose older letter becomes void. */
export function VerdictTable({ label, sums, rows }: VerdictTableProps) {
  const without = rows.filter(({ verdict, message }) => verdict !== "done" || message !== "");
  const all = sums.unchanged + sums.refused;
  if (without.length === 0) return null;
  return (
    <Stack gap="xs">
      <VirtualTable
        label={label}
        columns={columns}
        rows={without}
        keyOf={({ userId, serial }) => `${userId} ${serial ?? ""}`}
        total={without.length}
        height="short"
      />
      {without.length < all && (
        <Text size="sm" c="dimmed">
          {`The first ${counted(without.length, "person is", "people are")} listed, of ${numberInWords(all)}.`}
        </Text>
      )}
    </Stack>
  );
}
