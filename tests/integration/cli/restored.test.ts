import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, ownerPassword, runHere, Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const passphrase = "a passphrase for backups 9";

it.skipIf(toolsMissing("oathtool"))(
  "after a restore on another computer the terminal lists what to do, and says so at each check until it is done",
  { timeout: 120_000 },
  async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    await script.done(["users", "add", "--username", "alice"]);
    await script.done(["backup", "create", "monday.age"], {
      passphrase,
      freshCode: ownerCodes[9] ?? "",
      recoveryKey,
    });
    const other = new Script(folder.dir, { dataDir: join(folder.dir, "other") });
    await other.done(["backup", "restore", "monday.age"], { passphrase });
    await other.done(["sign-in", "--as", "dana"], { password: ownerPassword, backupCode: ownerCodes[0] ?? "" });

    const inWords = async () => (await runHere(["backup", "restored", "--data", other.dataDir], folder.dir)).stdout;
    const { tasks } = await other.no<{ tasks: string[] }>(["backup", "restored"]);
    expect(tasks).toEqual(["backupCodes", "administrators", "settings", "keys"]);
    const list = await inWords();
    for (const task of tasks) expect(list).toContain(`countersign backup settle ${task}`);

    for (const task of tasks) {
      const verdict = await other.no<{ restoredFrom?: number }>(["verify", "alice"], { code: "000000" });
      expect(verdict.restoredFrom, task).toEqual(expect.any(Number));
      await other.done(["backup", "settle", task], task === tasks[0] ? { freshCode: ownerCodes[1] ?? "" } : undefined);
    }
    expect(await inWords()).toContain("No restore has left anything to do.");
    const verdict = await other.no(["verify", "alice"], { code: "000000" });
    expect(verdict).not.toHaveProperty("restoredFrom");
  },
);
