import type { SampledColumn } from "./names.ts";
import { isDate } from "./dates.ts";
import { readStatus } from "./status-cell.ts";
import { isAboutElse, isOfBeginning, statusHeader, type StatusHeader, type StatusSense } from "./status-header.ts";
import { statusOf, truthOf } from "./status-words.ts";

/** A moment that no last day depends on: the question is whether a cell can be read, not what it says. */
const whenever = 0;

const undecided = new Map<string, never>();

const share = (values: readonly string[], fits: (value: string) => boolean): number => {
  const filled = new Set(values.filter((value) => value !== ""));
  return filled.size === 0 ? 0 : [...filled].filter(fits).length / filled.size;
};

/**
 * Whether all values are a yes or a no: then the question is what it is about. A province can be both: `ON` and `OFF`.
 */
function answersOnly(values: readonly string[], twofold: boolean): boolean {
  const filled = [...new Set(values.filter((value) => value !== "").map((value) => truthOf(value)))];
  return filled.length > 0 && !filled.includes(null) && (!twofold || filled.length > 1);
}

/** Whether most of the values can be read. */
function isReadable(values: readonly string[], { sense, twofold }: StatusHeader): boolean {
  if (sense !== "words") {
    return share(values, (value) => readStatus(value, sense, undecided, whenever) !== "unclear") >= 0.5;
  }
  // ON is a province, SI a country: only words that mean a status count.
  return share(values, (value) => statusOf(value) !== null) >= 0.5 || answersOnly(values, twofold);
}

/**
 * How a column expresses a status, by its heading and, if that can mean two things, by its values.
 *
 * @returns null for a column that does not
 */
function senseOf({ header, values }: SampledColumn): StatusSense | null {
  const found = statusHeader(header);
  if (found) return found.firm || isReadable(values, found) ? found.sense : null;
  const filled = values.filter((value) => value !== "");
  const telling = filled.length > 1 && filled.every((value) => statusOf(value) !== null);
  return telling && filled.some((value) => statusOf(value) !== "active") ? "words" : null;
}

/** The status columns, in the table's order. */
export const statusColumns = (columns: readonly SampledColumn[]): number[] =>
  columns.flatMap((column, index) => (senseOf(column) === null ? [] : [index]));

/** How an unused column would be read; one without values at the beginning by its heading, since some may follow. */
export function senseOfUnused(column: SampledColumn): StatusSense | null {
  const found = statusHeader(column.header);
  const isBlank = column.values.every((value) => value === "");
  return isBlank && found && !found.twofold ? found.sense : senseOf(column);
}

/**
 * Whether a column may say who is active or blocked although its heading does not: it holds nothing but yes and no, or
 * dates that not everybody has, as last days are. Ones alone are figures.
 */
export function mayTellStatus({ header, values }: SampledColumn): boolean {
  const filled = [...new Set(values.filter((value) => value !== ""))];
  if (filled.length === 0 || statusHeader(header) !== null || isAboutElse(header)) return false;
  const figures = filled.every((value) => /^-?\d+$/u.test(value));
  if (filled.every((value) => truthOf(value) !== null)) return !figures || filled.length > 1;
  return !figures && values.includes("") && filled.every((value) => isDate(value)) && !isOfBeginning(header);
}

/** How a column is read that a person has chosen for the status. */
export const senseOfChosen = (column: SampledColumn): StatusSense =>
  senseOf(column) ?? (share(column.values, (value) => statusOf(value) !== null) > 0 ? "words" : "asked");
