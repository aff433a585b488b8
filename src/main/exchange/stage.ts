import type { ImportField, Mapping } from "#shared/contract/exchange.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import type { JobContext } from "../jobs/job.ts";
import type { StagedFacts, Staging } from "../store/import-staging.ts";
import { derivedColumns } from "../store/users.ts";
import { checkRow, type RowChecks } from "./check-row.ts";
import { readRows, type Table } from "./table.ts";

export interface StageOptions {
  mapping: Mapping;
  header: boolean;
  matchBy: "username" | "externalId";
}

/** Lets what came in meanwhile be seen: a request to stop. */
export async function pause(signal: AbortSignal): Promise<void> {
  await new Promise(setImmediate);
  signal.throwIfAborted();
}

/** @throws AppError INVALID_INPUT for a column that must be there and is not */
function requireMapping({ mapping, matchBy }: Pick<StageOptions, "mapping" | "matchBy">, columns: number): void {
  const key = matchBy === "externalId" ? "externalId" : "username";
  if (mapping[key] === undefined) {
    const what = key === "externalId" ? "external id" : "username";
    throw new AppError("INVALID_INPUT", {
      message: `Say which column holds the ${what}.`,
      fields: { [`mapping.${key}`]: "Choose a column." },
    });
  }
  const missing = (Object.entries(mapping) as [ImportField, number][]).filter(([, index]) => index >= columns);
  if (missing.length > 0) {
    throw new AppError("INVALID_INPUT", {
      message: `The table has only ${columns} ${columns === 1 ? "column" : "columns"}. Look at the file again and choose its columns anew.`,
      fields: Object.fromEntries(missing.map(([field]) => [`mapping.${field}`, "There is no such column."])),
    });
  }
}

const isEmpty = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === "");

/** Keys only of what may be a name: too long a text is refused, and need not be compared. */
const keyOf = (text: string | undefined): string | null =>
  text === undefined || text === "" || text.length > 512 ? null : nameKey(text.trim());

/** What is wrong is shown, cut to what can be read. */
const shown = (text: string | undefined): string | null => (text === undefined ? null : text.slice(0, 2000));

function stagedFrom(row: readonly string[], number: number, checks: RowChecks): StagedFacts {
  const { facts, fault } = checkRow(row, checks);
  const { username, name, email, external_id } = facts;
  const derived =
    fault === null
      ? derivedColumns({
          username: username ?? "",
          name: name ?? "",
          email: email ?? "",
          external_id: external_id ?? "",
        })
      : { username_key: null, external_key: null, name_sort: "", search: "" };
  return {
    row: number,
    username: shown(username),
    username_key: derived.username_key || keyOf(username),
    name: shown(name),
    email: shown(email),
    external_id: shown(external_id),
    external_key: derived.external_key ?? keyOf(external_id),
    notes: shown(facts.notes),
    status: facts.status ?? null,
    groups: facts.groups === undefined ? null : JSON.stringify(facts.groups),
    name_sort: derived.name_sort,
    search: derived.search,
    fault,
  };
}

/**
 * Reads a whole table into the staging: every row checked by itself and against the others.
 *
 * @returns the file's SHA-256 in hex
 * @throws AppError TABLE_UNREADABLE, INVALID_INPUT, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function stageTable(
  table: Table,
  staging: Staging,
  options: StageOptions,
  { signal, onProgress }: JobContext,
): Promise<string> {
  const rows = readRows(table, signal);
  let checks: RowChecks | null = null;
  let headerLeft = options.header;
  for (;;) {
    const step = await rows.next();
    if (step.done) {
      staging.refuseDuplicates();
      return step.value;
    }
    const { first, rows: batch, bytes } = step.value;
    const top = batch[0];
    if (checks === null && top) {
      requireMapping(options, options.header ? top.length : Math.max(...batch.map((row) => row.length)));
      const columns = options.header ? top.length : Math.max(...batch.slice(0, 50).map((row) => row.length));
      checks = { mapping: options.mapping, matchBy: options.matchBy, columns };
    }
    const staged: StagedFacts[] = [];
    for (const [n, row] of batch.entries()) {
      const isHeader = headerLeft;
      headerLeft = false;
      if (!isHeader && checks !== null && !isEmpty(row)) staged.push(stagedFrom(row, first + n, checks));
    }
    staging.add(staged);
    onProgress({ phase: "read", done: bytes, total: table.sizeBytes });
    await pause(signal);
  }
}
