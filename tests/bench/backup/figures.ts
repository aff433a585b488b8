import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { createBackup } from "#main/backups/archive/create.ts";
import { proveBackup } from "#main/backups/archive/prove-backup.ts";
import { verifyBackup } from "#main/backups/archive/verify.ts";
import { writeBackup, type WriteInput } from "#main/backups/archive/write-backup.ts";
import { systemClock } from "#main/base/clock.ts";
import type { StoreAddress } from "#main/store/store.ts";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { newFolder, newJobs, Site } from "../../support/backups.ts";
import { makeSample, sampleFolder } from "../../support/sample-store.ts";
import { type Area, loopDelay } from "../support.ts";
import { ByHand } from "./by-hand.ts";
import type { Task } from "./memory.ts";

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

/** A store of so many users, a backup of it, and a place where it is restored. */
class Bench {
  readonly jobs = newJobs();
  readonly folder: string;
  readonly store: StoreAddress;
  readonly dataDir: string;
  readonly #dataKey: Buffer;
  readonly #pair: { identity: string; recipient: string };
  readonly #site: Site;

  constructor(
    folder: string,
    made: {
      store: StoreAddress;
      dataDir: string;
      dataKey: Buffer;
      pair: { identity: string; recipient: string };
      site: Site;
    },
  ) {
    this.folder = folder;
    this.store = made.store;
    this.dataDir = made.dataDir;
    this.#dataKey = made.dataKey;
    this.#pair = made.pair;
    this.#site = made.site;
  }

  get file(): string {
    return join(this.folder, "backup.age");
  }

  async #within<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(this.folder, "work-"));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  #input(workspace: string): WriteInput {
    return {
      store: this.store,
      workspace,
      target: join(workspace, "backup.age"),
      protection: { recipients: [this.#pair.recipient] },
      dataKey: Buffer.from(this.#dataKey),
      at: systemClock.now(),
    };
  }

  /** All of it in this thread: what starting a thread takes does not depend on the store. */
  async create(): Promise<void> {
    await this.#within((workspace) => writeBackup(this.#input(workspace), quiet));
  }

  async verify(): Promise<void> {
    const opening = { identity: this.#pair.identity };
    await this.#within((folder) => proveBackup({ file: this.file, opening, folder }, quiet));
  }

  /** As the console does it, thread, switch and opening included. */
  async restore(): Promise<void> {
    await this.#site.restore(this.file, {}, { identity: this.#pair.identity });
    const { dataDir } = this.#site;
    for (const name of await readdir(dataDir)) {
      if (name.startsWith("store.before-")) await rm(join(dataDir, name), { recursive: true });
    }
  }

  /** The file that is verified and restored. */
  async createInThread(): Promise<void> {
    const { dataDir, jobs, file } = this;
    const request = { file, protection: { recipients: [this.#pair.recipient] }, overwrite: true };
    await createBackup({ dataDir, jobs, clock: systemClock, dataKey: this.#dataKey }, request);
  }

  async verifyInThread(): Promise<void> {
    const { dataDir, jobs, file } = this;
    await verifyBackup({ dataDir, jobs }, { file, opening: { identity: this.#pair.identity } });
  }

  /** In a process of its own. @returns MB above what it held before */
  memory(kind: Task["kind"]): Promise<number> {
    return this.#within(async (workspace) => {
      const input = this.#input(workspace);
      const opening = { identity: this.#pair.identity };
      const task: Task =
        kind === "create"
          ? { kind, input: { ...input, dataKey: Buffer.from(input.dataKey).toString("base64") } }
          : { kind, input: { file: this.file, opening, folder: workspace } };
      const script = fileURLToPath(import.meta.resolve("./memory.ts"));
      const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(task)]);
      return Number(stdout);
    });
  }

  async close(): Promise<void> {
    await this.jobs.close();
    await this.#site.close();
    await rm(this.folder, { recursive: true });
  }
}

/** Rounds of each figure that is compared with the standard tools. */
interface Counted {
  rounds: number;
  warmup: number;
}

/** How long it takes, as a ratio to the same by hand. */
function timesOf(bench: Bench, hand: ByHand, of: string, counted: Counted): Figure[] {
  const ratio = (name: string, limit: number, ours: () => Promise<void>, baseline: () => Promise<void>): Figure => ({
    name,
    ours,
    baseline,
    limit,
    unit: "s",
    ...counted,
  });
  const create = () => bench.create();
  const verifyByHand = () => hand.verify(bench.file);
  return [
    ratio(`backup ${of} / VACUUM INTO, age, sync`, 1.2, create, () => hand.create(bench.store.file)),
    ratio(`verification ${of} / age -d, tar, integrity_check`, 2.5, () => bench.verify(), verifyByHand),
    ratio(`restore ${of} / age -d, tar, integrity_check`, 3, () => bench.restore(), verifyByHand),
    // For information: how near to the disk's own speed it is. A limit only against losing an order of magnitude.
    ratio(`backup ${of} / cp and sync of its store`, 30, create, () => hand.copy(bench.store.file)),
  ];
}

/** What it takes besides time. */
function costsOf(bench: Bench, of: string): Figure[] {
  const value = (name: string, limit: number, unit: "ms" | "MB", ours: () => Promise<number>): Figure => ({
    name,
    ours,
    limit,
    unit,
    rounds: 3,
    warmup: 0,
  });
  const memory = (name: string, kind: Task["kind"]) =>
    value(`memory for a ${name} ${of}, above idle`, 150, "MB", () => bench.memory(kind));
  const delay = (name: string, work: () => Promise<void>) =>
    value(`event-loop delay in a ${name} ${of}, p99`, 50, "ms", () => loopDelay(work));
  return [
    memory("backup", "create"),
    memory("verification", "verify"),
    memory("restore", "restore"),
    delay("backup", () => bench.createInThread()),
    delay("verification", () => bench.verifyInThread()),
    delay("restore", () => bench.restore()),
  ];
}

/** @returns the figures of a store of so many users */
export async function figuresOf(users: number, counted: Counted): Promise<Area> {
  const { folder } = sampleFolder("bench-backup");
  const sample = await makeSample(join(folder, "data"), { users, events: 1000 });
  await sample.store.close();
  const pair = await makeIdentity();
  const site = await Site.open(newFolder(folder, "restored"));
  const { dataDir, dataKey } = sample;
  const bench = new Bench(folder, { store: sample.store.address, dataDir, dataKey, pair, site });
  await bench.createInThread();
  const hand = new ByHand(folder, await ByHand.keys(folder, pair));
  const of = `of ${users.toLocaleString("en")} users`;
  return {
    figures: [...timesOf(bench, hand, of, counted), ...costsOf(bench, of)],
    close: () => bench.close(),
  };
}
