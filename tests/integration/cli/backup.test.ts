import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, ownerPassword, Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const passphrase = "a passphrase for backups 9";

interface Report {
  file: string;
  counts: { users: number; admins: number };
  keptAside?: string | null;
}

describe.skipIf(toolsMissing("oathtool"))("backups from a script", () => {
  it("are made, test-restored and restored, into an empty folder and over a store", { timeout: 120_000 }, async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    const made = await script.done<Report>(["backup", "create", "monday.age"], {
      passphrase,
      freshCode: ownerCodes[3] ?? "",
      recoveryKey,
    });
    const file = join(folder.dir, "monday.age");
    expect(made).toMatchObject({ file, counts: { users: 1, admins: 1 } });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(file).subarray(0, 21).toString()).toBe("age-encryption.org/v1");

    const existing = await script.refused(["backup", "create", "monday.age"], { passphrase });
    expect(existing).toMatchObject({ exitCode: 3, code: "FILE_EXISTS" });
    await script.done(["backup", "create", "monday.age", "--overwrite"], { passphrase, recoveryKey });

    expect(await script.done(["backup", "verify", "monday.age"], { passphrase })).toMatchObject({
      valid: true,
      counts: { users: 1 },
    });

    const elsewhere = new Script(folder.dir, { dataDir: join(folder.dir, "other") });
    expect(await elsewhere.done<Report>(["backup", "verify", file], { passphrase })).toMatchObject({ valid: true });
    expect(await elsewhere.done<Report>(["backup", "restore", file], { passphrase })).toMatchObject({
      keptAside: null,
    });
    expect(await elsewhere.refused(["whoami"])).toMatchObject({ exitCode: 3 });
    await elsewhere.done(["sign-in", "--as", "dana"], { password: ownerPassword, backupCode: ownerCodes[0] ?? "" });
    expect(await elsewhere.done(["people", "list"])).toMatchObject({
      users: [{ username: "alice" }],
      total: { count: 1, exact: true },
    });
    expect(await elsewhere.done(["audit", "verify"])).toMatchObject({ valid: true });

    await script.done(["people", "add", "--username", "bob"]);
    const over = await script.done<Report>(["backup", "restore", "monday.age", "--yes"], {
      passphrase,
      freshCode: ownerCodes[2] ?? "",
      recoveryKey,
    });
    expect(fs.existsSync(over.keptAside ?? "")).toBe(true);
    expect(fs.existsSync(join(script.dataDir, "session.json"))).toBe(false);
    await script.done(["sign-in", "--as", "dana"], { password: ownerPassword, backupCode: ownerCodes[1] ?? "" });
    expect(await script.done(["people", "list"])).toMatchObject({ total: { count: 1, exact: true } });
  });

  it("answer no, by exit code 1, when a backup is damaged", { timeout: 120_000 }, async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    const file = join(folder.dir, "a.age");
    await script.done(["backup", "create", file], { passphrase, freshCode: ownerCodes[1] ?? "", recoveryKey });
    const bytes = fs.readFileSync(file);
    const variant = (name: string, content: Buffer | string) => {
      fs.writeFileSync(join(folder.dir, name), content);
      return script.refused(["backup", "verify", name], { passphrase });
    };
    expect(await variant("cut.age", bytes.subarray(0, bytes.length - 500))).toMatchObject({
      exitCode: 1,
      code: "BACKUP_DAMAGED",
    });
    expect(await variant("other.age", "no backup at all")).toMatchObject({ exitCode: 1, code: "BACKUP_UNREADABLE" });
    expect(await script.refused(["backup", "verify", file], { passphrase: "another passphrase" })).toMatchObject({
      exitCode: 1,
      code: "BACKUP_PASSPHRASE_WRONG",
    });
    expect(await script.refused(["backup", "verify", "absent.age"], { passphrase })).toMatchObject({
      exitCode: 3,
      code: "FILE_NOT_FOUND",
    });
    const proof = { freshCode: ownerCodes[0] ?? "", recoveryKey };
    expect(await script.refused(["backup", "restore", "cut.age"], { passphrase, ...proof })).toMatchObject({
      exitCode: 3,
      code: "BACKUP_DAMAGED",
    });
    expect(await script.done(["whoami"])).toMatchObject({ name: "dana" });
  });
});
