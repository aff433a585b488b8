import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { v7 as uuidv7 } from "uuid";
import { withWorkspace } from "#main/files/workspace.ts";
import { type ImportInput, runImport, type RunInput } from "#main/imports/import-job.ts";
import { newId } from "#main/base/ids.ts";
import { freshThread, Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import type { Raw } from "#main/store/sqlite/connection.ts";
import { openRaw } from "#main/store/sqlite/open.ts";
import type { StoreAddress } from "#main/store/store.ts";
import { gramsOf, sortName } from "#main/store/search/search-text.ts";
import { derivedColumns } from "#main/store/people/users.ts";
import type { ImportReport } from "#shared/contract/exchange.ts";
import { ImportId } from "#shared/model/ids.ts";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { madeUpPeople, type Someone } from "../../support/directory.ts";
import { loopDelay } from "../support.ts";
import { makeSample, sampleFolder, sampleTime } from "../../support/sample-store.ts";

const rows = 100_000;
/** About 200 MB. */
const longRows = 2_000_000;

const actor = { id: "0197a000-0000-7000-8000-000000000000", name: "Olga" };

const options: Omit<RunInput, "store" | "workspace" | "file" | "dataKey"> = {
  header: true,
  mapping: { username: 0, name: 1, email: 2, externalId: 3 },
  rows: "all",
  matchBy: "username",
  update: true,
  accept: [],
  createGroups: true,
  report: null,
  actor,
  at: sampleTime + 1000,
  importId: newId(ImportId, sampleTime),
  digest: null,
};

/** Writes a table of made-up people; long ones with a remark that is not imported. */
async function writePeople(file: string, count: number, remark: string): Promise<void> {
  const stream = createWriteStream(file, { mode: 0o600 });
  stream.write("username,name,email,externalId,remark\r\n");
  for (const { username, name, email, externalId = "" } of madeUpPeople(count)) {
    const room = stream.write(`${username},${name},${email},${externalId},${remark}\r\n`);
    if (!room) await once(stream, "drain");
  }
  stream.end();
  await finished(stream);
}

const insertUser = `
  INSERT INTO users (pk, id, username, username_key, name, name_sort, email, external_id, external_key, notes, status,
    ordinal, search, import_id, created_at, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 'active', ?, ?, ?, ?, ?)`;

/**
 * The same rows as the parser gives them, in the order of names: sorting is not counted, and spares the
 * loop the random places in its indexes.
 */
const parsedRows = (people: readonly Someone[]): Required<Someone>[] =>
  people
    .map(({ externalId = "", ...one }) => ({ ...one, externalId, key: sortName(one) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ username, name, email, externalId }) => ({ username, name, email, externalId }));

/** What any import of these rows costs: all columns and indexes of the users, bare statements, one transaction. */
function bareLoop(raw: Raw, parsed: readonly Required<Someone>[]): void {
  const user = raw.prepare(insertUser);
  const index = raw.prepare("INSERT INTO users_fts (rowid, grams) VALUES (?, ?)");
  const importId = newId(ImportId, sampleTime);
  raw
    .transaction(() => {
      for (const [n, { username, name, email, externalId }] of parsed.entries()) {
        const derived = derivedColumns({ username, name, email, external_id: externalId });
        const { username_key, name_sort, external_key, search } = derived;
        const ordinal = (n + 1) * 1024;
        const texts = [username, username_key, name, name_sort, email, externalId, external_key];
        const id = uuidv7({ msecs: sampleTime, seq: n });
        user.run(n + 1, id, ...texts, ordinal, search, importId, sampleTime, sampleTime);
        index.run(ordinal, gramsOf(search));
      }
    })
    .immediate();
}

/**
 * In a process of its own: what else this one holds, and gives back in its own time, does not count.
 * @returns the largest memory of that process, its threads included, in MB
 */
async function dryRunMemory(input: ImportInput): Promise<number> {
  const script = fileURLToPath(import.meta.resolve("./dry-run.ts"));
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(input)]);
  return Number(stdout);
}

class Bench {
  readonly #jobs = new Jobs<WorkerJobs>(freshThread(new URL("../../../src/main/worker.ts", import.meta.url)));
  readonly #folder: string;
  #stores = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A store of its own for one round: an import into it is its first. */
  async #fresh<T>(work: (dataDir: string, store: StoreAddress, dataKey: Buffer) => Promise<T>): Promise<T> {
    const dataDir = join(this.#folder, `store-${(this.#stores += 1)}`);
    mkdirSync(dataDir, { mode: 0o700 });
    const sample = await makeSample(dataDir, { users: 0, events: 0 });
    await sample.store.close();
    try {
      return await work(dataDir, sample.store.address, sample.dataKey);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  }

  #import(
    file: string,
    run: (input: RunInput) => Promise<ImportReport>,
    measured: (work: () => Promise<void>) => Promise<number>,
  ): Promise<number> {
    return this.#fresh((dataDir, store, dataKey) =>
      withWorkspace(dataDir, (workspace) =>
        measured(async () => {
          const { sums } = await run({ ...options, store, workspace, file, dataKey });
          if (sums.create !== sums.rows) throw new Error("not all rows are new users");
        }),
      ),
    );
  }

  /** The whole import in this thread, as the bare loop runs in it. @returns seconds */
  import(file: string): Promise<number> {
    const context = { signal: new AbortController().signal, onProgress: () => undefined };
    return this.#import(file, (input) => runImport(input, context), elapsed);
  }

  /** As the console runs it: in a thread of its own. @returns what `measured` makes of it */
  inThread(file: string, measured: (work: () => Promise<void>) => Promise<number>): Promise<number> {
    return this.#import(file, (input) => this.#jobs.run("import.run", input), measured);
  }

  /** @returns MB */
  memory(file: string): Promise<number> {
    return this.#fresh((dataDir, store) =>
      withWorkspace(dataDir, (workspace) => dryRunMemory({ ...options, store, workspace, file })),
    );
  }

  /** @returns seconds */
  bare(parsed: readonly Required<Someone>[]): Promise<number> {
    return this.#fresh(async (_, store) => {
      const raw = await openRaw(store.file, {});
      try {
        return await elapsed(() => Promise.resolve(bareLoop(raw, parsed)));
      } finally {
        raw.close();
      }
    });
  }

  close(): Promise<void> {
    return this.#jobs.close();
  }
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** What importing tables costs, against bare statements over the same rows. */
export async function importFigures(): Promise<{ figures: Figure[]; close: () => Promise<void> }> {
  const { folder, remove } = sampleFolder("bench-import");
  const file = join(folder, "people.csv");
  const long = join(folder, "long.csv");
  await writePeople(file, rows, "");
  await writePeople(long, longRows, "a remark of the kind");
  const parsed = parsedRows([...madeUpPeople(rows)]);
  const bench = new Bench(folder);
  return {
    figures: [
      {
        name: "import of 100,000 rows / bare insert loop over the parsed rows",
        ours: () => bench.import(file),
        baseline: () => bench.bare(parsed),
        limit: 2,
        unit: "s",
        rounds: 3,
      },
      {
        name: "event-loop delay while 100,000 rows are imported, p99",
        ours: () => bench.inThread(file, loopDelay),
        limit: 50,
        unit: "ms",
        rounds: 3,
      },
      {
        name: "memory while a table of 200 MB is read and checked / of 10 MB",
        ours: () => bench.memory(long),
        baseline: () => bench.memory(file),
        limit: 1.25,
        unit: "MB",
        rounds: 3,
        warmup: 0,
      },
    ],
    close: async () => {
      await bench.close();
      remove();
    },
  };
}
