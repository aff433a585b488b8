import { type CsvFacts, type ImportPreset, maxColumns } from "#shared/contract/exchange.ts";
import { beginningOf } from "./columns/plan.ts";
import { proposeMapping } from "./columns/propose.ts";
import { samplesOf } from "./columns/uses.ts";
import { beginningRows, type Reading, withTable } from "./table.ts";

/**
 * Reads the beginning of a table and proposes what its columns are.
 *
 * @throws AppError TABLE_UNREADABLE, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export function inspectTable(
  file: string,
  reading: Reading & { header?: boolean | undefined; headerRow?: number | undefined },
  presets: readonly ImportPreset[],
  signal: AbortSignal,
): Promise<CsvFacts> {
  return withTable(file, reading, signal, (table) => {
    const { encoding, delimiter, sizeBytes } = table;
    const { headerRow, columns } = beginningOf(beginningRows(table), reading.header, reading.headerRow);
    const proposal = headerRow === null ? { mapping: {}, preset: null } : proposeMapping(columns, presets);
    return Promise.resolve({
      encoding,
      delimiter,
      header: headerRow !== null,
      headerRow: headerRow === null ? null : headerRow + 1,
      columns: columns
        .slice(0, maxColumns)
        .map(({ header, values }, index) => ({ index, header, samples: samplesOf(values) })),
      ...proposal,
      sizeBytes,
    });
  });
}
