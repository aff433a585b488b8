import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { makeIdentity, openSealedIdentity, recipientOf, sealIdentity } from "#main/backups/archive/age.ts";
import { decryptFile } from "#main/backups/archive/age/decrypt.ts";
import { encryptInto } from "#main/backups/archive/age/encrypt.ts";
import { sealHeader } from "#main/backups/archive/age/header.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  encryptCheaply,
  newFolder,
  packEntries,
  passphrase,
  prove,
  saveBackup,
  verdict,
} from "../../../support/backups.ts";
import { age } from "../../../support/age.ts";
import { leastWork } from "../../../support/least-work.ts";
import { makeSample, type Sample, sampleFolder } from "../../../support/sample-store.ts";
import { requireTool, toolsMissing } from "../../../support/tools.ts";

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
    await sample.store.write((tx) =>
      tx.updateTable("users").set({ name: "Last of all" }).where("username", "=", "user000699").execute(),
    );
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

  describe("identities and recipients", () => {
    const keygen = (place: string, name: string): { key: string; identity: string; recipient: string } => {
      const key = join(place, name);
      execFileSync("age-keygen", ["-o", key], { stdio: "ignore" });
      const identity = readFileSync(key, "utf8");
      return { key, identity, recipient: /public key: (age1\S+)/u.exec(identity)?.[1] ?? "" };
    };

    test("age and age-keygen agree with us about pairs and identity files", async () => {
      const place = newFolder(folder, "pairs");
      const theirs = keygen(place, "theirs.txt");
      expect(await recipientOf(theirs.identity)).toBe(theirs.recipient);
      const ours = await makeIdentity();
      writeFileSync(join(place, "ours.txt"), `${ours.identity}\n`);
      const shown = execFileSync("age-keygen", ["-y", join(place, "ours.txt")], { encoding: "utf8" });
      expect(shown.trim()).toBe(ours.recipient);
    });

    test("each of several identities opens our backup with age, and no other", async () => {
      const place = newFolder(folder, "several");
      const pairs = ["a.txt", "b.txt", "c.txt"].map((name) => keygen(place, name));
      const target = join(place, "backup.age");
      const { identity } = await saveBackup(
        sample,
        target,
        {},
        { recipients: pairs.map(({ recipient }) => recipient) },
      );
      writeFileSync(join(place, "own.txt"), identity ?? "");
      const listed = (keyFile: string): string => {
        execFileSync(requireTool("age"), ["-d", "-i", keyFile, "-o", join(place, "backup.tar"), target], {
          stdio: "pipe",
        });
        return execFileSync("tar", ["-tf", join(place, "backup.tar")], { encoding: "utf8" });
      };
      for (const key of [...pairs.map((pair) => pair.key), join(place, "own.txt")]) {
        expect(listed(key).trim().split("\n")).toEqual(["manifest.json", "vault.json", "console.db"]);
      }
      expect(() => listed(keygen(place, "stranger.txt").key)).toThrow(/no identity matched/u);
      for (const pair of pairs) {
        await expect(prove(target, folder, { identity: pair.identity })).resolves.toMatchObject({
          counts: { users: 700 },
        });
      }
    });

    test("what age encrypted for several keys verifies with any of them", async () => {
      const place = newFolder(folder, "back-for-keys");
      const [mine, yours] = [keygen(place, "mine.txt"), keygen(place, "yours.txt")];
      expect(await age(["-d", "-o", "backup.tar", file], [passphrase], place)).toBe(0);
      const again = join(place, "again.age");
      const recipients = ["-r", mine.recipient, "-r", yours.recipient];
      execFileSync(requireTool("age"), [...recipients, "-o", again, join(place, "backup.tar")]);
      for (const { identity } of [mine, yours]) {
        await expect(prove(again, folder, { identity })).resolves.toMatchObject({ counts: { users: 700 } });
      }
      await expect(prove(again, folder, { identity: keygen(place, "other.txt").identity })).rejects.toMatchObject({
        code: "BACKUP_IDENTITY_WRONG",
      });
    });

    test("payloads that end within, at and behind a chunk's border pass both ways", async () => {
      const place = newFolder(folder, "borders");
      const pair = keygen(place, "key.txt");
      const chunk = 64 * 1024;
      for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 8 * chunk, 8 * chunk + 1, 17 * chunk]) {
        const plain = randomBytes(size);
        const [ours, theirs] = [join(place, "ours.age"), join(place, "theirs.age")];
        let at = 0;
        const fill = (into: Buffer): Promise<void> => {
          at += plain.copy(into, 0, at);
          return Promise.resolve();
        };
        await using handle = await open(ours, "w");
        await encryptInto(handle, await sealHeader({ recipients: [pair.recipient] }), { size, fill });
        const back = execFileSync(requireTool("age"), ["-d", "-i", pair.key, ours], { maxBuffer: 2 ** 22 });
        expect(back.equals(plain), `${size} bytes of ours`).toBe(true);

        execFileSync(requireTool("age"), ["-r", pair.recipient, "-o", theirs], { input: plain });
        const chunks: Buffer[] = [];
        const options = { signal: new AbortController().signal, onBytes: () => undefined };
        for await (const piece of decryptFile(theirs, { identity: pair.identity }, options)) chunks.push(piece);
        expect(Buffer.concat(chunks).equals(plain), `${size} bytes of theirs`).toBe(true);
      }
    });

    test("a saved identity is a file that age opens, and uses as it is", async () => {
      const place = newFolder(folder, "saved");
      const { identity, recipient } = await makeIdentity();
      const saved = await sealIdentity(identity, "four plain words here", { workFactor: leastWork });
      writeFileSync(join(place, "identity.age"), saved);
      expect(await age(["-d", "-o", "key.txt", "identity.age"], ["four plain words here"], place)).toBe(0);
      expect(readFileSync(join(place, "key.txt"), "utf8")).toContain(`# public key: ${recipient}\n${identity}\n`);
      const sealed = join(place, "letter.age");
      execFileSync(requireTool("age"), ["-r", recipient, "-o", sealed], { input: "hello" });
      expect(await age(["-d", "-i", "identity.age", "-o", "letter", sealed], ["four plain words here"], place)).toBe(0);
      expect(readFileSync(join(place, "letter"), "utf8")).toBe("hello");

      const theirs = keygen(place, "theirs.txt");
      expect(await age(["-p", "-o", "theirs.age", "theirs.txt"], ["five plain words", "five plain words"], place)).toBe(
        0,
      );
      const opened = await openSealedIdentity(readFileSync(join(place, "theirs.age")), "five plain words");
      expect(await recipientOf(opened)).toBe(theirs.recipient);
    });

    test("a passphrase for what age encrypted for a key is told apart", async () => {
      const place = newFolder(folder, "for-a-key");
      const { recipient } = keygen(place, "key.txt");
      const plain = join(place, "backup.tar");
      writeFileSync(plain, await packEntries([{ name: "manifest.json", content: Buffer.from("{}") }]));
      execFileSync(requireTool("age"), ["-r", recipient, "-o", join(place, "key.age"), plain]);
      await expect(prove(join(place, "key.age"), folder)).rejects.toMatchObject({
        code: "BACKUP_UNREADABLE",
        details: { check: "recipient" },
      });
    });
  });
});
