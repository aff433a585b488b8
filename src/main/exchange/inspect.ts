import { type CsvFacts, type ImportPreset, maxColumns } from "#shared/contract/exchange.ts";
import { firstRows } from "./delimiter.ts";
import { unreadable } from "./faults.ts";
import { proposeMapping } from "./headers.ts";
import { type Reading, withTable } from "./table.ts";

const rowsShown = 20;
const samplesShown = 3;
const sampleLength = 60;

const shorten = (text: string): string =>
  text.length > sampleLength ? `${text.slice(0, sampleLength - 1).trimEnd()}…` : text;

function columnsOf(rows: readonly string[][], header: boolean): CsvFacts["columns"] {
  const names = header ? (rows[0] ?? []) : [];
  const body = header ? rows.slice(1) : rows;
  const count = Math.max(names.length, ...body.map((row) => row.length));
  return Array.from({ length: count }, (_, index) => ({
    index,
    header: (names[index] ?? "").trim(),
    samples: [...new Set(body.map((row) => shorten((row[index] ?? "").trim())).filter((cell) => cell !== ""))].slice(
      0,
      samplesShown,
    ),
  }));
}

/**
 * Reads the beginning of a table and proposes what its columns are.
 *
 * @throws AppError TABLE_UNREADABLE, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export function inspectTable(
  file: string,
  reading: Reading & { header?: boolean | undefined },
  presets: readonly ImportPreset[],
  signal: AbortSignal,
): Promise<CsvFacts> {
  const header = reading.header ?? true;
  return withTable(file, reading, signal, (table) => {
    const { encoding, delimiter, sizeBytes } = table;
    const columns = columnsOf(firstRows(table.head, delimiter, table.whole, rowsShown), header);
    if (columns.length > maxColumns) {
      throw unreadable(
        `This table has more than ${maxColumns.toLocaleString("en")} columns. Choose another delimiter, or leave columns out.`,
      );
    }
    const proposal = header
      ? proposeMapping(
          columns.map((column) => column.header),
          presets,
        )
      : { mapping: {}, preset: null };
    return Promise.resolve({ encoding, delimiter, header, columns, ...proposal, sizeBytes });
  });
}
