import { Anchor, Checkbox } from "@mantine/core";
import { Link } from "react-router";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import type { ChosenLetters, Letter } from "./selection.ts";
import { meaningOf, stateInWords, stateTones } from "./words.ts";

const facts: readonly Column<Letter>[] = [
  {
    key: "serial",
    title: "Serial",
    width: "150px",
    hint: ({ serial }) => serial,
    cell: ({ serial }) => <span className="mono">{serial}</span>,
  },
  {
    key: "person",
    title: "Person",
    width: "minmax(0, 1fr)",
    hint: ({ name, username }) => `${name} (${username})`,
    cell: ({ userId, name, username }) => (
      <Anchor component={Link} to={`/people/${userId}`} size="sm" fw={600}>
        {name || username}
      </Anchor>
    ),
  },
  {
    key: "state",
    title: "State",
    width: "140px",
    hint: meaningOf,
    cell: ({ state }) => <StateBadge tone={stateTones[state]}>{stateInWords[state]}</StateBadge>,
  },
  { key: "printed", title: "Printed", drops: 2, width: "170px", cell: ({ printedAt }) => <TimeText at={printedAt} /> },
  { key: "expires", title: "Expires", drops: 3, width: "170px", cell: ({ expiresAt }) => <TimeText at={expiresAt} /> },
];

/** A column of checkboxes that select rows. */
const choice = (rows: readonly Letter[], { letters, toggle, toggleAll }: ChosenLetters): Column<Letter> => {
  const all = rows.length > 0 && rows.every(({ id }) => letters.has(id));
  return {
    key: "choice",
    width: "28px",
    control: true,
    title: (
      <Checkbox
        size="xs"
        aria-label="Select all that are shown"
        checked={all}
        indeterminate={!all && rows.some(({ id }) => letters.has(id))}
        onChange={() => toggleAll(rows)}
      />
    ),
    cell: (letter) => (
      <Checkbox
        size="xs"
        aria-label={`Select letter ${letter.serial}`}
        checked={letters.has(letter.id)}
        onChange={() => toggle(letter)}
      />
    ),
  };
};

interface LetterTableProps {
  rows: readonly Letter[];
  total: number | null;
  loading: boolean;
  loadMore: (() => void) | undefined;
  /** Absent if nothing can be done with a selection. */
  chosen: ChosenLetters | undefined;
}

export function LetterTable({ rows, total, loading, loadMore, chosen }: LetterTableProps) {
  return (
    <VirtualTable
      label="Letters"
      columns={chosen ? [choice(rows, chosen), ...facts] : facts}
      rows={rows}
      keyOf={({ id }) => id}
      total={total}
      loading={loading}
      loadMore={loadMore}
    />
  );
}
