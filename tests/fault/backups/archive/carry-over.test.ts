import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { saveCheapBackup, Site, strayNames } from "../../../support/backups.ts";
import { killAtEach } from "../../../support/kill-each.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import type { Work } from "./work.child.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 90_000 });

const script = new URL("work.child.ts", import.meta.url);
const people = 60;

let folder: string;
let remove: () => void;
/** A store in which everything was revoked and used since `backupFile` was made of it. */
let pristine: string;
let dataKeyFile: string;
let backupFile: string;

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
  const place = join(folder, "place");
  const dataDir = join(place, "data");
  const work: Work = { task: "restore", dataDir, file: backupFile, dataKeyFile };
  const outcomes = await killAtEach({
    script,
    args: [JSON.stringify(work)],
    place,
    prepare: () => cpSync(pristine, dataDir, { recursive: true }),
    judge: (change) => expectAllRevoked(dataDir, `change ${change}`),
  });
  expect(outcomes.at(-1)).toBe("new");
  expect(new Set(outcomes)).toEqual(new Set(["old", "new"]));
});
