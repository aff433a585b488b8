import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isExposed } from "#main/files/exposure.ts";
import { openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, runHere, setUp as setUpCli } from "../cli/support.ts";

const sheet = { kind: "recovery-key" as const, subject: "x", organisation: "Acme", secrets: ["x"] };

describe("a place that others of this computer can look into", () => {
  it("is one that they can enter from the top, and read or change", async () => {
    const top = temporaryFolder();
    const folder = join(top, "letters");
    mkdirSync(folder);
    const file = join(folder, "x.pdf");
    writeFileSync(file, "", { mode: 0o600 });
    for (const [above, mode, exposed] of [
      [0o700, 0o777, false],
      [0o711, 0o700, false],
      [0o711, 0o711, false],
      [0o711, 0o755, true],
      [0o755, 0o722, true],
      [0o750, 0o750, true],
      [0o750, 0o705, false],
    ] as const) {
      chmodSync(top, above);
      chmodSync(folder, mode);
      expect(await isExposed(file), `${above.toString(8)} ${mode.toString(8)}`).toBe(exposed);
      expect(await isExposed(folder), `${above.toString(8)} ${mode.toString(8)}`).toBe(exposed);
    }
  });

  it("is also one whose disk keeps no permissions of a file", async () => {
    const top = temporaryFolder();
    const file = join(top, "x.pdf");
    writeFileSync(file, "");
    chmodSync(file, 0o644);
    expect(await isExposed(file)).toBe(false);
    chmodSync(top, 0o711);
    expect(await isExposed(file)).toBe(true);
  });

  it("is told with letters and with sheets that hold secrets", async () => {
    const harness = await openHarness();
    await setUp(harness);
    const folder = temporaryFolder();
    const pdf = join(folder, "sheet.pdf");
    expect(await harness.call("files.saveSheet", { file: pdf, sheet })).toEqual({ file: pdf, exposed: false });
    chmodSync(folder, 0o755);
    expect(await harness.call("files.saveSheet", { file: pdf, sheet })).toEqual({ file: pdf, exposed: true });
    await harness.call("users.add", { username: "alice" });
    const into = { kind: "folder", folder } as const;
    expect(await harness.call("letters.issue", { selection: { filter: {} }, into })).toMatchObject({ exposed: true });
  });
});

describe.skipIf(toolsMissing("oathtool"))("the terminal", () => {
  let folder: ReturnType<typeof newFolder>;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => folder.remove());

  it("says so beside letters and QR codes", async () => {
    const { script } = await setUpCli(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    const run = (...args: string[]) => runHere([...args, "--data", script.dataDir], folder.dir);
    const told = /Warning: Other accounts on this computer can read this folder/u;
    expect((await run("enrol", "begin", "alice", "--qr", "private.png")).stderr).not.toMatch(told);
    chmodSync(folder.dir, 0o755);
    expect((await run("enrol", "begin", "alice", "--qr", "open.png")).stderr).toMatch(told);
    expect((await run("enrol", "bulk", "--all", "--pdf", "open.pdf")).stderr).toMatch(told);
    // A folder that the console makes is private.
    expect((await run("enrol", "bulk", "--all", "--letters", "new")).stderr).not.toMatch(told);
  });
});
