import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BackupHealth } from "#shared/contract/backup-plan.ts";
import type { BackupPlan, BackupRun } from "#shared/model/backups.ts";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, ownerPassword, Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

interface Rows {
  rows: { name: string; known?: boolean; pinned?: boolean }[];
}

describe.skipIf(toolsMissing("oathtool"))("automatic backups from a script", () => {
  it("are set up, made, listed, pruned, and restored elsewhere with the backup key", { timeout: 180_000 }, async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    const disk = join(folder.dir, "disk");
    fs.mkdirSync(disk);
    await script.done(["people", "add", "--username", "alice"]);
    expect(await script.refused(["backup", "run"])).toMatchObject({ exitCode: 3, code: "BACKUP_UNCONFIGURED" });

    const proof = { freshCode: ownerCodes[0] ?? "", recoveryKey };
    const { identity } = await script.done<{ identity: string }>(["backup", "recipients", "make", "Safe"], proof);
    expect(identity).toMatch(/^AGE-SECRET-KEY-1/u);
    await script.done(["backup", "locations", "add-folder", "disk", "--name", "Disk"]);
    expect(await script.done(["backup", "locations", "check", "Disk"])).toMatchObject({ lastError: null });

    expect(await script.done<BackupRun>(["backup", "run"])).toMatchObject({ outcome: "done" });
    const { rows } = await script.done<Rows>(["backup", "locations", "contents", "Disk"]);
    expect(rows).toMatchObject([{ known: true }]);
    const name = rows[0]?.name ?? "";
    expect(await script.done<Rows>(["backup", "list"])).toMatchObject({ rows: [{ name, pinned: false }] });
    expect(await script.done(["backup", "pin", name])).toMatchObject({ pinned: true });
    expect(await script.done<BackupHealth>(["backup", "health"])).toMatchObject({ configured: true, stale: false });
    const plan = ["backup", "plan", "--every", "day", "--hour", "3", "--keep", "daily=9", "weekly=2", "--prune", "on"];
    expect(await script.done<BackupPlan>(plan)).toMatchObject({
      every: "day",
      hour: 3,
      prune: true,
      retention: { daily: 9, weekly: 2, last: 3 },
    });
    expect(await script.done(["backup", "prune"])).toMatchObject({ decisions: [{ keep: true }] });

    // The backup key is recognised, typed in or from its file.
    expect(await script.done(["backup", "recipients", "test"], { identity })).toMatchObject({ name: "Safe" });
    const kept = { identity, passphrase: "a passphrase for the safe" };
    await script.done(["backup", "recipients", "save", "safe.age"], kept);
    expect(
      await script.done(["backup", "recipients", "test", "--file", "safe.age"], { passphrase: kept.passphrase }),
    ).toMatchObject({ name: "Safe" });

    const elsewhere = new Script(folder.dir, { dataDir: join(folder.dir, "other") });
    expect(await elsewhere.done<Rows>(["backup", "locations", "browse", "--folder", "disk"])).toMatchObject({
      rows: [{ name, known: false }],
    });
    const from = [name, "--folder", "disk", "--identity"];
    expect(await elsewhere.done(["backup", "preview", ...from], { identity })).toMatchObject({ counts: { users: 1 } });
    await elsewhere.done(["backup", "restore", name, "--folder", "disk", "--identity-file", "safe.age"], {
      passphrase: kept.passphrase,
    });
    await elsewhere.done(["sign-in", "--as", "dana"], { password: ownerPassword, backupCode: ownerCodes[1] ?? "" });
    expect(await elsewhere.done(["people", "list"])).toMatchObject({ users: [{ username: "alice" }] });
  });

  it(
    "answer no, by exit code 1, when no location has it, and say so until it is dealt with",
    { timeout: 120_000 },
    async () => {
      const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
      const disk = join(folder.dir, "disk");
      fs.mkdirSync(disk);
      await script.done(["backup", "recipients", "make", "Safe"], { freshCode: ownerCodes[0] ?? "", recoveryKey });
      await script.done(["backup", "locations", "add-folder", "disk"]);
      fs.renameSync(disk, `${disk}.away`);
      const run = await script.no<BackupRun>(["backup", "run"]);
      expect(run).toMatchObject({ outcome: "failed", problems: [expect.stringMatching(/^disk: /u) as string] });
      expect(await script.no<BackupHealth>(["backup", "health"])).toMatchObject({ problems: [{ id: run.id }] });
      await script.done(["backup", "acknowledge", run.id]);
      expect(await script.no<BackupHealth>(["backup", "health"])).toMatchObject({ problems: [] });
    },
  );
});
