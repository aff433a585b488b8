import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeIdentity, type Opening } from "#main/backups/archive/age.ts";
import { newFolder, prove, saveCheapBackup, Site, strayNames } from "../../../support/backups.ts";
import { startChild } from "../../../support/processes.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import type { Work } from "./work.child.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const script = new URL("work.child.ts", import.meta.url);
const killer = new URL("../../../support/kill-at.ts", import.meta.url);

let folder: string;
let remove: () => void;
/** A data folder with a store of "Present Hospital"; never worked in itself. */
let pristine: string;
let dataKeyFile: string;
/** A backup of "Restored Hospital". */
let backupFile: string;
let runs = 0;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("kill"));
  const source = await makeSample(join(folder, "source"), { users: 150, events: 60 }, "Restored Hospital");
  backupFile = join(folder, "backup.age");
  await saveCheapBackup(source, backupFile);
  await source.store.close();
  pristine = join(folder, "pristine");
  const present = await makeSample(pristine, { users: 50, events: 10 }, "Present Hospital");
  await present.store.close();
  dataKeyFile = join(folder, "data.key");
  writeFileSync(dataKeyFile, present.dataKey);
});
afterAll(() => remove());

/** A fresh place for one run: a copy of the store, and a folder for backups. */
function newPlace(): { dataDir: string; target: string; done: () => void } {
  const place = newFolder(folder, `run-${(runs += 1)}`);
  const dataDir = join(place, "data");
  cpSync(pristine, dataDir, { recursive: true });
  return { dataDir, target: newFolder(place, "target"), done: () => rmSync(place, { recursive: true }) };
}

interface Attempt {
  work: Work;
  /** Killed right before this change of the file system. */
  killAt?: number;
  /** Killed when this line of output comes. */
  killOn?: string;
}

async function attempt({ work, killAt, killOn }: Attempt): Promise<{ ended: number | string; changes: number }> {
  const env = killAt === undefined ? {} : { COUNTERSIGN_TEST_KILL_AT: String(killAt) };
  const child = startChild(script, [JSON.stringify(work)], { imports: killer, env });
  if (killOn !== undefined && (await child.line((line) => line.startsWith(killOn))) !== null)
    child.process.kill("SIGKILL");
  const last = await child.line((line) => line.startsWith("changes "));
  return { ended: await child.ended, changes: Number(last?.split(" ")[1]) };
}

/** Opens the place as the next start does: one of the two stores, whole, and nothing else. */
async function expectOldOrNew(dataDir: string, what: string): Promise<string> {
  const site = await Site.open(dataDir);
  try {
    expect(strayNames(dataDir), what).toEqual([]);
    const db = site.store?.db;
    const row = await db?.selectFrom("console").selectAll().executeTakeFirst();
    const users = await db
      ?.selectFrom("users")
      .select((select) => select.fn.countAll().as("count"))
      .executeTakeFirst();
    expect(
      [
        ["Present Hospital", 50],
        ["Restored Hospital", 150],
      ],
      what,
    ).toContainEqual([row?.organisation, users?.count]);
    const kept = readdirSync(dataDir).filter((name) => name.startsWith("store.before-"));
    if (row?.organisation === "Restored Hospital") {
      expect(row.audit_seq, what).toBe(61);
      expect(await db?.selectFrom("sessions").selectAll().execute(), what).toEqual([]);
      expect(kept, what).toHaveLength(1);
    } else {
      expect(kept, what).toEqual([]);
    }
    return row?.organisation ?? "";
  } finally {
    await site.close();
  }
}

test(
  "a restore that is killed at any change of the file system leaves the old store or the new one",
  { timeout: 180_000 },
  async () => {
    const whole = newPlace();
    const { ended, changes } = await attempt({ work: { task: "restore", dataDir: whole.dataDir, file: backupFile } });
    expect(ended).toBe(0);
    expect(changes).toBeGreaterThanOrEqual(10);
    whole.done();
    const outcomes: string[] = [];
    for (let killAt = 1; killAt <= changes; killAt += 1) {
      const place = newPlace();
      const killed = await attempt({ work: { task: "restore", dataDir: place.dataDir, file: backupFile }, killAt });
      expect(killed.ended, `change ${killAt}`).toBe("SIGKILL");
      outcomes.push(await expectOldOrNew(place.dataDir, `change ${killAt}`));
      place.done();
    }
    // There is one point of no return: first only the old store, then only the new one.
    const turn = outcomes.indexOf("Restored Hospital");
    expect(turn).toBeGreaterThan(0);
    expect(new Set(outcomes.slice(turn))).toEqual(new Set(["Restored Hospital"]));
  },
);

test.each(["decrypt", "check", "seeds", "audit", "switch"])("a restore that is killed during %s", async (phase) => {
  const place = newPlace();
  await attempt({ work: { task: "restore", dataDir: place.dataDir, file: backupFile }, killOn: `progress ${phase}` });
  await expectOldOrNew(place.dataDir, phase);
  place.done();
});

/** Work that makes a backup. The derivation of a passphrase's key changes no file, and would be waited for each time. */
async function creation(): Promise<{ opening: Opening; create: (place: ReturnType<typeof newPlace>) => Work }> {
  const { identity, recipient } = await makeIdentity();
  const recipients = [recipient];
  return {
    opening: { identity },
    create: ({ dataDir, target }) => ({
      task: "create",
      dataDir,
      file: join(target, "b.age"),
      dataKeyFile,
      recipients,
    }),
  };
}

/** After a killed backup: the store as it was, no leftovers, and at the target a sound backup or nothing. */
async function expectSoundOrNothing(place: ReturnType<typeof newPlace>, opening: Opening, what: string): Promise<void> {
  const file = join(place.target, "b.age");
  expect(await expectOldOrNew(place.dataDir, what)).toBe("Present Hospital");
  const names = readdirSync(place.target);
  expect(names.length === 0 || (names.length === 1 && names[0] === "b.age"), `${what}: ${names.join()}`).toBe(true);
  if (existsSync(file))
    await expect(prove(file, folder, opening), what).resolves.toMatchObject({ organisation: "Present Hospital" });
}

test(
  "a backup that is killed at any change of the file system leaves a sound file or none",
  { timeout: 180_000 },
  async () => {
    const whole = newPlace();
    const { opening, create } = await creation();
    const { ended, changes } = await attempt({ work: create(whole) });
    expect(ended).toBe(0);
    expect(changes).toBeGreaterThan(5);
    whole.done();
    for (let killAt = 1; killAt <= changes; killAt += 1) {
      const place = newPlace();
      expect((await attempt({ work: create(place), killAt })).ended).toBe("SIGKILL");
      await expectSoundOrNothing(place, opening, `change ${killAt}`);
      place.done();
    }
  },
);

test.each(["progress snapshot", "progress encrypt", "progress check"])(
  "a backup that is killed at %s",
  async (killOn) => {
    const place = newPlace();
    const { opening, create } = await creation();
    await attempt({ work: create(place), killOn });
    await expectSoundOrNothing(place, opening, killOn);
    place.done();
  },
);

test.each(["progress decrypt", "progress check", "progress audit"])(
  "a verification that is killed at %s",
  async (killOn) => {
    const place = newPlace();
    await attempt({ work: { task: "verify", dataDir: place.dataDir, file: backupFile }, killOn });
    expect(await expectOldOrNew(place.dataDir, killOn)).toBe("Present Hospital");
    place.done();
  },
);
