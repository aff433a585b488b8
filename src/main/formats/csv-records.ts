import { parse } from "csv-parse";
import { broken } from "./faults.ts";
import { textPieces } from "./lines.ts";
import type { Source } from "./source.ts";

/** Characters of one row: a note of a password manager can be long. */
const longestRecord = 1024 * 1024;

export interface CsvRecord {
  /** As a spreadsheet counts it, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a table with commas (RFC 4180), as they come; empty rows are passed over and counted.
 *
 * @throws AppError FORMAT_UNREADABLE
 */
export async function* csvRecords(source: Source): AsyncGenerator<CsvRecord> {
  let rows: CsvRecord[] = [];
  let fault: Error | null = null;
  let row = 0;
  const parser = parse({
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRecord,
    on_record: (cells: string[]) => {
      row += 1;
      if (cells.some((cell) => cell !== "")) rows.push({ row, cells });
      // Compared with the first record, each one of another length would cost an error object that nobody reads.
      Object.assign(parser.info, { records: 0 });
      return null;
    },
  });
  parser.on("error", (thrown) => (fault ??= thrown));
  parser.resume();
  const taken = (): CsvRecord[] => {
    if (fault) throw broken(fault);
    const ready = rows;
    rows = [];
    return ready;
  };
  for await (const piece of textPieces(source)) {
    await new Promise<void>((written) => parser.write(piece, () => written()));
    yield* taken();
  }
  await new Promise<void>((ended) => {
    parser.once("close", ended);
    parser.end();
  });
  yield* taken();
}

/** The names in the first row that is not empty, in lower case; empty where the beginning is no text. Names never hold a line's end. */
export function csvHeads({ headText }: Source): string[] {
  const [line = ""] = (headText ?? "").trimStart().split(/[\r\n]/u, 1);
  return line.split(",").map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/u, "$1")
      .toLowerCase(),
  );
}
