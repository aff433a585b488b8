import {
  type Encoding,
  fieldsOfSeveral,
  type ColumnUse,
  type GroupsBy,
  type ImportField,
  type ImportReport,
  type Mapping,
  mappedColumns,
  type NameOrder,
} from "#shared/contract/exchange.ts";
import { AppError } from "#shared/errors.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { JobContext } from "../jobs/job.ts";
import type { StagedFacts, Staging } from "../store/staging.ts";
import { lookColumn } from "../store/search/look-alike.ts";
import { derivedColumns } from "../store/people/users.ts";
import { bareKey } from "./account-forms.ts";
import { type RowChecks, RowReader } from "./check-row.ts";
import type { ColumnName } from "./row-status.ts";
import { isSummary } from "../formats/csv/columns/layout.ts";
import { type Beginning, beginningOf, planOf } from "../formats/csv/columns/plan.ts";
import { decisionsOf } from "../formats/csv/columns/status-cell.ts";
import { usesOf } from "../formats/csv/columns/uses.ts";
import type { OneNamed } from "./group-folders.ts";
import { beginningRows, readRows, type Table } from "../formats/csv/table.ts";

export interface StageOptions {
  mapping: Mapping;
  /** Detected if omitted. */
  header?: boolean | undefined;
  headerRow?: number | undefined;
  matchBy: "username" | "externalId";
  ignore?: readonly number[] | undefined;
  statusWords?: Readonly<Record<string, UserStatus>> | undefined;
  names?: NameOrder | undefined;
  groupsBy?: GroupsBy | undefined;
  /** UTC milliseconds: last days are compared with it. */
  at: number;
}

/** What is known about a table once it is staged. */
export interface StagedTable {
  /** SHA-256 of the file in hex. */
  digest: string;
  encoding: Encoding;
  /** Names of groups that are several in the directory, by their keys. */
  oneNamed: ReadonlyMap<string, OneNamed>;
  columns: ColumnUse[];
  passedOver: ImportReport["passedOver"];
}

/** Lets pending messages through: a request to stop. */
export async function pause(signal: AbortSignal): Promise<void> {
  await new Promise(setImmediate);
  signal.throwIfAborted();
}

const invalid = (why: Text, fields: Record<string, Text>): AppError =>
  new AppError("INVALID_INPUT", { text: why, fields });

/** @throws AppError INVALID_INPUT for a required column that is missing */
function requireMapping({ mapping, matchBy }: Pick<StageOptions, "mapping" | "matchBy">, columns: number): void {
  const key = matchBy === "externalId" ? "externalId" : "username";
  if (mapping[key] === undefined) {
    const why = key === "externalId" ? text("imports.noExternalIdColumn") : text("imports.noUsernameColumn");
    throw invalid(why, { [`mapping.${key}`]: text("imports.chooseColumn") });
  }
  const fields = Object.keys(mapping) as ImportField[];
  const many = fields.filter((field) => !fieldsOfSeveral.includes(field) && mappedColumns(mapping, field).length > 1);
  if (many.length > 0) {
    const marked = many.map((field) => [`mapping.${field}`, text("imports.chooseOneColumn")] as const);
    throw invalid(text("imports.oneColumnEach"), Object.fromEntries(marked));
  }
  const missing = fields.filter((field) => mappedColumns(mapping, field).some((index) => index >= columns));
  if (missing.length > 0) {
    throw invalid(
      text("imports.fewColumns", { count: columns }),
      Object.fromEntries(missing.map((field) => [`mapping.${field}`, text("imports.noSuchColumn")])),
    );
  }
}

const isEmpty = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === "");

/** Keys only of what may be a name: texts that are too long are refused, and need not be compared. */
const keyOf = (cell: string | undefined): string | null =>
  cell === undefined || cell === "" || cell.length > 512 ? null : nameKey(cell.trim());

/** What is wrong is shown, shortened to a readable length. */
const shown = (cell: string | undefined): string | null => (cell === undefined ? null : cell.slice(0, 2000));

function stagedFrom(row: readonly string[], number: number, reader: RowReader): StagedFacts {
  const { facts, faults, open, blankStatus, international } = reader.read(row);
  const { username, name, email, external_id } = facts;
  const fault = faults.length === 0 ? null : JSON.stringify(faults);
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
    look_key: fault === null && username !== undefined ? lookColumn(username) : null,
    bare_key: fault === null && username !== undefined ? bareKey(username) : null,
    name: shown(name),
    email: shown(email),
    email_key: email === undefined || email === "" || fault !== null ? null : email.toLowerCase(),
    external_id: shown(external_id),
    external_key: derived.external_key ?? keyOf(external_id),
    notes: shown(facts.notes),
    status: facts.status ?? null,
    groups: facts.groups === undefined ? null : JSON.stringify(facts.groups),
    name_sort: derived.name_sort,
    search: derived.search,
    fault,
    open: open.length === 0 ? null : JSON.stringify(open),
    blank_status: blankStatus ? 1 : 0,
    international: international?.unicode ?? null,
  };
}

/** Skipped rows that have been shown so far. */
const passedShown = 20;
const passedLength = 80;

/** Processes the rows of a table one by one, and knows which of them are people. */
class Stager {
  readonly passedOver: ImportReport["passedOver"] = { rows: 0, first: [] };
  readonly #beginning: Beginning;
  readonly #columns: number;
  readonly #reader: RowReader;
  readonly #header: string;

  constructor(beginning: Beginning, width: number, checks: RowChecks) {
    this.#beginning = beginning;
    this.#columns = width;
    this.#reader = new RowReader(checks);
    this.#header = beginning.headerRow === null ? "" : beginning.columns.map(({ header }) => header).join("\0");
  }

  get oneNamed(): ReadonlyMap<string, OneNamed> {
    return this.#reader.folders.oneNamed;
  }

  #pass(row: readonly string[], number: number): null {
    this.passedOver.rows += 1;
    const cells = row.filter((cell) => cell.trim() !== "").join(" ");
    const short = cells.slice(0, passedLength).replaceAll(/\p{C}/gu, " ");
    if (this.passedOver.first.length < passedShown) this.passedOver.first.push({ row: number, text: short });
    return null;
  }

  /** Concatenated files repeat the columns' names in the middle. */
  #isHeaderAgain(row: readonly string[]): boolean {
    const { columns } = this.#beginning;
    if (this.#header === "" || row[0]?.replace(/^\uFEFF/u, "").trim() !== columns[0]?.header) return false;
    return columns.map((_, index) => (row[index] ?? "").replace(/^\uFEFF/u, "").trim()).join("\0") === this.#header;
  }

  /** @param index of the row, from 0 */
  take(row: readonly string[], index: number): StagedFacts | null {
    const { headerRow } = this.#beginning;
    if (isEmpty(row) || index === headerRow) return null;
    const above = headerRow !== null && index < headerRow;
    if (above || this.#isHeaderAgain(row) || isSummary(row, this.#columns)) return this.#pass(row, index + 1);
    return stagedFrom(row, index + 1, this.#reader);
  }
}

/** A column by its heading, or by its number without one. */
export function columnName(index: number, header: string): ColumnName {
  const number = index + 1;
  return header === ""
    ? { inside: text("imports.column", { number }), first: text("imports.columnFirst", { number }) }
    : { inside: text("imports.namedColumn", { header }), first: text("imports.namedColumnFirst", { header }) };
}

/** @throws AppError INVALID_INPUT, TABLE_UNREADABLE */
function prepare(table: Table, options: StageOptions): { stager: Stager; columns: ColumnUse[] } {
  const rows = beginningRows(table);
  const beginning = beginningOf(rows, options.header, options.headerRow);
  const { headerRow, columns } = beginning;
  const width = headerRow === null ? columns.length : (rows[headerRow]?.length ?? 0);
  const { mapping, matchBy, names, groupsBy, ignore = [], statusWords = {}, at } = options;
  requireMapping(options, width);
  const plan = planOf(beginning, { mapping, ignore, names, groupsBy });
  const nameOf = (index: number): ColumnName => columnName(index, (columns[index]?.header ?? "").slice(0, 60));
  const checks = { mapping, matchBy, columns: width, plan, decided: decisionsOf(statusWords), now: at, nameOf };
  return { stager: new Stager(beginning, width, checks), columns: usesOf(columns, mapping, plan) };
}

/**
 * Reads a whole table into the staging: every row checked by itself and against the others.
 *
 * @throws AppError TABLE_UNREADABLE, INVALID_INPUT, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function stageTable(
  table: Table,
  staging: Staging,
  options: StageOptions,
  { signal, onProgress }: JobContext,
): Promise<StagedTable> {
  const { stager, columns } = prepare(table, options);
  const rows = readRows(table, signal);
  for (;;) {
    const step = await rows.next();
    if (step.done) {
      staging.settleDuplicates();
      const { encoding } = table;
      return { digest: step.value, encoding, oneNamed: stager.oneNamed, columns, passedOver: stager.passedOver };
    }
    const { first, rows: batch, bytes } = step.value;
    staging.add(batch.flatMap((row, n) => stager.take(row, first - 1 + n) ?? []));
    onProgress({ phase: "read", done: bytes, total: table.sizeBytes });
    await pause(signal);
  }
}
