import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  encryptCheaply,
  newFolder,
  packEntries,
  passphrase,
  prove,
  saveBackup,
  verdict,
} from "../../support/backups.ts";
import { age } from "../../support/age.ts";
import { makeSample, type Sample, sampleFolder } from "../../support/sample-store.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

describe.skipIf(toolsMissing("age", "sqlite3"))("the standard tools", () => {
  let folder: string;
  let remove: () => void;
  let sample: Sample;
  let file: string;

  beforeAll(async () => {
    ({ folder, remove } = sampleFolder("interop"));
    sample = await makeSample(join(folder, "data"), { users: 700, events: 50 });
    file = join(folder, "backup.age");
    // Written after the last checkpoint: the change is only in the WAL.
    await sample.store.db
      .updateTable("users")
      .set({ name: "Last of all" })
      .where("username", "=", "user000699")
      .execute();
    await saveBackup(sample, file);
  });
  afterAll(async () => {
    await sample.store.close();
    remove();
  });

  test("age, tar and sqlite3 open our backup", async () => {
    const place = newFolder(folder, "by-hand");
    expect(await age(["-d", "-o", "backup.tar", file], [passphrase], place)).toBe(0);
    const names = execFileSync("tar", ["-tf", "backup.tar"], { cwd: place, encoding: "utf8" });
    expect(names.trim().split("\n")).toEqual(["manifest.json", "vault.json", "console.db"]);
    execFileSync("tar", ["-xf", "backup.tar"], { cwd: place });

    const sqlite = (sql: string): string =>
      execFileSync(requireTool("sqlite3"), ["-readonly", "console.db", sql], { cwd: place, encoding: "utf8" }).trim();
    expect(sqlite("PRAGMA integrity_check; PRAGMA foreign_key_check; PRAGMA journal_mode;")).toBe("ok\ndelete");
    expect(sqlite("SELECT count(*) FROM users; SELECT name FROM users WHERE username = 'user000699'")).toBe(
      "700\nLast of all",
    );

    const manifest = JSON.parse(readFileSync(join(place, "manifest.json"), "utf8")) as {
      parts: Record<string, { sha256: string }>;
    };
    const sums = execFileSync("sha256sum", ["vault.json", "console.db"], { cwd: place, encoding: "utf8" });
    expect(
      sums
        .trim()
        .split("\n")
        .map((line) => line.split(/\s+/u)),
    ).toEqual([
      [manifest.parts["vault.json"]?.sha256, "vault.json"],
      [manifest.parts["console.db"]?.sha256, "console.db"],
    ]);
  });

  test("age refuses a wrong passphrase for our backup", async () => {
    expect(await age(["-d", "-o", "never", file], ["something else"], folder)).not.toBe(0);
  });

  test("a tar of ours that age encrypted verifies", async () => {
    const place = newFolder(folder, "back");
    expect(await age(["-d", "-o", "backup.tar", file], [passphrase], place)).toBe(0);
    expect(
      await age(["-p", "-o", "again.age", "backup.tar"], ["another passphrase", "another passphrase"], place),
    ).toBe(0);
    await expect(prove(join(place, "again.age"), folder, "another passphrase")).resolves.toMatchObject({
      counts: { users: 700 },
    });
  });

  test("parts that tar packed verify, in our order only", async () => {
    const place = newFolder(folder, "packed");
    expect(await age(["-d", "-o", "backup.tar", file], [passphrase], place)).toBe(0);
    execFileSync("tar", ["-xf", "backup.tar"], { cwd: place });
    const pack = (format: string, names: string[]): Buffer =>
      execFileSync("tar", ["--format", format, "-cf", "-", ...names], { cwd: place, maxBuffer: 2 ** 26 });
    for (const format of ["ustar", "pax", "gnu"]) {
      expect(
        await verdict(await encryptCheaply(pack(format, ["manifest.json", "vault.json", "console.db"])), folder),
        format,
      ).toBe("sound");
    }
    expect(
      await verdict(await encryptCheaply(pack("ustar", ["manifest.json", "console.db", "vault.json"])), folder),
    ).toBe("BACKUP_DAMAGED");
  });

  test("what age encrypted for a key is told apart", async () => {
    const place = newFolder(folder, "for-a-key");
    const identity = execFileSync("age-keygen", { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const recipient = /public key: (age1\S+)/u.exec(identity)?.[1] ?? "";
    const plain = join(place, "backup.tar");
    writeFileSync(plain, await packEntries([{ name: "manifest.json", content: Buffer.from("{}") }]));
    execFileSync(requireTool("age"), ["-r", recipient, "-o", join(place, "key.age"), plain]);
    await expect(prove(join(place, "key.age"), folder)).rejects.toMatchObject({
      code: "BACKUP_UNREADABLE",
      details: { check: "recipient" },
    });
  });
});
