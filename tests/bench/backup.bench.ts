import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Encrypter } from "age-encryption";
import Database from "better-sqlite3";
import { createBackup } from "#main/backup/create.ts";
import { verifyBackup } from "#main/backup/verify.ts";
import { systemClock } from "#main/clock.ts";
import { Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/jobs/worker.ts";
import { makeSample, sampleFolder } from "../support/sample-store.ts";
import { type Area, loopDelay } from "./support.ts";

const passphrase = "an orchard behind the mill";
const users = 100_000;

/** What any backup of this kind costs: SQLite's own snapshot, and age over the same bytes. */
async function bareSteps(store: string, folder: string): Promise<void> {
  const snapshot = join(folder, "bare.db");
  const target = join(folder, "bare.age");
  const source = new Database(store, { readonly: true });
  await source.backup(snapshot, { progress: () => 2048 });
  source.close();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  const plain = Readable.toWeb(createReadStream(snapshot, { highWaterMark: 256 * 1024 })) as ReadableStream<Uint8Array>;
  await pipeline(await encrypter.encrypt(plain), createWriteStream(target, { flush: true }));
  rmSync(snapshot);
  rmSync(target);
}

export async function area(): Promise<Area> {
  const { folder, remove } = sampleFolder("bench");
  const { dataDir, store, dataKey } = await makeSample(join(folder, "data"), { users, events: 1000 });
  const jobs = new Jobs<WorkerJobs>(new URL("../../src/main/jobs/worker.ts", import.meta.url));
  const file = join(folder, "backup.age");
  const create = () =>
    createBackup({ dataDir, jobs, clock: systemClock, dataKey }, { file, passphrase, overwrite: true });
  return {
    figures: [
      {
        name: "backup of 100,000 users / snapshot and age of the same bytes",
        ours: create,
        baseline: () => bareSteps(store.file, folder),
        limit: 1.5,
        unit: "s",
        rounds: 3,
      },
      {
        name: "event-loop delay while a backup runs, p99",
        ours: () => loopDelay(create),
        limit: 50,
        unit: "ms",
        rounds: 3,
      },
      {
        name: "event-loop delay while a backup is verified, p99",
        ours: () => loopDelay(() => verifyBackup({ dataDir, jobs }, { file, passphrase })),
        limit: 50,
        unit: "ms",
        rounds: 3,
      },
    ],
    close: async () => {
      await jobs.close();
      await store.close();
      remove();
    },
  };
}
