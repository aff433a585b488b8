import { resolve } from "node:path";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { type SeedImportRecord, SeedSums } from "#shared/contract/seeds.ts";
import { AppError } from "#shared/errors.ts";
import { SeedImportId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { newId } from "../../base/ids.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { requireGranted } from "../../files/grants.ts";
import { withWorkspace } from "../../files/workspace.ts";
import type { JobRunner } from "../../jobs/job.ts";
import { listSeedImports, seedImportById, type SeedImportWithUntouched } from "../../store/factors/seed-imports.ts";
import type { Db } from "../../store/store.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { withReport } from "../report-file.ts";
import { inspect, presetHandlers } from "./presets.ts";
import type { dryRunSeeds, runSeeds, SeedInput } from "./seed-job.ts";
import type { undoSeeds } from "./undo-seeds.ts";

/** The jobs of seeds, by their names in the worker. */
export interface SeedJobs {
  "seeds.dryRun": typeof dryRunSeeds;
  "seeds.run": typeof runSeeds;
  "seeds.undo": typeof undoSeeds;
}

interface Deps {
  jobs: Pick<JobRunner<SeedJobs>, "run">;
}

function toRecord(row: SeedImportWithUntouched): SeedImportRecord {
  const { id, at, admin, file_name, format, sums, made, untouched, undone_at } = row;
  return {
    id,
    at,
    by: admin,
    fileName: file_name,
    format,
    sums: SeedSums.parse(JSON.parse(sums)),
    state: undone_at === null ? (untouched === made ? "undoable" : "touched") : "undone",
  };
}

function jobInput(context: Context, input: ParsedInputOf<"seeds.dryRun">, workspace: string): SeedInput {
  const { store, keys } = opened(context);
  return {
    store: store.address,
    dataKey: keys.exportDataKey(),
    files: [resolve(input.file), ...(input.moreFiles ?? []).map((file) => resolve(file))],
    format: input.format,
    opening: {
      passphrase: input.passphrase ?? null,
      acceptCost: input.acceptCost ?? false,
      columns: input.columns ?? null,
      secretForm: input.secretForm ?? null,
      unsaid: input.unsaid,
      workspace,
    },
    unmatched: input.unmatched ?? "leave",
    stock: input.stock ?? "all",
    assign: input.assign ?? [],
    leaveOut: input.leaveOut ?? [],
    only: input.only ?? null,
    arrive: input.arrive ?? "active",
    most: input.most ?? null,
    guess: false,
    report: null,
    at: context.now,
  };
}

/** @throws AppError FILE_NOT_GRANTED */
function requireAllGranted(context: Context, { file, moreFiles = [] }: ParsedInputOf<"seeds.dryRun">): void {
  for (const one of [file, ...moreFiles]) requireGranted(context, one);
}

const wasCancelled = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === "CANCELLED";

async function run(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"seeds.run">,
): Promise<OutputOf<"seeds.run">> {
  const importId = newId(SeedImportId, context.now);
  const more = { actor: actorOf(context), importId, digest: input.digest ?? null };
  try {
    return await withWorkspace(context.options.dataDir, (workspace) =>
      jobs.run("seeds.run", { ...jobInput(context, input, workspace), ...more }, context.call),
    );
  } catch (thrown) {
    // A request to stop that came too late.
    if (wasCancelled(thrown) && (await seedImportById(opened(context).store.db, importId))) {
      throw new AppError("CANCELLED", { text: text("imports.finished"), details: { importId } });
    }
    throw thrown;
  }
}

async function requireRecord(db: Db, id: SeedImportId): Promise<SeedImportRecord> {
  const row = await seedImportById(db, id);
  if (!row) throw new AppError("NOT_FOUND", { text: text("seedImports.noSuchImport") });
  return toRecord(row);
}

async function undo(
  context: Context,
  { jobs }: Deps,
  { id }: ParsedInputOf<"seeds.undo">,
): Promise<OutputOf<"seeds.undo">> {
  const { store, keys } = opened(context);
  const job = { store: store.address, dataKey: keys.exportDataKey(), id, actor: actorOf(context), at: context.now };
  try {
    await jobs.run("seeds.undo", job, context.call);
  } catch (thrown) {
    const undone = wasCancelled(thrown) && (await seedImportById(store.db, id))?.undone_at === context.now;
    if (!undone) throw thrown;
  }
  return requireRecord(store.db, id);
}

export function seedHandlers(deps: Deps): HandlersOf<"seeds"> {
  const alone = oneAtATime();
  return {
    inspect,
    dryRun: (context, input) => {
      requireAllGranted(context, input);
      return alone(() =>
        withReport(context, input.report, (report) =>
          withWorkspace(context.options.dataDir, (workspace) =>
            deps.jobs.run(
              "seeds.dryRun",
              { ...jobInput(context, input, workspace), guess: true, report },
              context.call,
            ),
          ),
        ),
      );
    },
    run: (context, input) => {
      requireAllGranted(context, input);
      return alone(() => run(context, deps, input));
    },
    list: async (context) => ({ imports: (await listSeedImports(opened(context).store.db)).map(toRecord) }),
    undo: (context, input) => alone(() => undo(context, deps, input)),
    ...presetHandlers,
  };
}
