import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeIdentity, type Opening } from "#main/backups/archive/age.ts";
import { newFolder, prove, saveCheapBackup, Site, strayNames } from "../../../support/backups.ts";
import { killAtEach } from "../../../support/kill-each.ts";
import { startChild } from "../../../support/processes.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import type { Work } from "./work.child.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const script = new URL("work.child.ts", import.meta.url);

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

interface Place {
  dataDir: string;
  /** A folder for backups. */
  target: string;
}

/** For one run: a copy of the store, and a folder for backups, once they are prepared. */
function laterPlace(): Place & { place: string; prepare: () => void } {
  const place = join(folder, `run-${(runs += 1)}`);
  const [dataDir, target] = [join(place, "data"), join(place, "target")];
  const prepare = (): void => {
    cpSync(pristine, dataDir, { recursive: true });
    newFolder(place, "target");
  };
  return { place, dataDir, target, prepare };
}

function newPlace(): Place & { done: () => void } {
  const { place, prepare, ...folders } = laterPlace();
  prepare();
  return { ...folders, done: () => rmSync(place, { recursive: true }) };
}

/** Kills the work when this line of its output comes. */
async function killOn(line: string, work: Work): Promise<void> {
  const child = startChild(script, [JSON.stringify(work)]);
  if ((await child.line((one) => one.startsWith(line))) !== null) child.process.kill("SIGKILL");
  await child.ended;
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
    const { place, dataDir, prepare } = laterPlace();
    const outcomes = await killAtEach({
      script,
      args: [JSON.stringify({ task: "restore", dataDir, file: backupFile } satisfies Work)],
      place,
      prepare,
      judge: (change) => expectOldOrNew(dataDir, `change ${change}`),
    });
    expect(outcomes.length).toBeGreaterThan(10);
    // There is one point of no return: first only the old store, then only the new one.
    const turn = outcomes.indexOf("Restored Hospital");
    expect(turn).toBeGreaterThan(0);
    expect(new Set(outcomes.slice(turn))).toEqual(new Set(["Restored Hospital"]));
  },
);

test.each(["decrypt", "check", "seeds", "audit", "switch"])("a restore that is killed during %s", async (phase) => {
  const place = newPlace();
  await killOn(`progress ${phase}`, { task: "restore", dataDir: place.dataDir, file: backupFile });
  await expectOldOrNew(place.dataDir, phase);
  place.done();
});

/** Work that makes a backup. The derivation of a passphrase's key changes no file, and would be waited for each time. */
async function creation(): Promise<{ opening: Opening; create: (place: Place) => Work }> {
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
async function expectSoundOrNothing(place: Place, opening: Opening, what: string): Promise<"sound" | "none"> {
  const file = join(place.target, "b.age");
  expect(await expectOldOrNew(place.dataDir, what)).toBe("Present Hospital");
  const names = readdirSync(place.target);
  expect(names.length === 0 || (names.length === 1 && names[0] === "b.age"), `${what}: ${names.join()}`).toBe(true);
  if (!existsSync(file)) return "none";
  await expect(prove(file, folder, opening), what).resolves.toMatchObject({ organisation: "Present Hospital" });
  return "sound";
}

test(
  "a backup that is killed at any change of the file system leaves a sound file or none",
  { timeout: 180_000 },
  async () => {
    const { place, prepare, ...folders } = laterPlace();
    const { opening, create } = await creation();
    const outcomes = await killAtEach({
      script,
      args: [JSON.stringify(create(folders))],
      place,
      prepare,
      judge: (change) => expectSoundOrNothing(folders, opening, `change ${change}`),
    });
    expect(outcomes.length).toBeGreaterThan(6);
    expect(outcomes.at(-1)).toBe("sound");
  },
);

test.each(["progress snapshot", "progress encrypt", "progress check"])(
  "a backup that is killed at %s",
  async (line) => {
    const place = newPlace();
    const { opening, create } = await creation();
    await killOn(line, create(place));
    await expectSoundOrNothing(place, opening, line);
    place.done();
  },
);

test.each(["progress decrypt", "progress check", "progress audit"])(
  "a verification that is killed at %s",
  async (line) => {
    const place = newPlace();
    await killOn(line, { task: "verify", dataDir: place.dataDir, file: backupFile });
    expect(await expectOldOrNew(place.dataDir, line)).toBe("Present Hospital");
    place.done();
  },
);
