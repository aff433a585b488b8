import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { healthReport, type HealthOptions } from "#main/system/health.ts";
import { schemaVersion } from "#main/store/migrations/migrations.ts";
import { inspectStore } from "#main/store/sqlite/inspect.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile, storeFolder } from "#main/store/data-folder.ts";
import { HealthReport } from "#shared/contract/system.ts";
import { text } from "#shared/texts/text.ts";
import { type Told, toldAll } from "../../support/told.ts";

const now = Date.UTC(2026, 10, 24, 8);
const hour = 3_600_000;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "countersign-health-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function report(options: Partial<HealthOptions> = {}): Promise<Told<HealthReport>> {
  const runtime = { name: "terminal", version: "24" } as const;
  const keychain = { state: "unavailable", reason: text("base.keychainSilent") } as const;
  const found = await healthReport({ dataDir, runtime, keychain, now, ...options });
  return toldAll(HealthReport.parse(found));
}

/** A store with people, a tested recovery key, and a backup as its last event, an hour ago. */
async function makeStore(setup: "pending" | "complete" = "complete", clockFloor = now - hour): Promise<string> {
  mkdirSync(storeFolder(dataDir), { mode: 0o700 });
  const file = storeFile(dataDir);
  await (await openStore(file, { create: true })).close();
  const raw = new Database(file);
  raw
    .prepare("INSERT INTO console VALUES (1, 's', 'Org', 'Org', ?, ?, ?, 1, x'00', x'00', 0, 0)")
    .run(setup, now - 2 * hour, clockFloor);
  raw
    .prepare("INSERT INTO audit_events VALUES (1, ?, NULL, NULL, 'setup.begin', NULL, NULL, 'done', '{}', x'00')")
    .run(now - hour);
  raw
    .prepare("INSERT INTO audit_events VALUES (2, ?, NULL, NULL, 'backup.create', NULL, NULL, 'done', '{}', x'00')")
    .run(now - hour);
  const slot = raw.prepare("INSERT INTO vault_slots VALUES (?, ?, ?, zeroblob(64), 0, '', 0, NULL)");
  slot.run("k", "keychain", '{"account":"vault:s:k"}');
  slot.run("r", "recovery", "{}");
  const user = raw.prepare(
    `INSERT INTO users (pk, id, username, username_key, name, name_sort, email, external_id, notes, status, search, created_at, updated_at)
     VALUES (?, ?, ?, ?, 'Ada', 'ada', '', '', '', 'active', 'ada', 0, 0)`,
  );
  raw.transaction(() => {
    for (let n = 1; n <= 3000; n += 1) user.run(n, `id-${n}`, `user-${n}`, `user-${n}`);
  })();
  raw.close();
  return file;
}

describe("a folder without a store", () => {
  it("is not in order, empty, and stays as it is", async () => {
    const found = await report({ dataDir: join(dataDir, "nowhere") });
    expect(found).toMatchObject({
      healthy: false,
      attention: ["No console is set up in this data folder yet."],
      store: { phase: "empty", schemaVersion: null, sizeBytes: null, problems: [] },
      clock: { now, lastEventAt: null, rolledBack: false },
    });
    expect(() => readFileSync(join(dataDir, "nowhere"))).toThrow("ENOENT");
  });

  it("names the versions of what runs here", async () => {
    const { versions } = await report();
    expect(versions).toMatchObject({
      node: process.versions.node,
      sqlite: expect.stringMatching(/^3\.\d+\.\d+$/u) as string,
      countersign: expect.stringMatching(/^\d+\.\d+\.\d+/u) as string,
    });
  });
});

describe("a sound store", () => {
  it.each(["quick", "full"] as const)("is healthy (%s)", async (depth) => {
    const file = await makeStore();
    const before = readFileSync(file);
    const found = await report({ depth });
    expect(found).toMatchObject({
      healthy: true,
      store: { phase: "locked", schemaVersion, sizeBytes: before.length, problems: [] },
      clock: { lastEventAt: now - hour, rolledBack: false },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("asks the keychain for the store's own accounts", async () => {
    await makeStore();
    const asked: string[] = [];
    const found = await report({
      keychain: (accounts) => {
        asked.push(...accounts);
        return Promise.resolve({ state: "bound", reason: null });
      },
    });
    expect(asked).toEqual(["vault:s:k"]);
    expect(found).toMatchObject({ keychain: { state: "bound" }, store: { phase: "ready" } });
  });

  it("tells of an unfinished set-up, and prefers what the console knows", async () => {
    await makeStore("pending");
    expect((await report()).store.phase).toBe("setup");
    expect((await report({ phase: "ready" })).store.phase).toBe("ready");
  });

  it("can be looked at while another process writes", async () => {
    const file = await makeStore();
    const writer = await openStore(file, { create: false });
    const raw = new Database(file);
    raw.exec("BEGIN IMMEDIATE; UPDATE users SET name = 'Bob' WHERE pk = 1;");
    expect((await report()).healthy).toBe(true);
    raw.exec("COMMIT");
    raw.close();
    await writer.close();
  });

  it("is not healthy where the clock is behind it", async () => {
    await makeStore("complete", now + hour);
    expect(await report()).toMatchObject({ healthy: false, clock: { rolledBack: true }, store: { problems: [] } });
    expect((await report({ now: now + hour - 30_000 })).healthy).toBe(true);
  });
});

describe("a store that is not sound", () => {
  async function problemsOf(damage: (file: string) => void, depth: HealthOptions["depth"] = "full"): Promise<string[]> {
    damage(await makeStore());
    const found = await report({ depth: depth ?? "full" });
    expect(found).toMatchObject({ healthy: false, store: { phase: "damaged" } });
    return found.store.problems;
  }

  it("cut in the middle", async () => {
    expect(await problemsOf((file) => truncateSync(file, 40_000))).not.toEqual([]);
  });

  it("empty, missing, of another kind", async () => {
    expect(await problemsOf((file) => truncateSync(file, 0))).toEqual([
      "The database file is empty. Restore a backup.",
    ]);
    rmSync(storeFolder(dataDir), { recursive: true });
    expect(await problemsOf((file) => rmSync(file))).toEqual([
      "The database's folder is there, but its file is missing. Restore a backup.",
    ]);
    rmSync(storeFolder(dataDir), { recursive: true });
    expect(await problemsOf((file) => writeFileSync(file, "a letter ".repeat(1000)))).toEqual([
      "The database is damaged. Nothing was changed. Restore a backup.",
    ]);
  });

  it("another program's database", async () => {
    const problems = await problemsOf((file) => {
      rmSync(file);
      const other = new Database(file);
      other.exec("CREATE TABLE bookmarks (url TEXT)");
      other.close();
    });
    expect(problems).toEqual([expect.stringContaining("another program")]);
  });

  it("of a newer version", async () => {
    const problems = await problemsOf((file) => {
      const raw = new Database(file);
      raw.pragma("user_version = 99");
      raw.close();
    });
    expect(problems).toEqual([expect.stringContaining("newer version")]);
    expect((await inspectStore(dataDir, "quick", Date.now())).schemaVersion).toBe(99);
  });

  it("rows that refer to nothing", async () => {
    const problems = await problemsOf((file) => {
      const raw = new Database(file);
      raw.pragma("foreign_keys = OFF");
      raw.exec(`INSERT INTO backup_codes VALUES ('gone', 1, x'00', NULL), ('gone', 2, x'00', NULL)`);
      raw.close();
    }, "quick");
    expect(problems).toEqual(["2 rows of backup_codes refer to rows of backup_code_sets that do not exist"]);
  });

  it("an index that no longer fits its table: found by the full look, not by the quick one", async () => {
    const file = await makeStore();
    const index = "name = 'users_name'";
    const raw = new Database(file);
    raw.unsafeMode();
    raw.pragma("writable_schema = ON");
    const hidden = raw.prepare(`SELECT * FROM sqlite_schema WHERE ${index}`).get();
    raw.exec(`DELETE FROM sqlite_schema WHERE ${index}`);
    raw.close();
    // Without the index in the schema, the row is changed behind its back.
    const without = new Database(file);
    without.exec("UPDATE users SET name_sort = 'zoe' WHERE pk = 5");
    without.unsafeMode();
    without.pragma("writable_schema = ON");
    without.prepare("INSERT INTO sqlite_schema VALUES (@type, @name, @tbl_name, @rootpage, @sql)").run(hidden);
    without.close();
    expect((await report({ depth: "quick" })).store.problems).toEqual([]);
    expect((await report({ depth: "full" })).store.problems.join(" ")).toContain("users_name");
  });

  it("tells no more of it than a few lines", async () => {
    const problems = await problemsOf((file) => {
      const copy = `${file}.copy`;
      copyFileSync(file, copy);
      const bytes = readFileSync(copy);
      for (let page = 10; page * 4096 < bytes.length; page += 2) bytes.fill(0xff, page * 4096, page * 4096 + 200);
      writeFileSync(file, bytes);
      appendFileSync(file, Buffer.alloc(100));
    });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(22);
  });
});
