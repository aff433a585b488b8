import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createBackup } from "#main/backups/archive/create.ts";
import { verifyBackup } from "#main/backups/archive/verify.ts";
import type { Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import type { CallOptions } from "#main/base/ports.ts";
import { later, newFolder, newJobs, passphrase, saveCheapBackup, strayNames } from "../../../support/backups.ts";
import { leastWork } from "../../../support/least-work.ts";
import { makeSample, type Sample, sampleFolder } from "../../../support/sample-store.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let folder: string;
let remove: () => void;
let sample: Sample;
let jobs: Jobs<WorkerJobs>;
let target: string;
/** A backup that is cheap to open. */
let soundFile: string;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("cancel"));
  sample = await makeSample(join(folder, "data"), { users: 2000, events: 600 });
  soundFile = join(folder, "sound.age");
  await saveCheapBackup(sample, soundFile);
});
afterAll(async () => {
  await sample.store.close();
  remove();
});

beforeEach(() => {
  jobs = newJobs();
  target = newFolder(folder, "target");
});
afterEach(async () => {
  await jobs.close();
  rmSync(target, { recursive: true });
});

/** @param work what is asked of the passphrase: as much as of a person's, where its derivation is what is stopped */
const create = (options: CallOptions, work: { workFactor?: number } = {}) =>
  createBackup(
    { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey },
    { file: join(target, "b.age"), protection: { passphrase, ...work } },
    options,
  );
/** Less than a person's costs. */
const cheap = { workFactor: leastWork };

/** Nothing is left, and no connection of the ended thread holds up the live store. */
async function expectUntouched(): Promise<void> {
  expect(readdirSync(target)).toEqual([]);
  expect(strayNames(sample.dataDir)).toEqual([]);
  await sample.store.write((tx) => tx.updateTable("users").set({ name: "written afterwards" }).execute());
  const { rows } = await sql<{ busy: number; log: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(sample.store.db);
  expect(rows[0]).toMatchObject({ busy: 0, log: 0 });
}

function stopAt(when: (phase: string, done: number) => boolean): CallOptions {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    onProgress: ({ phase, done }) => {
      if (when(phase, done)) stop.abort();
    },
  };
}

test.each([
  ["the snapshot", (phase: string) => phase === "snapshot", {}],
  ["the derivation of the key", (phase: string, done: number) => phase === "encrypt" && done === 0, {}],
  ["the encryption", (phase: string, done: number) => phase === "encrypt" && done > 0, cheap],
])("a backup that is cancelled during %s leaves nothing", async (_what, when, work) => {
  await expect(create(stopAt(when), work)).rejects.toMatchObject({ code: "CANCELLED" });
  await expectUntouched();
});

test("a backup that is cancelled before it begins leaves nothing", async () => {
  await expect(create({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  await expectUntouched();
});

test("closing the console cancels a backup", async () => {
  const making = create({ onProgress: () => void jobs.close() });
  await expect(making).rejects.toMatchObject({ code: "CANCELLED" });
  await expectUntouched();
});

test.each(["decrypt", "check", "seeds", "audit"])(
  "a verification that is cancelled during %s leaves nothing",
  async (last) => {
    const verifying = verifyBackup(
      { dataDir: sample.dataDir, jobs },
      { file: soundFile, opening: { passphrase } },
      stopAt((phase) => phase === last),
    );
    await expect(verifying).rejects.toMatchObject({ code: "CANCELLED" });
    await expectUntouched();
  },
);

test("the folder of the backup goes away meanwhile", async () => {
  const onProgress: CallOptions["onProgress"] = ({ phase }) => {
    if (phase === "encrypt") rmSync(target, { recursive: true, force: true });
  };
  const making = create({ onProgress }, cheap);
  await expect(making).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  newFolder(folder, "target");
  await expectUntouched();
});
