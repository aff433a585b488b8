import { parse } from "csv-parse/sync";
import { Delimiter } from "#shared/contract/exchange.ts";
import { csvOptions, type RowForm } from "./csv-form.ts";
import { knownNames } from "./columns/layout.ts";

/** Rows in which the columns' names may be. */
const headerWithin = 30;
/** Rows that are enough to tell. */
const rowsToLookAt = 50;

/**
 * The first rows of a text that may end anywhere.
 *
 * @param whole whether the text is the whole file
 */
export function firstRows(text: string, form: Delimiter | RowForm, whole: boolean, limit: number): string[][] {
  const rows: string[][] = [];
  const options = {
    ...csvOptions(form),
    to: limit,
    on_record: (record: string[]) => {
      rows.push(record);
      return null;
    },
  };
  try {
    parse(text, options);
  } catch (thrown) {
    // A cell that the cut or a lone quotation mark has left open: what came before it tells enough.
    if (!(thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("CSV_"))) throw thrown;
    return rows;
  }
  return whole || rows.length >= limit ? rows : rows.slice(0, Math.max(1, rows.length - 1));
}

interface Score {
  delimiter: Delimiter;
  /** Columns of the first row whose names are known. */
  known: number;
  /** Share of the rows that have the most common number of cells. */
  even: number;
  columns: number;
}

function score(text: string, delimiter: Delimiter, whole: boolean): Score {
  const rows = firstRows(text, delimiter, whole, rowsToLookAt).filter((row) => row.some((cell) => cell !== ""));
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [columns = 1, most = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  const known = rows.slice(0, headerWithin).reduce((highest, row) => Math.max(highest, knownNames(row)), 0);
  return { delimiter, known, even: columns > 1 ? most / rows.length : 0, columns };
}

/** The separator with which the rows come out most alike; a comma if there is only one column. */
export function sniffDelimiter(text: string, whole: boolean): Delimiter {
  const scores = Delimiter.options.map((delimiter) => score(text, delimiter, whole));
  const best = scores.toSorted(
    (a, b) => b.known - a.known || b.even * Math.min(b.columns, 50) - a.even * Math.min(a.columns, 50),
  )[0];
  return best === undefined || best.columns <= 1 ? "," : best.delimiter;
}
