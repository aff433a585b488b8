import { plain } from "../csv/columns/header-key.ts";
import type { Source } from "../source.ts";
import { beginningRowsOf, beginningText, rowForm } from "./beginning.ts";
import { proposedColumns } from "./headings.ts";
import { looksLikeKey, shortestKey } from "./key-form.ts";
import type { Cell, Layout, Preset, RowShape } from "./preset.ts";
import { otherColumn } from "./row.ts";

/** How far down the row with the columns' names is. */
const headingWithin = 10;

export const isComment = ({ comments }: Preset, row: readonly string[]): boolean =>
  comments && (row[0] ?? "").startsWith("#");

const isCalled = (cell: Cell, key: string): boolean =>
  [cell.heading ?? "", ...(cell.also ?? [])].some((name) => plain(name) === key);

/** Which cell of the shape each column is, by its name. */
export const columnsOf = ({ cells }: RowShape, headings: readonly string[]): Cell[] =>
  headings.map((heading, index) => cells.find((cell) => isCalled(cell, plain(heading))) ?? otherColumn(heading, index));

/** Whether a row names the columns of a shape. */
export function namesColumns(shape: RowShape, row: readonly string[]): boolean {
  const found = columnsOf(shape, row);
  return shape.cells.every((cell) => !cell.needed || found.includes(cell));
}

/** Whether a row has the cells of a shape. @param key letters that its key has at least; null where any will do */
export function hasShape({ cells, least, open }: RowShape, row: readonly string[], key: number | null = null): boolean {
  if (row.length < least || (row.length > cells.length && !open)) return false;
  for (const [index, cell] of cells.entries()) {
    const value = row[index];
    if (value === undefined || (value === "" && index >= least)) continue;
    if (key !== null && cell.field === "secret" && cell.form !== "base64" && !looksLikeKey(value, key)) return false;
    if (cell.is && !cell.is.test(value)) return false;
  }
  return true;
}

const isIgnored = (layout: Layout, row: readonly string[]): boolean => layout.ignored?.test(row[0] ?? "") ?? false;

/** Whether a row names columns, as no row of a file without names does. */
function namesKeys(row: readonly string[]): boolean {
  const named = proposedColumns(row);
  return named.secret !== undefined && Object.keys(named).length > 1 && !looksLikeKey(row[named.secret] ?? "");
}

/** A row that says its kind needs no long key to be known. */
const isTyped = ({ cells }: RowShape, row: readonly string[]): boolean =>
  cells.some(({ field }, index) => field === "type" && /^(?:[th]otp|hmac)$/iu.test(row[index] ?? ""));

function isLaidOut(layout: Layout, rows: readonly (readonly string[])[]): boolean {
  const [shape] = layout.shapes;
  if (layout.headed) {
    return shape !== undefined && rows.slice(0, headingWithin).some((row) => namesColumns(shape, row));
  }
  const entries = rows.filter((row) => !isIgnored(layout, row));
  if (namesKeys(entries[0] ?? [])) return false;
  const fitting = entries.filter((row) =>
    layout.shapes.some((one) => hasShape(one, row, layout.keyless ? null : isTyped(one, row) ? 4 : shortestKey)),
  );
  const { tells } = layout;
  return (
    fitting.length > 0 &&
    fitting.length * 2 >= entries.length &&
    (tells === undefined || fitting.some((row) => tells.is.test(row[tells.cell] ?? "")))
  );
}

const firstLine = (source: Source): string => /^[^\r\n]*/u.exec(beginningText(source) ?? "")?.[0] ?? "";

/** @returns null if the file is not of this format */
export function layoutOf(preset: Preset, source: Source): Layout | null {
  const line = firstLine(source);
  const rows = beginningRowsOf(source, rowForm(preset)).filter((row) => !isComment(preset, row));
  return preset.layouts.find(({ opens, ...layout }) => (opens?.test(line) ?? true) && isLaidOut(layout, rows)) ?? null;
}

/** The layout of a file that somebody says is of this format. */
export function layoutOfNamed(preset: Preset, source: Source): Layout {
  const line = firstLine(source);
  const opened = preset.layouts.find(({ opens }) => opens?.test(line) ?? false);
  return layoutOf(preset, source) ?? opened ?? preset.layouts.find(({ opens }) => !opens) ?? preset.layouts[0];
}
