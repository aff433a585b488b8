import type { SampledColumn } from "./names.ts";
import { readStatus } from "./status-cell.ts";
import { statusHeader, type StatusSense } from "./status-header.ts";
import { statusOf } from "./status-words.ts";

/** A moment that no last day depends on: whether a cell can be read is asked, not what it says. */
const whenever = 0;

const undecided = new Map<string, never>();

const share = (values: readonly string[], fits: (value: string) => boolean): number => {
  const filled = new Set(values.filter((value) => value !== ""));
  return filled.size === 0 ? 0 : [...filled].filter(fits).length / filled.size;
};

/** Whether most of the values can be read. */
function isReadable(values: readonly string[], sense: StatusSense): boolean {
  const fits = (value: string): boolean =>
    // ON is a province, SI a country: of words only those count that mean a status.
    sense === "words" ? statusOf(value) !== null : readStatus(value, sense, undecided, whenever) !== "unclear";
  return share(values, fits) >= 0.5;
}

/**
 * How a column speaks of a status, by its heading and, where that can mean two things, by its values.
 *
 * @returns null for a column that does not
 */
export function senseOf({ header, values }: SampledColumn): StatusSense | null {
  const found = statusHeader(header);
  if (found) return found.firm || isReadable(values, found.sense) ? found.sense : null;
  const filled = values.filter((value) => value !== "");
  const telling = filled.length > 1 && filled.every((value) => statusOf(value) !== null);
  return telling && filled.some((value) => statusOf(value) !== "active") ? "words" : null;
}

/** The columns that speak of a status, in the table's order. */
export const statusColumns = (columns: readonly SampledColumn[]): number[] =>
  columns.flatMap((column, index) => (senseOf(column) === null ? [] : [index]));

/** How a column is read that a person has chosen for the status. */
export const senseOfChosen = (column: SampledColumn): StatusSense =>
  senseOf(column) ?? (share(column.values, (value) => statusOf(value) !== null) > 0 ? "words" : "asked");
