import { firstRows } from "../csv/delimiter.ts";
import { type RowForm, withoutNaming } from "../csv/csv-form.ts";
import type { Source } from "../source.ts";
import type { Preset } from "./preset.ts";

/** Rows and letters that are enough to tell what a file is. */
const rowsToLookAt = 30;
const lettersToLookAt = 64 * 1024;

/** The beginning as text, in whatever encoding; null for what is none. */
export function beginningText({ headText, head }: Source): string | null {
  const written = headText ?? (head.includes(0) ? null : head.toString("latin1"));
  return written === null ? null : withoutNaming(written.slice(0, lettersToLookAt));
}

export const rowForm = ({ separator, quoting }: Preset): RowForm => ({
  delimiter: separator,
  quoted: quoting !== "none",
  // Where blanks separate, they are none of a cell anyway.
  trimmed: !separator.includes(" "),
});

/** A row without the empty cells at its end; where blanks separate, several of them are one. */
export function cellsOf(row: readonly string[], form: RowForm): readonly string[] {
  const cells = row.includes("") && form.delimiter.includes(" ") ? row.filter((cell) => cell !== "") : row;
  let { length } = cells;
  while (length > 0 && cells[length - 1]?.trim() === "") length -= 1;
  return length === cells.length ? cells : cells.slice(0, length);
}

/** The first rows that are not empty, with the lines before them. */
export function beginningRowsOf(source: Source, form: RowForm): (readonly string[])[] {
  const written = beginningText(source);
  if (written === null) return [];
  const whole = source.whole && written.length < lettersToLookAt;
  return firstRows(written, form, whole, rowsToLookAt)
    .map((row) => cellsOf(row, form))
    .filter((row) => row.length > 0);
}
