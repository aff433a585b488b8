import { basename } from "node:path";
import { type SeedReport, type SeedResult, type SeedSums, SeedVerdict } from "#shared/contract/seeds.ts";
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
import { writeResults } from "./results-table.ts";

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

/** More than any organisation has; the results of all of them are held until the end. */
const mostEntries = 1_000_000;

interface Read {
  format: ReadFormat;
  digest: string;
  results: SeedResult[];
  prepared: Prepared[];
  people: number;
  ownerless: number;
}

/** What is done with the results of a page of entries. */
type OnResults = (results: readonly SeedResult[]) => Promise<void>;

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

/** Reads the file and decides every entry, as the store is now. */
async function readAll(
  db: Db,
  keys: Keys,
  given: Given,
  input: SeedInput,
  { signal, onProgress }: JobContext,
  onResults: OnResults | null = null,
): Promise<Read> {
  const deciding = new Deciding(db, keys, await readPolicy(db), {
    unmatched: input.unmatched,
    stock: input.stock,
    assigned: new Map(input.assign.map(({ at, username }) => [at, username])),
    leftOut: new Set(input.leaveOut),
    only: input.only && new Set(input.only.map(nameKey)),
    guess: input.guess,
  });
  const { format } = given;
  const read: Read = { format, digest: await given.digest(), results: [], prepared: [], people: 0, ownerless: 0 };
  for await (const page of paged(given.entries({ ...input.opening, signal, onProgress }))) {
    const before = read.results.length;
    const all = await deciding.decide(page);
    wipe(page);
    for (const decided of all) {
      const ready = prepare(keys, decided, input.arrive, input.at);
      read.results.push(ready.result);
      if (ready.result.verdict === "create") read.prepared.push(ready);
    }
    await onResults?.(read.results.slice(before));
    if (read.results.length > mostEntries) {
      throw new AppError("FORMAT_UNREADABLE", { text: text("formats.tooManyEntries", { most: mostEntries }) });
    }
    onProgress({ phase: "check", done: read.results.length, total: null });
    await pause(signal);
  }
  read.people = deciding.newOwners;
  read.ownerless = deciding.ownerless;
  return read;
}

function sumsOf({ results, people }: Read): SeedSums {
  const count = (of: (result: SeedResult) => boolean): number => results.filter(of).length;
  const of = (verdict: SeedVerdict): number => count((result) => result.verdict === verdict);
  return {
    entries: results.length,
    create: of("create"),
    unchanged: of("unchanged"),
    leftOut: of("leftOut"),
    refused: of("refused"),
    inventory: count(({ verdict, into }) => verdict === "create" && into === "inventory"),
    people,
  };
}

/** The first results of each verdict, in the file's order. */
function shown(results: readonly SeedResult[], most: number | null): SeedResult[] {
  if (most === null) return [...results];
  const left = new Map<SeedVerdict, number>(SeedVerdict.options.map((verdict) => [verdict, most]));
  return results.filter(({ verdict }) => {
    const rest = left.get(verdict) ?? 0;
    left.set(verdict, rest - 1);
    return rest > 0;
  });
}

const reportOf = (read: Read, { most }: SeedInput): SeedReport => ({
  format: read.format.id,
  title: read.format.title,
  sums: sumsOf(read),
  ownerless: read.ownerless,
  entries: shown(read.results, most),
  digest: read.digest,
});

/**
 * What an import of seeds would do now; the results of all entries go into a table where one is asked for. For a worker.
 *
 * @throws AppError FORMAT_UNKNOWN, FORMAT_UNREADABLE, FORMAT_PASSPHRASE_REQUIRED, FORMAT_PASSPHRASE_WRONG, COST_REFUSED,
 * FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, CANCELLED
 */
export const dryRunSeeds = (input: SeedInput, context: JobContext): Promise<SeedReport> =>
  withWorkerStore(input, ({ store, keys }) =>
    withGiven(input.files, formatAsked(input), async (given) => {
      const check = (onResults: OnResults | null): Promise<Read> =>
        readAll(store.db, keys, given, input, context, onResults);
      const { report } = input;
      return reportOf(await (report === null ? check(null) : writeResults(report, check)), input);
    }),
  );

async function apply(made: Change, read: Read, input: SeedRunInput, context: JobContext): Promise<void> {
  const { tx, at, note } = made;
  const sums = sumsOf(read);
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
  await applySeeds(made, importId, read.prepared, context);
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
      let read = await readAll(store.db, keys, given, input, context);
      if (input.digest !== null && input.digest !== read.digest) {
        throw new AppError("TABLE_CHANGED", { text: text("seedImports.changed") });
      }
      if (read.prepared.length === 0) return { ...reportOf(read, input), importId: null };
      const author = { store, keys, actor: input.actor, at: input.at };
      await changeWith(
        author,
        async (made) => {
          if ((await store.version()) !== seen) read = await readAll(made.tx, keys, given, input, context);
          if (read.prepared.length > 0) await apply(made, read, input, context);
        },
        { signal: context.signal },
      );
      return { ...reportOf(read, input), importId: read.prepared.length === 0 ? null : input.importId };
    }),
  );
