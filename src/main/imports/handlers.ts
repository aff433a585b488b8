import { basename, resolve } from "node:path";
import { ImportField, type ImportPreset, type ImportRecord, ImportSums } from "#shared/contract/exchange.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { ImportId } from "#shared/model/ids.ts";
import { change, unaudited } from "../call/change.ts";
import { checkTarget, publish } from "../files/durable.ts";
import { withPartial, withWorkspace } from "../files/workspace.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { requireGranted } from "../files/grants.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { newId } from "../base/ids.ts";
import type { JobContext, JobRunner } from "../jobs/job.ts";
import { deletePreset, listPresets, writePreset } from "../store/people/import-presets.ts";
import { importById, type ImportWithUntouched, listImports } from "../store/people/imports.ts";
import type { Db, StoreAddress } from "../store/store.ts";
import type { exportUsers } from "./export-job.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { withReport } from "./report-file.ts";
import type { dryRunImport, ImportInput, runImport } from "./import-job.ts";
import type { undoImport } from "./undo-job.ts";

/** The jobs of this room, by their names in the worker. */
export interface ExchangeJobs {
  "import.dryRun": typeof dryRunImport;
  "import.run": typeof runImport;
  "import.undo": typeof undoImport;
  "export.users": typeof exportUsers;
  "search.merge": (input: { store: StoreAddress }, context: JobContext) => Promise<null>;
}

/** This many new people leave the search index in pieces. */
const manyPeople = 1000;

/** Continues after the import has answered; until it is done, searches are only slower. */
function tidySearch({ options, live }: Context, { jobs }: Deps): void {
  const { store } = live;
  if (!store) return;
  jobs.run("search.merge", { store: store.address }).catch((cause: unknown) => {
    options.logger.info("the search index was not merged", { cause });
  });
}

interface Deps {
  jobs: Pick<JobRunner<ExchangeJobs>, "run">;
}

function toRecord(row: ImportWithUntouched): ImportRecord {
  const sums = ImportSums.parse(JSON.parse(row.sums));
  const untouched = row.untouched === sums.create + sums.update;
  const state = row.undone_at !== null ? "undone" : untouched ? "undoable" : "touched";
  return { id: row.id, at: row.at, by: row.admin, fileName: row.file_name, sums, state };
}

async function presetsOf(db: Db): Promise<ImportPreset[]> {
  const rows = await listPresets(db, "people");
  return rows.map(({ name, headers }) => ({ name, headers: JSON.parse(headers) as ImportPreset["headers"] }));
}

async function inspect(
  context: Context,
  input: ParsedInputOf<"imports.inspect">,
): Promise<OutputOf<"imports.inspect">> {
  requireGranted(context, input.file);
  const presets = await presetsOf(opened(context).store.db);
  // The parser is rarely needed: it must not slow down the start.
  const { inspectTable } = await import("../formats/csv/inspect.ts");
  return inspectTable(resolve(input.file), input, presets, context.call.signal ?? new AbortController().signal);
}

type DryRun = ParsedInputOf<"imports.dryRun">;

const jobInput = (context: Context, input: DryRun, workspace: string, report: string | null): ImportInput => ({
  store: opened(context).store.address,
  workspace,
  file: resolve(input.file),
  encoding: input.encoding,
  delimiter: input.delimiter,
  header: input.header,
  headerRow: input.headerRow,
  mapping: input.mapping,
  ignore: input.ignore,
  statusWords: input.statusWords,
  accept: input.accept ?? [],
  names: input.names,
  groupsBy: input.groupsBy,
  at: context.now,
  matchBy: input.matchBy ?? "username",
  update: input.update ?? true,
  createGroups: input.createGroups ?? true,
  rows: input.rows ?? "all",
  report,
});

/** Works with a private folder and, if a report is asked for, a file that becomes it. */
async function withFiles<T>(
  context: Context,
  input: DryRun,
  work: (workspace: string, report: string | null) => Promise<T>,
): Promise<T> {
  requireGranted(context, input.file);
  return withWorkspace(context.options.dataDir, (workspace) =>
    withReport(context, input.report, (report) => work(workspace, report)),
  );
}

async function run(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"imports.run">,
): Promise<OutputOf<"imports.run">> {
  const { store, keys } = opened(context);
  const importId = newId(ImportId, context.now);
  return withFiles(context, input, async (workspace, report) => {
    try {
      return await jobs.run(
        "import.run",
        {
          ...jobInput(context, input, workspace, report),
          dataKey: keys.exportDataKey(),
          actor: actorOf(context),
          importId,
          digest: input.digest ?? null,
        },
        context.call,
      );
    } catch (thrown) {
      if (await wasDone(thrown, store.db, importId)) {
        throw new AppError("CANCELLED", {
          text: text("imports.finished"),
          details: { importId },
        });
      }
      throw thrown;
    }
  });
}

/** A request to stop that came too late. */
const wasDone = async (thrown: unknown, db: Db, id: ImportId): Promise<boolean> =>
  thrown instanceof AppError && thrown.code === "CANCELLED" && (await importById(db, id)) !== undefined;

async function requireRecord(db: Db, id: ImportId): Promise<ImportRecord> {
  const row = await importById(db, id);
  if (!row) throw new AppError("NOT_FOUND", { text: text("imports.noSuchImport") });
  return toRecord(row);
}

async function undo(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"imports.undo">,
): Promise<OutputOf<"imports.undo">> {
  const { store, keys } = opened(context);
  const { id } = input;
  try {
    await jobs.run(
      "import.undo",
      { store: store.address, dataKey: keys.exportDataKey(), id, actor: actorOf(context), at: context.now },
      context.call,
    );
  } catch (thrown) {
    const cancelled = thrown instanceof AppError && thrown.code === "CANCELLED";
    if (!cancelled || (await importById(store.db, id))?.undone_at !== context.now) throw thrown;
  }
  return requireRecord(store.db, id);
}

async function exportTable(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"imports.exportUsers">,
): Promise<OutputOf<"imports.exportUsers">> {
  requireGranted(context, input.file);
  const { store } = opened(context);
  const { dataDir } = context.options;
  const file = resolve(input.file);
  await checkTarget(file, true);
  const { rows } = await withWorkspace(dataDir, (workspace) =>
    withPartial(workspace, file, async (target) => {
      const selection = input.selection ?? { filter: {} };
      const job = { store: store.address, target, selection, delimiter: input.delimiter ?? "," };
      const written = await jobs.run("export.users", job, context.call);
      await publish(target, file, true);
      return written;
    }),
  );
  await change(context, async ({ note }) =>
    note({ action: "user.export", target: { id: null, name: basename(file) }, details: { users: rows } }),
  );
  return { file, rows };
}

async function savePreset(context: Context, input: ParsedInputOf<"imports.savePreset">): Promise<ImportPreset> {
  // In the order of the fields, whatever order they came in.
  const headers = Object.fromEntries(
    ImportField.options.flatMap((field) => {
      const header = input.headers[field];
      return header === undefined ? [] : [[field, header]];
    }),
  );
  await unaudited(opened(context).store, "own views", (tx) =>
    writePreset(tx, "people", { name: input.name, headers: JSON.stringify(headers) }),
  );
  return { name: input.name, headers };
}

async function dropPreset(
  context: Context,
  input: ParsedInputOf<"imports.deletePreset">,
): Promise<Record<string, never>> {
  const found = await unaudited(opened(context).store, "own views", (tx) => deletePreset(tx, "people", input.name));
  if (!found) throw new AppError("NOT_FOUND", { text: text("imports.noSuchPreset") });
  return {};
}

export function exchangeHandlers(deps: Deps): HandlersOf<"imports"> {
  const alone = oneAtATime();
  return {
    inspect,
    dryRun: (context, input) =>
      alone(() =>
        withFiles(context, input, (workspace, report) =>
          deps.jobs.run("import.dryRun", jobInput(context, input, workspace, report), context.call),
        ),
      ),
    async run(context, input) {
      const report = await alone(() => run(context, deps, input));
      if (report.sums.create >= manyPeople) tidySearch(context, deps);
      return report;
    },
    list: async (context) => ({ imports: (await listImports(opened(context).store.db)).map(toRecord) }),
    undo: (context, input) => alone(() => undo(context, deps, input)),
    presets: async (context) => ({ presets: await presetsOf(opened(context).store.db) }),
    savePreset,
    deletePreset: dropPreset,
    exportUsers: (context, input) => exportTable(context, deps, input),
  };
}
