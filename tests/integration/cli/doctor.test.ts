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

describe.skipIf(toolsMissing("oathtool"))("doctor", () => {
  it("needs neither a store nor a session, and makes nothing", async () => {
    const script = new Script(folder.dir);
    const { exitCode, data } = await script.run(["doctor"]);
    expect(exitCode).toBe(1);
    expect(data).toMatchObject({
      healthy: false,
      attention: ["No console is set up in this data folder yet."],
      runtime: { name: "terminal" },
      keychain: { state: "unavailable" },
      store: { phase: "empty", problems: [] },
      clock: { rolledBack: false },
      versions: { node: process.versions.node },
    });
    expect(fs.existsSync(script.dataDir)).toBe(false);
  });

  it("answers no, by exit code 1, until a sound store has a backup and a tested recovery key; signed in or not", async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    const file = join(folder.dir, "b.age");
    const proof = { freshCode: ownerCodes[0] ?? "", recoveryKey };
    await script.done(["backup", "create", file], { passphrase: ownerPassword, ...proof });
    expect(await script.run(["doctor"])).toMatchObject({
      exitCode: 1,
      data: { healthy: false, attention: ["Nobody has tested the recovery key yet."] },
    });
    await script.done(["vault", "check", "recovery-key"], { recoveryKey });
    await script.done(["sign-out"]);
    expect(await script.done(["doctor"])).toMatchObject({
      healthy: true,
      attention: [],
      store: { phase: "locked", problems: [] },
      backups: { configured: false, stale: false },
    });
  });

  it.each([
    ["cut off", (file: string) => fs.truncateSync(file, 8192)],
    ["not a database", (file: string) => fs.writeFileSync(file, "no database at all, whatever its name says")],
  ])("answers no, by exit code 1, for a store that is %s, and leaves it as it is", async (_what, damage) => {
    const { script } = await setUp(folder.dir);
    const file = join(script.dataDir, "store", "console.db");
    for (const suffix of ["-wal", "-shm"]) fs.rmSync(file + suffix, { force: true });
    damage(file);
    const before = fs.readFileSync(file);
    const answer = await script.run<{ healthy: boolean; store: { problems: string[] } }>(["doctor"]);
    expect(answer).toMatchObject({ exitCode: 1, ok: true, data: { healthy: false, store: { phase: "damaged" } } });
    expect(answer.data?.store.problems.length).toBeGreaterThan(0);
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    expect(await script.refused(["people", "list"])).toMatchObject({ exitCode: 3, code: "STORE_DAMAGED" });
  });
});
