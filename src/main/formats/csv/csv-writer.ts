import { open } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import type { Delimiter } from "#shared/contract/exchange.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { disarm } from "./formula.ts";

/** Spreadsheet programs read a file without the mark in their own old encoding. */
const mark = "\uFEFF";

/**
 * Writes a table piece by piece to a new file (mode 0600): UTF-8 with its mark, CRLF, cells quoted as RFC 4180 2.6 and
 * 2.7 require, and none that a spreadsheet program would run as a formula. Synced at the end.
 *
 * @throws AppError DISK_FULL, PERMISSION_DENIED, FILE_EXISTS, IO_ERROR, and what `work` throws
 */
export async function writeTable<T>(
  file: string,
  delimiter: Delimiter,
  header: readonly string[],
  work: (write: (rows: readonly (readonly string[])[]) => Promise<void>) => Promise<T>,
): Promise<T> {
  // By default the library quotes only the line end that it writes.
  const options = { delimiter, record_delimiter: "\r\n", quoted_match: /[\r\n]/u };
  const textOf = (rows: readonly (readonly string[])[]): string =>
    stringify(
      rows.map((row) => row.map(disarm)),
      options,
    );
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(mark + textOf([header]));
      const result = await work(async (rows) => {
        if (rows.length > 0) await handle.writeFile(textOf(rows));
      });
      await handle.sync();
      return result;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
