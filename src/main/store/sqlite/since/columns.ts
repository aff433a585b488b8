import type { Raw } from "../connection.ts";

/** The columns of a table, as a statement lists them. */
export const columnsOf = (raw: Raw, table: string): string =>
  (raw.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[])
    .map((name) => `"${name}"`)
    .join(", ");
