import { NativeSelect } from "@mantine/core";
import { type CsvFacts, ImportField, type Mapping, mappedColumns } from "#shared/contract/exchange.ts";
import { fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import classes from "./ColumnTable.module.css";
import { assign, fieldOfColumn, takesSeveral } from "./mapping.ts";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import { columnLetters, fieldInWords } from "./words.ts";

interface ColumnTableProps {
  facts: CsvFacts;
  mapping: Mapping;
  error: ShownError | null;
  /** @param column the one that was assigned to a field, or to none */
  onChange: (mapping: Mapping, column: number, field: ImportField | null) => void;
}

type FileColumn = CsvFacts["columns"][number];
const shownSamples = 3;

const columnsOf = ({ facts, mapping, error, onChange }: ColumnTableProps): Column<FileColumn>[] => [
  { key: "letters", title: "Column", width: "64px", cell: ({ index }) => <Letters index={index} /> },
  {
    key: "header",
    title: "Heading",
    width: "minmax(0, 1fr)",
    cell: ({ header }) => <Heading text={header} expected={facts.header} />,
  },
  {
    key: "samples",
    title: "First values",
    drops: 3,
    width: "minmax(0, 1.4fr)",
    cell: ({ samples }) => <Samples samples={samples} />,
  },
  {
    key: "field",
    title: "Field",
    width: "minmax(150px, 1.1fr)",
    cell: (column) => <FieldOf column={column} mapping={mapping} error={error} onChange={onChange} />,
  },
];

/** One line per column of the file: its heading, its first values and the field that it becomes. */
export function ColumnTable(props: ColumnTableProps) {
  return (
    <VirtualTable
      label="Columns of the table"
      columns={columnsOf(props)}
      rows={props.facts.columns}
      keyOf={({ index }) => index}
      rowHeight={82}
      maxHeight={500}
      wraps
    />
  );
}

const Letters = ({ index }: { index: number }) => <span className={classes.letters}>{columnLetters(index)}</span>;

function Heading({ text, expected }: { text: string; expected: boolean }) {
  if (text === "") return <span className={classes.none}>{expected ? "No heading" : "—"}</span>;
  return <span className={classes.header}>{text}</span>;
}

function Samples({ samples }: { samples: readonly string[] }) {
  const shown = samples.filter((sample) => sample !== "").slice(0, shownSamples);
  if (shown.length === 0) return <span className={classes.none}>Empty</span>;
  return shown.map((sample, index) => (
    <div key={index} className={classes.sample} title={sample}>
      {sample}
    </div>
  ));
}

interface FieldOfProps extends Pick<ColumnTableProps, "mapping" | "error" | "onChange"> {
  column: FileColumn;
}

function FieldOf({ column, mapping, error, onChange }: FieldOfProps) {
  const field = fieldOfColumn(mapping, column.index);
  const own = columnLetters(column.index);
  const fault = field && (fieldError(error, `mapping.${field}`) ?? fieldError(error, field));
  return (
    <NativeSelect
      aria-label={`Field of column ${own} ${column.header}`}
      value={field ?? ""}
      error={fault}
      onChange={(event) => {
        const chosen = ImportField.safeParse(event.currentTarget.value);
        const taken = chosen.success ? chosen.data : null;
        onChange(assign(mapping, column.index, taken), column.index, taken);
      }}
    >
      <option value="">Ignore</option>
      {ImportField.options.map((name) => {
        const others = mappedColumns(mapping, name).filter((at) => at !== column.index);
        const [verb, letters] = [takesSeveral(name) ? "also" : "now", others.map(columnLetters).join(", ")];
        return (
          <option key={name} value={name}>
            {fieldInWords[name]}
            {others.length > 0 && ` (${verb} column ${letters})`}
          </option>
        );
      })}
    </NativeSelect>
  );
}
