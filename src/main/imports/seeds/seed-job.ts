import { randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import type { SeedReport } from "#shared/contract/seeds.ts";
import { AppError } from "#shared/errors.ts";
import type { SeedImportId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import type { Actor } from "../../base/actor.ts";
import { type Change, changeWith } from "../../call/change.ts";
import { type StoreInput, withWorkerStore } from "../../call/worker-store.ts";
import type { Candidate, Opening } from "../../formats/format.ts";
import type { ReadFormat } from "../../formats/registry.ts";
import { anyTable } from "../../formats/seed-table/table-format.ts";
import type { JobContext } from "../../jobs/job.ts";
import type { Keys } from "../../keys/keys.ts";
import { readPolicy } from "../../policy/policy.ts";
import { insertSeedImport } from "../../store/factors/seed-imports.ts";
import type { Db } from "../../store/store.ts";
import { pause } from "../stage.ts";
import { applySeeds } from "./apply.ts";
import { type DecideOptions, Deciding } from "./decide.ts";
import { type Given, withGiven } from "./given.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { PreparedFile } from "./prepared-file.ts";
import { writeResults } from "./results-table.ts";
import { Results } from "./results.ts";

export interface SeedInput extends StoreInput {
  /** One, or several that are one import. */
  files: readonly [string, ...string[]];
  format: string | undefined;
  opening: Omit<Opening, "signal" | "onProgress">;
  unmatched: DecideOptions["unmatched"];
  stock: DecideOptions["stock"];
  assign: { at: number; username: string }[];
  leaveOut: number[];
  /** Names of people; null: everybody's. */
  only: string[] | null;
  arrive: "active" | "pending";
  /** How many results of each verdict are told; null: all. */
  most: number | null;
  /** Whether it is told who may be meant by entries that are nobody's. */
  guess: boolean;
  /** A new file for the results of all entries, as a table; null: none. */
  report: string | null;
  /** UTC milliseconds. */
  at: number;
}

export interface SeedRunInput extends SeedInput {
  actor: Actor;
  importId: SeedImportId;
  /** Of the file that was checked; null if none was. */
  digest: string | null;
}

/** Entries that are decided together. */
const entriesAtOnce = 500;

/** More than any organisation has. */
const mostEntries = 1_000_000;

interface Read {
  format: ReadFormat;
  digest: string;
  results: Results;
  /** How many are created. */
  people: number;
  ownerless: number;
}

async function* paged(candidates: AsyncIterable<Candidate>): AsyncGenerator<Candidate[]> {
  let page: Candidate[] = [];
  for await (const candidate of candidates) {
    page.push(candidate);
    if (page.length < entriesAtOnce) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Keys that were handed over as bytes were copied when they were decided. */
function wipe(page: readonly Candidate[]): void {
  for (const { secret } of page) if (secret && "bytes" in secret) secret.bytes.fill(0);
}

/** Who says which columns hold what wants a table, of whatever program. */
const formatAsked = ({ format, opening }: SeedInput): string | undefined =>
  format ?? (opening.columns === null ? undefined : anyTable.id);

/** Reads the file and decides every entry, as the store is now. @param take gets what was decided, page by page */
async function readAll(
  db: Db,
  keys: Keys,
  given: Given,
  input: SeedInput,
  { signal, onProgress }: JobContext,
  take: (page: readonly Prepared[]) => Promise<void>,
): Promise<Read> {
  const deciding = new Deciding(db, keys, await readPolicy(db), {
    unmatched: input.unmatched,
    stock: input.stock,
    assigned: new Map(input.assign.map(({ at, username }) => [at, username])),
    leftOut: new Set(input.leaveOut),
    only: input.only && new Set(input.only.map(nameKey)),
    guess: input.guess,
  });
  const digest = await given.digest();
  const results = new Results(input.most);
  for await (const page of paged(given.entries({ ...input.opening, signal, onProgress }))) {
    const decided = await deciding.decide(page);
    wipe(page);
    const prepared = decided.map((one) => prepare(keys, one, input.arrive, input.at));
    for (const { result } of prepared) results.add(result);
    await take(prepared);
    if (results.entries > mostEntries) {
      throw new AppError("FORMAT_UNREADABLE", { text: text("formats.tooManyEntries", { most: mostEntries }) });
    }
    onProgress({ phase: "check", done: results.entries, total: null });
    await pause(signal);
  }
  return { format: given.format, digest, results, people: deciding.newOwners, ownerless: deciding.ownerless };
}

const reportOf = ({ format, results, people, ownerless, digest }: Read): SeedReport => ({
  format: format.id,
  title: format.title,
  sums: results.sums(people),
  ownerless,
  entries: results.told,
  digest,
});

const keepNothing = (): Promise<void> => Promise.resolve();

/**
 * What an import of seeds would do now; the results of all entries go into a table where one is asked for. For a worker.
 *
 * @throws AppError FORMAT_UNKNOWN, FORMAT_UNREADABLE, FORMAT_PASSPHRASE_REQUIRED, FORMAT_PASSPHRASE_WRONG, COST_REFUSED,
 * FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, CANCELLED
 */
export const dryRunSeeds = (input: SeedInput, context: JobContext): Promise<SeedReport> =>
  withWorkerStore(input, ({ store, keys }) =>
    withGiven(input.files, formatAsked(input), async (given) => {
      const check = (take: Parameters<typeof readAll>[5]): Promise<Read> =>
        readAll(store.db, keys, given, input, context, take);
      const { report } = input;
      if (report === null) return reportOf(await check(keepNothing));
      const write = writeResults(report, (onResults) => check((page) => onResults(page.map(({ result }) => result))));
      return reportOf(await write);
    }),
  );

/** The same with what is created, in a new file of the workspace. */
async function prepareAll(
  db: Db,
  keys: Keys,
  given: Given,
  input: SeedRunInput,
  context: JobContext,
): Promise<{ read: Read; prepared: PreparedFile }> {
  const prepared = await PreparedFile.create(join(input.opening.workspace, `prepared-${randomUUID()}`));
  try {
    return {
      read: await readAll(db, keys, given, input, context, (page) =>
        prepared.add(page.filter(({ result }) => result.verdict === "create")),
      ),
      prepared,
    };
  } finally {
    await prepared.close();
  }
}

type ReadyToApply = Awaited<ReturnType<typeof prepareAll>>;

async function apply(
  made: Change,
  { read, prepared }: ReadyToApply,
  input: SeedRunInput,
  context: JobContext,
): Promise<void> {
  const { tx, at, note } = made;
  const sums = read.results.sums(read.people);
  const { importId } = input;
  const name = basename(input.files[0]);
  const format = read.format.id;
  await insertSeedImport(tx, {
    id: importId,
    at,
    admin: input.actor.name,
    file_name: name,
    format,
    sums: JSON.stringify(sums),
  });
  await applySeeds(made, importId, prepared, context);
  const details = { format, files: input.files.length, ...sums, sha256: read.digest };
  note({ action: "import.seeds", target: { id: importId, name }, details });
}

/**
 * Imports what can be kept, in one transaction. The file is read and decided before the store is locked; if somebody else
 * has written meanwhile, once more under the lock. For a worker.
 *
 * @throws AppError as `dryRunSeeds`; TABLE_CHANGED, BUSY, DISK_FULL
 */
export const runSeeds = (
  input: SeedRunInput,
  context: JobContext,
): Promise<SeedReport & { importId: SeedImportId | null }> =>
  withWorkerStore(input, ({ store, keys }) =>
    withGiven(input.files, formatAsked(input), async (given) => {
      const seen = await store.version();
      let ready = await prepareAll(store.db, keys, given, input, context);
      if (input.digest !== null && input.digest !== ready.read.digest) {
        throw new AppError("TABLE_CHANGED", { text: text("seedImports.changed") });
      }
      if (ready.prepared.count === 0) return { ...reportOf(ready.read), importId: null };
      const author = { store, keys, actor: input.actor, at: input.at };
      await changeWith(
        author,
        async (made) => {
          if ((await store.version()) !== seen) ready = await prepareAll(made.tx, keys, given, input, context);
          if (ready.prepared.count > 0) await apply(made, ready, input, context);
        },
        { signal: context.signal },
      );
      return { ...reportOf(ready.read), importId: ready.prepared.count === 0 ? null : input.importId };
    }),
  );
