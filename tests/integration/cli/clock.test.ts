import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, runHere, type Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const day = 86_400_000;

/** The owner's own code was accepted while this computer's clock was a day ahead. */
function dayAhead(script: Script): void {
  const raw = new Database(join(script.dataDir, "store", "console.db"));
  const at = Date.now() + day;
  raw.prepare("UPDATE tokens SET last_step = ?, last_used_at = ?").run(Math.floor(at / 30_000), at);
  raw.close();
}

describe.skipIf(toolsMissing("oathtool"))("confirming the clock", () => {
  it("names whose codes were accepted in the future, and how they are set back", async () => {
    const { script, ownerCodes } = await setUp(folder.dir);
    expect(await script.done(["clock", "accept"])).toMatchObject({ ahead: { total: 0 } });
    dayAhead(script);
    expect(await script.done(["clock", "accept"])).toMatchObject({
      ahead: { total: 1, rows: [{ kind: "administrator", name: "dana" }] },
    });
    const { stdout } = await runHere(["--data", script.dataDir, "clock", "accept"], folder.dir);
    expect(stdout).toContain("Authenticator of an administrator  dana");
    expect(stdout).toContain("clock set-back --reason '");

    const setBack = ["clock", "set-back", "--reason", "a day ahead"];
    expect(await script.refused(setBack)).toMatchObject({ code: "INVALID_INPUT" });
    expect(await script.done(setBack, { freshCode: ownerCodes[0] ?? "" })).toEqual({ count: 1 });
    expect(await script.done(["clock", "accept"])).toMatchObject({ ahead: { total: 0 } });
  });
});
