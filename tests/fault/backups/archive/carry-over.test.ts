import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newFolder, saveCheapBackup, Site, strayNames } from "../../../support/backups.ts";
import { startChild } from "../../../support/processes.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import type { Work } from "./work.child.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 90_000 });

const script = new URL("work.child.ts", import.meta.url);
const killer = new URL("../../../support/kill-at.ts", import.meta.url);
const people = 60;

let folder: string;
let remove: () => void;
/** A store in which everything was revoked and used since `backupFile` was made of it. */
let pristine: string;
let dataKeyFile: string;
let backupFile: string;
let runs = 0;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("kill-carry"));
  pristine = join(folder, "pristine");
  const sample = await makeSample(pristine, { users: people, events: 10 });
  backupFile = join(folder, "backup.age");
  await saveCheapBackup(sample, backupFile);
  await sample.store.write(async (tx) => {
    await tx.updateTable("tokens").set({ status: "revoked", seed: null }).execute();
    await tx.updateTable("backup_codes").set({ used_at: 1 }).where("position", "<", 4).execute();
    await tx.updateTable("users").set({ status: "left" }).execute();
  });
  await sample.store.close();
  dataKeyFile = join(folder, "data.key");
  writeFileSync(dataKeyFile, sample.dataKey);
});
afterAll(() => remove());

function newPlace(): { dataDir: string; done: () => void } {
  const place = newFolder(folder, `run-${(runs += 1)}`);
  const dataDir = join(place, "data");
  cpSync(pristine, dataDir, { recursive: true });
  return { dataDir, done: () => rmSync(place, { recursive: true }) };
}

async function restoreIn(dataDir: string, killAt?: number): Promise<{ ended: number | string; changes: number }> {
  const work: Work = { task: "restore", dataDir, file: backupFile, dataKeyFile };
  const env = killAt === undefined ? {} : { COUNTERSIGN_TEST_KILL_AT: String(killAt) };
  const child = startChild(script, [JSON.stringify(work)], { imports: killer, env });
  const last = await child.line((line) => line.startsWith("changes "));
  return { ended: await child.ended, changes: Number(last?.split(" ")[1]) };
}

/** Opens the place as the next start does. Whichever store is there, nothing that was revoked counts. */
async function expectAllRevoked(dataDir: string, what: string): Promise<"old" | "new"> {
  const site = await Site.open(dataDir);
  try {
    const db = site.store?.db;
    expect(await db?.selectFrom("tokens").select("id").where("status", "<>", "revoked").execute(), what).toEqual([]);
    expect(await db?.selectFrom("users").select("id").where("status", "<>", "left").execute(), what).toEqual([]);
    const used = await db?.selectFrom("backup_codes").select("position").where("used_at", "is not", null).execute();
    expect(used, what).toHaveLength(4);
    expect(strayNames(dataDir), what).toEqual([]);
    const restores = await db?.selectFrom("restores").selectAll().execute();
    const kept = readdirSync(dataDir).filter((name) => name.startsWith("store.before-"));
    expect(restores, what).toHaveLength(kept.length);
    if (restores?.[0]) expect(restores[0].carry_over, what).toBe("carried");
    return restores?.length === 1 ? "new" : "old";
  } finally {
    await site.close();
  }
}

test("a restore that is killed at any change of the file system brings back nothing that was revoked", async () => {
  const whole = newPlace();
  const { ended, changes } = await restoreIn(whole.dataDir);
  expect(ended).toBe(0);
  expect(await expectAllRevoked(whole.dataDir, "whole")).toBe("new");
  whole.done();
  const outcomes = new Set<string>();
  for (let killAt = 1; killAt <= changes; killAt += 1) {
    const place = newPlace();
    expect((await restoreIn(place.dataDir, killAt)).ended, `change ${killAt}`).toBe("SIGKILL");
    outcomes.add(await expectAllRevoked(place.dataDir, `change ${killAt}`));
    place.done();
  }
  expect(outcomes).toEqual(new Set(["old", "new"]));
});
