import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import Database from "better-sqlite3";
import { healthReport } from "#main/system/health.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { say } from "#shared/texts/say.ts";

let dataDir: string;
let moved: string;
beforeEach(async () => {
  const harness = await openHarness();
  await setUp(harness);
  await harness.console.close();
  ({ dataDir } = harness);
  moved = join(temporaryFolder(), "moved");
});

const mode = (...parts: string[]): number => statSync(join(dataDir, ...parts)).mode & 0o777;
const open = (): Promise<Harness> => openHarness({ dataDir });
const problemOf = async (harness: Harness) => (await harness.call("system.status", {})).problem;

const doctor = () =>
  healthReport({
    dataDir,
    runtime: { name: "terminal", version: "24" },
    keychain: { state: "unavailable", reason: null },
    now: Date.now(),
  });

describe("files of the data folder that others can read or change", () => {
  const kept = "store.before-20260101T000000Z";
  beforeEach(() => {
    mkdirSync(join(dataDir, kept), { recursive: true });
    writeFileSync(join(dataDir, kept, "console.db"), "a store of before");
    mkdirSync(join(dataDir, "logs"));
    writeFileSync(join(dataDir, "logs", "console.log"), "");
    writeFileSync(join(dataDir, "backup.lock.db"), "");
    for (const folder of ["", "store", kept, "logs"]) chmodSync(join(dataDir, folder), 0o777);
    for (const file of ["store/console.db", `${kept}/console.db`, "logs/console.log", "lock.db", "backup.lock.db"]) {
      chmodSync(join(dataDir, file), 0o666);
    }
  });

  it("are named by the doctor, who changes nothing", async () => {
    const { healthy, store } = await doctor();
    expect(healthy).toBe(false);
    const named = store.exposed.map(say).join("\n");
    for (const name of ["The data folder", "store", "store/console.db", `${kept}/console.db`, "logs", "lock.db"]) {
      expect(named).toContain(`“${name}”`);
    }
    expect(mode("store", "console.db")).toBe(0o666);
  });

  it("are closed to them when the console opens, all of them, and the log says so", async () => {
    const harness = await open();
    expect(await problemOf(harness)).toBeNull();
    for (const folder of ["", "store", kept, "logs"]) expect(mode(folder), folder).toBe(0o700);
    for (const file of ["store/console.db", `${kept}/console.db`, "logs/console.log", "lock.db", "backup.lock.db"]) {
      expect(mode(file), file).toBe(0o600);
    }
    const warnings = harness.log.filter(({ level }) => level === "warn");
    expect(warnings).toMatchObject([{ facts: { count: 9, first: "." } }]);
    expect(await doctor()).toMatchObject({ store: { exposed: [] } });
  });

  it("are closed at each later opening too", async () => {
    const harness = await open();
    await harness.reopen(() => chmodSync(join(dataDir, "store", "console.db"), 0o644));
    expect(mode("store", "console.db")).toBe(0o600);
  });
});

describe("a data folder that is not opened, with its reason", () => {
  /** @returns what every door says, when it is the same */
  const refusal = async (): Promise<string> => {
    const { store } = await doctor();
    const harness = await open();
    const problem = await problemOf(harness);
    const refused = await harness.refuse("users.list", {});
    await harness.console.close();
    const same = problem?.text === refused.message && store.exposed.map(say).includes(refused.message);
    return same ? `${refused.code}: ${refused.message}` : "different answers";
  };

  it("has a link in place of the store's folder", async () => {
    renameSync(join(dataDir, "store"), moved);
    symlinkSync(moved, join(dataDir, "store"));
    expect(await refusal()).toMatch(/^STORE_UNSAFE: “store” in the data folder is a link/u);
  });

  it("has a link in place of the store's file", async () => {
    renameSync(join(dataDir, "store", "console.db"), moved);
    symlinkSync(moved, join(dataDir, "store", "console.db"));
    expect(await refusal()).toMatch(/^STORE_UNSAFE: “store\/console.db” in the data folder is a link/u);
  });

  it("has a link in place of the lock, also one that leads nowhere", async () => {
    renameSync(join(dataDir, "lock.db"), moved);
    symlinkSync(`${moved}.not`, join(dataDir, "lock.db"));
    expect(await refusal()).toMatch(/^STORE_UNSAFE: “lock.db” in the data folder is a link/u);
    expect(statSync(`${moved}.not`, { throwIfNoEntry: false })).toBeUndefined();
  });

  it("has a pipe in place of the store's file", async () => {
    renameSync(join(dataDir, "store", "console.db"), moved);
    spawnSync("mkfifo", [join(dataDir, "store", "console.db")]);
    expect(await refusal()).toMatch(/^STORE_UNSAFE: “store\/console.db” in the data folder is not a file/u);
  });

  it("has a folder in place of the lock, or of the store's file", async () => {
    for (const name of ["lock.db", "store/console.db"]) {
      renameSync(join(dataDir, name), moved);
      mkdirSync(join(dataDir, name));
      const pattern = `^STORE_UNSAFE: “${name}” in the data folder is a folder, but must be a file`;
      expect(await refusal()).toMatch(new RegExp(pattern, "u"));
      rmdirSync(join(dataDir, name));
      renameSync(moved, join(dataDir, name));
    }
  });

  it("has a file in place of the store's folder", async () => {
    renameSync(join(dataDir, "store"), moved);
    writeFileSync(join(dataDir, "store"), "");
    expect(await refusal()).toMatch(/^STORE_UNSAFE: “store” in the data folder is a file, but must be a folder/u);
  });

  it("has a store's file with a second name, until a copy takes its place", async () => {
    const file = join(dataDir, "store", "console.db");
    linkSync(file, `${moved}.db`);
    expect(await refusal()).toMatch(/^STORE_UNSAFE: “store\/console.db” in the data folder has a second name/u);
    copyFileSync(file, moved);
    renameSync(moved, file);
    const harness = await open();
    expect(await problemOf(harness)).toBeNull();
  });

  describe.skipIf(process.getuid?.() !== 0)("where somebody else owns", () => {
    it.each(["store", "store/console.db", "lock.db", ""])("“%s”", async (name) => {
      chownSync(join(dataDir, name), 65_534, 65_534);
      expect(await refusal()).toMatch(/belongs to another account/u);
    });
  });
});

it("a data folder that is itself reached through a link is opened", async () => {
  renameSync(dataDir, moved);
  symlinkSync(moved, dataDir);
  const harness = await openHarness({ dataDir });
  expect(await problemOf(harness)).toBeNull();
});

describe("the lock", () => {
  it("that something else was written to is no damage of the store, and what was found is kept", async () => {
    const found = Buffer.from("age-encryption.org/v1 somebody's only backup\n".repeat(200));
    writeFileSync(join(dataDir, "lock.db"), found);
    const [one, two] = await Promise.all([open(), open()]);
    expect(await problemOf(one)).toBeNull();
    expect(await problemOf(two)).toBeNull();
    expect((await one.call("system.status", {})).phase).not.toBe("damaged");
    const kept = readdirSync(dataDir).filter((name) => name.startsWith("lock.db.found-"));
    expect(kept.length).toBeGreaterThan(0);
    expect(readFileSync(join(dataDir, kept[0] ?? "")).equals(found)).toBe(true);
    expect(mode(kept[0] ?? "")).toBe(0o600);
  });

  it("that another program holds is told as in use, and as no damage", async () => {
    const other = new Database(join(dataDir, "lock.db"));
    other.exec("BEGIN EXCLUSIVE");
    await expect(open()).rejects.toMatchObject({ code: "STORE_IN_USE" });
    other.exec("ROLLBACK");
    other.exec("BEGIN IMMEDIATE");
    expect(await problemOf(await open())).toBeNull();
    other.close();
  });
});
