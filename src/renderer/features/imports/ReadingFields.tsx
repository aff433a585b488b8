import { Button, Group, Select } from "@mantine/core";
import { Delimiter, Encoding, GroupsBy, NameOrder } from "#shared/contract/exchange.ts";
import { encodingInWords, isUnicode } from "#shared/model/encodings.ts";
import { delimiterInWords } from "../../app/table-words.ts";
import { type CellReading, type Draft, type Reading, readingOf } from "./draft.ts";
import { groupsByInWords, nameOrderInWords } from "./words.ts";

interface ReadingFieldsProps {
  draft: Draft;
  busy: boolean;
  onChange: (said: Draft["said"]) => void;
  onCells: (cells: CellReading) => void;
}

/** How the table is read. Each change reads its beginning again. */
export function ReadingFields({ draft, busy, onChange, onCells }: ReadingFieldsProps) {
  const { facts, said } = draft;
  const change = (part: Reading) => onChange({ ...said, ...readingOf(draft), ...part });
  return (
    <Group gap="md" align="flex-end">
      <Select
        label="Encoding"
        description={
          isUnicode(facts.encoding) || said.encoding !== undefined
            ? "Change it if characters look wrong below"
            : "A guess: change it if characters look wrong below"
        }
        disabled={busy}
        data={Encoding.options.map((value) => ({ value, label: encodingInWords[value] }))}
        value={facts.encoding}
        onChange={(encoding) => encoding && change({ encoding })}
      />
      <Select
        label="Separator"
        description="Change it if cells run together"
        disabled={busy}
        data={Delimiter.options.map((value) => ({ value, label: delimiterInWords[value] }))}
        value={facts.delimiter}
        onChange={(delimiter) => delimiter && change({ delimiter })}
      />
      <HeaderRow
        row={facts.headerRow}
        busy={busy}
        onChange={(headerRow) => change({ header: headerRow !== undefined, headerRow })}
      />
      <CellFields said={said} onChange={onCells} />
      <Button variant="subtle" disabled={busy} onClick={() => onChange({})}>
        Detect again
      </Button>
    </Group>
  );
}

/** This many rows are offered; titles above a table are shorter. */
const rowsOffered = 30;
const noRow = "none";

interface HeaderRowProps {
  /** From 1; null without one. */
  row: number | null;
  busy: boolean;
  onChange: (row: number | undefined) => void;
}

function HeaderRow({ row, busy, onChange }: HeaderRowProps) {
  const rows = Array.from({ length: Math.max(rowsOffered, row ?? 0) }, (_, index) => index + 1);
  return (
    <Select
      label="Header row"
      description="The row that names the columns"
      disabled={busy}
      data={[
        { value: noRow, label: "None" },
        ...rows.map((number) => ({ value: String(number), label: `Row ${number}` })),
      ]}
      value={row === null ? noRow : String(row)}
      onChange={(value) => value && onChange(value === noRow ? undefined : Number(value))}
    />
  );
}

const detected = { value: "auto", label: "Detect from the table" };

interface CellFieldsProps {
  said: CellReading;
  onChange: (cells: CellReading) => void;
}

function CellFields({ said, onChange }: CellFieldsProps) {
  return (
    <>
      <Select
        label="Name order"
        description="In a column with the full name"
        data={[detected, ...NameOrder.options.map((value) => ({ value, label: nameOrderInWords[value] }))]}
        value={said.names ?? detected.value}
        onChange={(value) => onChange({ names: NameOrder.safeParse(value).data })}
      />
      <Select
        label="Group separator"
        description="Between groups in one cell"
        data={[detected, ...GroupsBy.options.map((value) => ({ value, label: groupsByInWords[value] }))]}
        value={said.groupsBy ?? detected.value}
        onChange={(value) => onChange({ groupsBy: GroupsBy.safeParse(value).data })}
      />
    </>
  );
}
