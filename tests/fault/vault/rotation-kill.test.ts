import { randomBytes, randomInt } from "node:crypto";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { verifyChain } from "#main/audit/verify.ts";
import { newId } from "#main/base/ids.ts";
import { sealDeviceSeed, unsealDeviceSeed } from "#main/enrolment/hardware/devices.ts";
import { replaceCodeSet } from "#main/store/factors/backup-codes.ts";
import { readConsole } from "#main/store/console/console.ts";
import { insertDevice } from "#main/store/factors/hardware-tokens.ts";
import { holdStore } from "#main/store/sqlite/lock.ts";
import type { Db } from "#main/store/store.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { readSeeds } from "#main/store/backups/contents.ts";
import { listSlots } from "#main/store/console/vault-slots.ts";
import { findBackupCode, newCodeSet } from "#main/twofactor/backup-codes.ts";
import { bindKeychain, openByKeychain, openHumanSlot, prepareKeychainSlot } from "#main/keys/open.ts";
import type { Keys } from "#main/keys/keys.ts";
import { HardwareTokenId, UserId } from "#shared/model/ids.ts";
import { crockfordCode } from "#shared/model/typed.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { often } from "../../support/long.ts";
import { type Child, startChild } from "../../support/processes.ts";
import { makeSample, sampleDesk, sampleFolder, sampleTime } from "../../support/sample-store.ts";
import { leastCost } from "../../support/least-work.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const script = new URL("rotation.child.ts", import.meta.url);
const users = 600;
const kills = often(9, 100);
/** At the same time. */
const lanes = 3;

let folder: string;
let remove: () => void;
/** A place whose data key was exchanged once already. */
let pristine: string;
let backupCode: string;
/** What somebody has on paper. */
let recoveryKey: string;
let code: { userId: UserId };
let runs = 0;
/** Milliseconds from the beginning to the first seeds, and from there to the end. */
let span: { before: number; sealing: number };

const places = (place: string): [string, string] => [join(place, "data"), join(place, "keychain")];

async function fill(place: string): Promise<void> {
  const [dataDir, keychainDir] = places(place);
  for (const path of [place, dataDir, keychainDir]) mkdirSync(path, { mode: 0o700 });
  const { store, keys, storeId, recoveryKey: onPaper } = await makeSample(dataDir, { users, events: 300 });
  const binding = await prepareKeychainSlot(folderKeychain(keychainDir), sampleDesk, storeId, keys, sampleTime);
  if (!binding) throw new Error("the keychain did not answer");
  recoveryKey = onPaper;
  const made = await newCodeSet(keys, { codeCount: 3, codeGroups: 2 }, sampleTime, leastCost);
  backupCode = made.codes[1] ?? "";
  const [user] = await store.db.selectFrom("users").select("id").limit(1).execute();
  code = { userId: UserId.parse(user?.id) };
  const device = newId(HardwareTokenId, sampleTime);
  await store.write(async (tx) => {
    await bindKeychain(tx, binding);
    await replaceCodeSet(tx, { kind: "user", id: code.userId }, made.set, made.hashes, sampleTime);
    await insertDevice(tx, {
      id: device,
      serial: "A1",
      serial_key: "a1",
      model: "",
      kind: "totp",
      algorithm: "SHA1",
      digits: 6,
      period: 30,
      state: "stock",
      seed: sealDeviceSeed(keys, device, randomBytes(20)),
      last_step: null,
      drift: 0,
      created_at: sampleTime,
      updated_at: sampleTime,
      ahead_used: "[]",
    });
  });
  await store.close();
}

const start = (place: string): Child => startChild(script, [...places(place), recoveryKey]);

/** One exchange that nobody disturbs, in `place`. */
async function measure(place: string): Promise<typeof span> {
  const child = start(place);
  await child.line((line) => line === "begin");
  const begun = performance.now();
  await child.line((line) => line.startsWith("progress "));
  const sealing = performance.now();
  const done = await child.line((line) => line.startsWith("done "));
  const ended = performance.now();
  expect(done).toMatch(/^done 60[12]$/u);
  await child.ended;
  return { before: sealing - begun, sealing: ended - sealing };
}

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("rotation"));
  pristine = join(folder, "pristine");
  await fill(pristine);
  await measure(pristine);
  const trial = join(folder, "trial");
  cpSync(pristine, trial, { recursive: true });
  span = await measure(trial);
});
afterAll(() => remove());

async function openAll(db: Db, keys: Keys): Promise<number> {
  let opened = 0;
  let page = await readSeeds(db, "", 500);
  while (page.length > 0) {
    for (const { id, seed } of page) keys.unseal({ table: "tokens", column: "seed", row: id }, seed);
    opened += page.length;
    page = await readSeeds(db, page.at(-1)?.id ?? "", 500);
  }
  for (const device of await db.selectFrom("hardware_tokens").selectAll().execute()) {
    unsealDeviceSeed(keys, device);
    opened += 1;
  }
  return opened;
}

/** Opens the place as the next start does. @returns whether the data key was exchanged */
async function expectWhole(place: string): Promise<boolean> {
  const [dataDir, keychainDir] = places(place);
  const lock = await holdStore(dataDir);
  expect(lock.exclusive).toBe(true);
  const store = await openStore(storeFile(dataDir), { create: false });
  try {
    const keys = await openByKeychain(store.db, folderKeychain(keychainDir));
    if (!keys) throw new Error("the keychain does not open the store");
    expect(await openAll(store.db, keys)).toBe(users + 1);
    expect(await verifyChain(store.db, keys)).toMatchObject({ valid: true });
    const sets = await store.db.selectFrom("backup_code_sets").selectAll().where("user_id", "=", code.userId).execute();
    const [set] = sets;
    if (!set) throw new Error("no backup codes");
    expect(await findBackupCode(store.db, keys, set, crockfordCode(backupCode))).toEqual({ position: 1, used: false });
    const row = await readConsole(store.db);
    const retired = await store.db.selectFrom("retired_keys").selectAll().execute();
    expect([1, 2]).toContain(retired.length);
    expect(row?.audit_seq).toBe(300 + retired.length);
    expect((await listSlots(store.db)).map(({ kind }) => kind).toSorted()).toEqual(["keychain", "recovery"]);
    // Whatever was shown or not: the recovery key on paper opens the same data key.
    const { dataKey } = await openHumanSlot(store.db, { recoveryKey });
    expect(dataKey.equals(keys.exportDataKey())).toBe(true);
    keys.wipe();
    return retired.length === 2;
  } finally {
    await store.close();
    lock.release();
  }
}

/** Ends an exchange at one of three kinds of moments: the waiting is the moment's choice. @returns whether it was still running */
async function killOne(child: Child, turn: number): Promise<boolean> {
  if (turn % 5 === 0) {
    await child.line((line) => line === "keychain delete");
  } else if (turn % 3 === 0) {
    await child.line((line) => line === "begin");
    await wait(randomInt(Math.ceil(span.before + span.sealing)));
  } else {
    await child.line((line) => line.startsWith("progress "));
    await wait(randomInt(Math.ceil(span.sealing)));
  }
  child.process.kill("SIGKILL");
  return (await child.ended) === "SIGKILL";
}

test("an exchange of the data key that is killed at any moment leaves the old one or the new one, whole, and the recovery key on paper opens it", async () => {
  const hit = { before: 0, after: 0, missed: 0 };
  let turn = 0;
  const lane = async (): Promise<void> => {
    while (hit.before + hit.after < kills) {
      const place = join(folder, `run-${(runs += 1)}`);
      cpSync(pristine, place, { recursive: true });
      const killed = await killOne(start(place), (turn += 1));
      const exchanged = await expectWhole(place);
      if (!killed) hit.missed += 1;
      else if (exchanged) hit.after += 1;
      else hit.before += 1;
      rmSync(place, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  console.log(`kills before the commit: ${hit.before}, after it: ${hit.after}; ended by itself first: ${hit.missed}`);
  expect(hit.before).toBeGreaterThan(0);
  expect(hit.after).toBeGreaterThan(0);
});
