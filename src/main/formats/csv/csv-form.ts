import type { Options } from "csv-parse";
import type { Delimiter } from "#shared/contract/exchange.ts";

/** An opening quotation mark that is never closed would pull the rest of the file into one cell. In characters. */
export const longestRecord = 1024 * 1024;

/** RFC 4180, and what programs really write: any line end, rows of any length, quotation marks inside a cell. */
export const csvOptions = (delimiter: Delimiter): Options => ({
  delimiter,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: longestRecord,
});

/** Byte order marks that a program has put before another one's; the decoder removes only the first. */
const marks = /^\uFEFF+/u;

/** The line in which some spreadsheet programs name the separator; they do not show it as a row. */
const naming = /^sep=(?<delimiter>[,;\t|])\r?\n?/iu;

/** The separator that the file's first line names. */
export function namedDelimiter(text: string): Delimiter | null {
  return (naming.exec(text.replace(marks, ""))?.groups?.["delimiter"] as Delimiter | undefined) ?? null;
}

/**
 * The text without what precedes its first row: marks, and a line that names the separator. @param text begins at the
 * beginning of the file
 */
export const withoutNaming = (text: string): string => text.replace(marks, "").replace(naming, "");
