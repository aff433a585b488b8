import { basename, join } from "node:path";
import type { ImportReport } from "#shared/contract/exchange.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { ImportId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { type Change, changeWith } from "../call/change.ts";
import type { JobContext } from "../jobs/job.ts";
import { Staging } from "../store/staging.ts";
import { insertImport, rememberNewGroups } from "../store/people/imports.ts";
import { openAt } from "../store/open.ts";
import type { Store, StoreAddress } from "../store/store.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import { applyRows } from "./apply.ts";
import { refusal, reportOf, writeReport } from "./report.ts";
import { type Groups, type ResolveOptions, resolveRows } from "./resolve.ts";
import { type StagedTable, type StageOptions, stageTable } from "./stage.ts";
import { type Reading, withTable } from "../formats/csv/table.ts";

export interface ImportInput extends Reading, ResolveOptions, Omit<StageOptions, "matchBy"> {
  store: StoreAddress;
  /** A private folder for what must not outlive the work. */
  workspace: string;
  /** The table. */
  file: string;
  rows: "all" | "good";
  /** A new file for the result of every row. */
  report: string | null;
}

export interface RunInput extends ImportInput {
  dataKey: Uint8Array;
  actor: Actor;
  importId: ImportId;
  /** Of the file that was checked; null if none was. */
  digest: string | null;
}

interface Staged {
  store: Store;
  staging: Staging;
  table: StagedTable;
}

/** Opens store and staging, reads the table into it, and works with both. */
async function withStaged<T>(
  input: ImportInput,
  context: JobContext,
  work: (staged: Staged) => Promise<T>,
): Promise<T> {
  const store = await openAt(input.store, { alone: true });
  try {
    const staging = new Staging(join(input.workspace, "rows.db"));
    try {
      const table = await withTable(input.file, input, context.signal, (opened) =>
        stageTable(opened, staging, input, context),
      );
      return await work({ store, staging, table });
    } finally {
      staging.close();
    }
  } finally {
    await store.close();
  }
}

/**
 * What an import would do now: all of its work except the writing. For a worker.
 *
 * @throws AppError TABLE_UNREADABLE, INVALID_INPUT, DISK_FULL, IO_ERROR, CANCELLED
 */
export function dryRunImport(input: ImportInput, context: JobContext): Promise<ImportReport> {
  return withStaged(input, context, async ({ store, staging, table }) => {
    const groups = await resolveRows(store.db, staging, input, { ...table, again: false }, context);
    if (input.report !== null) await writeReport(input.report, staging, context);
    return reportOf(staging, groups, table);
  });
}

/** Whether the import may run after this report. */
const isRefused = (report: ImportReport, input: ImportInput): boolean =>
  input.rows === "all" && report.sums.refused > 0;

/** What the importing person has decided, for the audit log. */
const decisionsTaken = ({ accept, ignore = [], statusWords = {} }: RunInput): ErrorDetails => ({
  ...(accept.length > 0 ? { accepted: accept.join(", ") } : {}),
  ...(ignore.length > 0 ? { columnsLeftOut: ignore.map((index) => index + 1).join(", ") } : {}),
  ...(Object.keys(statusWords).length > 0
    ? {
        statusWords: Object.entries(statusWords)
          .map(([word, status]) => `${word.slice(0, 40)}=${status}`)
          .slice(0, 20)
          .join(", "),
      }
    : {}),
});

async function apply(
  made: Change,
  { staging, table }: Omit<Staged, "store">,
  groups: Groups,
  { sums }: ImportReport,
  input: RunInput,
  context: JobContext,
): Promise<void> {
  const { tx, at, note } = made;
  const { importId, matchBy } = input;
  await insertImport(tx, {
    id: importId,
    at,
    admin: input.actor.name,
    file_name: basename(input.file),
    sums: JSON.stringify(sums),
    new_groups: "[]",
    undone_at: null,
  });
  const newGroups = await applyRows(made, staging, groups, { importId, matchBy, sums }, context);
  await rememberNewGroups(tx, importId, newGroups);
  note({
    action: "import.run",
    target: { id: importId, name: basename(input.file) },
    details: { ...sums, sha256: table.digest, ...decisionsTaken(input) },
  });
}

/**
 * Imports a table in one transaction: all of it or nothing. Whatever takes long is done before the store is locked; if
 * somebody else has written meanwhile, the rows are decided once more under the lock. For a worker.
 *
 * @throws AppError IMPORT_REFUSED, TABLE_CHANGED, TABLE_UNREADABLE, INVALID_INPUT, BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
async function importStaged(staged: Staged, keys: Keys, input: RunInput, context: JobContext): Promise<ImportReport> {
  const { store, staging, table } = staged;
  if (input.digest !== null && input.digest !== table.digest) throw new AppError("TABLE_CHANGED");
  const seen = await store.version();
  let groups = await resolveRows(store.db, staging, input, { ...table, again: false }, context);
  let report = reportOf(staging, groups, table);
  const settle = async (): Promise<boolean> => {
    if (input.report !== null) await writeReport(input.report, staging, context);
    if (isRefused(report, input)) throw refusal(report);
    return report.sums.create + report.sums.update > 0;
  };
  // None of it needs the lock.
  if (isRefused(report, input) || report.sums.create + report.sums.update === 0) {
    await settle();
    return report;
  }
  const write = async (made: Change): Promise<ImportReport> => {
    if ((await store.version()) !== seen) {
      groups = await resolveRows(made.tx, staging, input, { ...table, again: true }, context);
      report = reportOf(staging, groups, table);
    }
    if (await settle()) await apply(made, staged, groups, report, input, context);
    return report;
  };
  return changeWith({ store, keys, actor: input.actor, at: input.at }, write, { signal: context.signal });
}

export async function runImport(
  input: RunInput,
  context: JobContext,
): Promise<ImportReport & { importId: ImportId | null }> {
  return withKeys(input.dataKey, async (keys) => {
    const report = await withStaged(input, context, (staged) => importStaged(staged, keys, input, context));
    const changed = report.sums.create + report.sums.update > 0;
    return { ...report, importId: changed ? input.importId : null };
  });
}
