import type { Options } from "csv-parse";
import type { Delimiter } from "#shared/contract/exchange.ts";

/** An opening quotation mark that is never closed would pull the rest of the file into one cell. In characters. */
export const longestRecord = 1024 * 1024;

/** How the rows of a program's file are split that is not a table of a spreadsheet. */
export interface RowForm {
  /** Any of them, where there are several. */
  delimiter: readonly string[];
  /** Whether a cell may be in quotation marks; otherwise they are letters like others. */
  quoted: boolean;
  /** Whether spaces around a cell are none of it. */
  trimmed: boolean;
}

/** RFC 4180, and what programs really write: any line end, rows of any length, quotation marks inside a cell. */
export const csvOptions = (form: Delimiter | RowForm): Options => ({
  ...(typeof form === "string"
    ? { delimiter: form }
    : { delimiter: [...form.delimiter], quote: form.quoted ? '"' : null, trim: form.trimmed }),
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
