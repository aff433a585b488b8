import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { schemaVersion } from "#main/store/migrations/migrations.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

/** A closed store that was set up, for a test to damage. */
async function closedStore() {
  const harness = await openHarness();
  await setUp(harness);
  await harness.console.close();
  return { dataDir: harness.dataDir, file: storeFile(harness.dataDir) };
}

const damages: [string, (file: string) => void, string][] = [
  ["cut to half", (file) => truncateSync(file, readFileSync(file).length / 2), "STORE_DAMAGED"],
  ["cut to a few bytes", (file) => truncateSync(file, 10), "STORE_DAMAGED"],
  ["emptied", (file) => truncateSync(file, 0), "STORE_DAMAGED"],
  [
    "replaced by a text",
    (file) => writeFileSync(file, "this is not a database, whatever its name says\n".repeat(200)),
    "STORE_DAMAGED",
  ],
  ["replaced by another program's database", otherDatabase, "STORE_DAMAGED"],
  ["deleted", (file) => rmSync(file), "STORE_DAMAGED"],
  ["a folder", (file) => (rmSync(file), mkdirSync(file)), "STORE_UNSAFE"],
  ["from a newer version", newerVersion, "STORE_NEWER"],
];

function otherDatabase(file: string): void {
  rmSync(file);
  const raw = new Database(file);
  raw.exec("CREATE TABLE songs (title TEXT)");
  raw.close();
}

function newerVersion(file: string): void {
  const raw = new Database(file);
  raw.pragma(`user_version = ${schemaVersion + 1}`);
  raw.close();
}

/** SHA-256 of a file; null when there is none. */
const contentOf = (file: string): string | null =>
  statSync(file, { throwIfNoEntry: false })?.isFile()
    ? createHash("sha256").update(readFileSync(file)).digest("hex")
    : null;

describe("a store's file that was", () => {
  it.each(damages)("%s is told by its own code and left as it is", async (_how, damage, code) => {
    const { dataDir, file } = await closedStore();
    damage(file);
    const before = contentOf(file);
    const harness = await openHarness({ dataDir });
    expect(await harness.call("system.status", {})).toMatchObject({
      phase: "damaged",
      session: null,
      problem: { code },
    });
    expect((await harness.refuse("users.list", {})).code).toBe(code);
    expect(
      (await harness.refuse("setup.begin", { organisation: "New", owner: "eve", password: "a quiet harbour at dawn" }))
        .code,
    ).toBe(code);
    await harness.console.close();
    expect(contentOf(file)).toBe(before);
  });
});

describe.skipIf(process.getuid?.() !== 0)("a store that cannot be written", () => {
  it("is told as read-only and left as it is", async () => {
    const { dataDir, file } = await closedStore();
    const before = contentOf(file);
    const mounted = spawnSync("mount", ["--bind", "-o", "ro", dataDir, dataDir]);
    expect(mounted.status, mounted.stderr.toString()).toBe(0);
    spawnSync("mount", ["-o", "remount,ro,bind", dataDir]);
    try {
      const harness = await openHarness({ dataDir });
      expect(await harness.call("system.status", {})).toMatchObject({
        phase: "damaged",
        problem: { code: "STORE_READ_ONLY" },
      });
      await harness.console.close();
    } finally {
      spawnSync("umount", ["--lazy", dataDir]);
    }
    expect(contentOf(file)).toBe(before);
  });

  it("for want of space refuses the change, keeps what was there, and goes on when there is space", async () => {
    const dataDir = temporaryFolder();
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dataDir]).status).toBe(0);
    try {
      const harness = await openHarness({ dataDir });
      await setUp(harness);
      const filler = `${dataDir}/filler`;
      spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=4k"]);
      let added = 0;
      let refused: string | null = null;
      for (let n = 0; n < 200 && refused === null; n += 1) {
        const reply = await harness.console.call(
          "users.add",
          { username: `user${n}`, name: "x".repeat(200) },
          harness.caller,
        );
        if (reply.ok) added += 1;
        else refused = reply.error.code;
      }
      expect(refused).toBe("DISK_FULL");
      rmSync(filler);
      expect((await harness.call("users.list", {})).total).toEqual({ count: added, exact: true });
      await harness.call("users.add", { username: "after" });
      expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
      await harness.console.close();
    } finally {
      spawnSync("umount", ["--lazy", dataDir]);
    }
  });
});

describe("the data folder", () => {
  it("that others may read is closed to them at the next start", async () => {
    const { dataDir, file } = await closedStore();
    chmodSync(dirname(file), 0o755);
    chmodSync(dataDir, 0o755);
    const harness = await openHarness({ dataDir });
    await harness.console.close();
    expect(spawnSync("stat", ["-c", "%a", dataDir]).stdout.toString().trim()).toBe("700");
  });
});
