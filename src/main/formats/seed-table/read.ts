import { text } from "#shared/texts/text.ts";
import type { RowForm } from "../csv/csv-form.ts";
import { firstRows } from "../csv/delimiter.ts";
import { openTable, readRows, type Table } from "../csv/table.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Opening } from "../format.ts";
import type { Source } from "../source.ts";
import { cellsOf, rowForm } from "./beginning.ts";
import { formOfColumn } from "./key-form.ts";
import type { Cell, Layout, Preset, RowShape } from "./preset.ts";
import { columnsOf, hasShape, isComment, layoutOfNamed, namesColumns } from "./recognise.ts";
import { candidateOf, type Context, takeRow, unreadable } from "./row.ts";

/** How many rows nearly always tell how the keys are written. */
const rowsForKeys = 1000;

/** How far down the row with the columns' names is searched for. */
const headingWithin = 50;

/** A row of a file, with its number as a spreadsheet counts it. */
export interface Row {
  readonly at: number;
  readonly cells: readonly string[];
}

/** The rows that are not empty, one batch after another. */
export async function* batchesOf(table: Table, form: RowForm, signal: AbortSignal): AsyncGenerator<Row[]> {
  for await (const { first, rows } of readRows(table, signal, form)) {
    const filled: Row[] = [];
    for (const [index, row] of rows.entries()) {
      const cells = cellsOf(row, form);
      if (cells.length > 0) filled.push({ at: first + index, cells });
    }
    yield filled;
  }
}

/**
 * How the keys of a table are written. Most tables tell in their first rows; of one whose keys could all be both, every
 * row is looked at.
 *
 * @param heading number of the row that names the columns; 0 without one
 * @param keyOf the key in a row; undefined for a row without one
 */
export async function formOfKeys(
  table: Table,
  form: RowForm,
  signal: AbortSignal,
  heading: number,
  keyOf: (cells: readonly string[]) => string | undefined,
): Promise<"hex" | "base32" | null> {
  const keysIn = (rows: readonly (readonly string[])[]): string[] =>
    rows.map((row) => keyOf(cellsOf(row, form))).filter((key) => key !== undefined);
  const early = formOfColumn(keysIn(firstRows(table.head, form, table.whole, rowsForKeys).slice(heading)));
  if (early !== null || table.whole) return early;
  for await (const { first, rows } of readRows(table, signal, form)) {
    const found = formOfColumn(keysIn(rows.slice(Math.max(0, heading + 1 - first))));
    if (found !== null) return found;
  }
  return null;
}

/** Opened by whoever reads it. The separator is the format's: none is guessed. */
export const openAs = (source: Source, { signal }: Opening): Promise<Table & AsyncDisposable> =>
  openTable(source.file, { delimiter: "," }, signal);

const isKey = (cell: Cell): boolean => cell.field === "secret";

/** What makes a candidate of each row. */
interface Reader {
  /** Cells of the columns, and the shape that they are of; null for a row of none. */
  shapeOf(cells: readonly string[]): { shape: RowShape; columns: readonly Cell[] } | null;
}

function readerOf(layout: Layout, headings: readonly string[]): Reader {
  const [first] = layout.shapes;
  if (!layout.headed || first === undefined) {
    const shapes = layout.shapes.map((shape) => ({ shape, columns: shape.cells }));
    return { shapeOf: (cells) => shapes.find(({ shape }) => hasShape(shape, cells)) ?? null };
  }
  const found = { shape: first, columns: columnsOf(first, headings) };
  return { shapeOf: (cells) => (cells.length > headings.length ? null : found) };
}

/** The names of the columns. @throws AppError FORMAT_UNREADABLE if no row has them */
function headingsIn(table: Table, { title }: Preset, shape: RowShape, form: RowForm): { at: number; names: string[] } {
  const rows = firstRows(table.head, form, table.whole, headingWithin);
  const index = rows.findIndex((row) => namesColumns(shape, row));
  if (index < 0) throw damaged(text("formats.headingMissing", { format: title }));
  return { at: index + 1, names: [...cellsOf(rows[index] ?? [], form)] };
}

/** The entries of a table of a known form. */
export async function* readPreset(preset: Preset, source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const layout = layoutOfNamed(preset, source);
  const form = rowForm(preset);
  await using table = await openAs(source, opening);
  const [shape] = layout.shapes;
  const heading = layout.headed && shape ? headingsIn(table, preset, shape, form) : { at: 0, names: [] };
  const reader = readerOf(layout, heading.names);
  const keyOf = (cells: readonly string[]): string | undefined => {
    const columns = reader.shapeOf(cells)?.columns ?? [];
    return cells[columns.findIndex((cell) => isKey(cell) && cell.form === "either")];
  };
  const undecided = layout.shapes.some(({ cells }) => cells.some(({ form: keys }) => keys === "either"));
  const keys =
    opening.secretForm ?? (undecided ? await formOfKeys(table, form, opening.signal, heading.at, keyOf) : null);
  const context: Context = { keys, unsaid: opening.unsaid ?? {} };
  for await (const rows of batchesOf(table, form, opening.signal)) {
    for (const { at, cells } of rows) {
      if (at <= heading.at || isComment(preset, cells) || layout.ignored?.test(cells[0] ?? "")) continue;
      const found = reader.shapeOf(cells);
      yield found === null
        ? unreadable(at)
        : candidateOf(at, takeRow(found.columns, cells), found.shape, layout, context);
    }
  }
}
