import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyringMissing, toolsMissing } from "../../support/tools.ts";
import { Authenticator, entry, newFolder, ownerPassword, plainEnvironment, runCli, Script, setUp } from "./support.ts";

const timeout = 120_000;

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

describe.skipIf(toolsMissing("oathtool"))("each command a process of its own", () => {
  // The whole job, each step a process of its own, is tests/interop/terminal/journey.test.ts.
  it("takes secrets on stdin, and its answer is its exit code", { timeout }, async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    const pending = await script.done<{ tokenId: string; uri: string }>(["enrol", "begin", "alice"]);
    const phone = new Authenticator(pending.uri);
    await script.done(["enrol", "confirm", pending.tokenId], { code: phone.next() });
    const code = phone.next();
    const processes = new Script(folder.dir, { run: runCli });
    expect(await processes.run(["verify", "alice"], { code })).toMatchObject({
      exitCode: 0,
      data: { result: "accepted" },
    });
    expect(await processes.run(["verify", "alice"], { code })).toMatchObject({
      exitCode: 1,
      data: { reason: "already_used" },
    });
  });

  it("does not wait for stdin when it needs no secret", { timeout }, async () => {
    const { script } = await setUp(folder.dir);
    const args = ["people", "list", "--json", "--data", script.dataDir];
    const { exitCode, stdout } = await runCli(args, folder.dir, { openStdin: true });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  it("ends quietly when its reader has gone", { timeout }, async () => {
    const child = spawn(process.execPath, [entry, "--help"], { env: plainEnvironment(folder.dir) });
    child.stdout.destroy();
    const closed = once(child, "close");
    expect(await text(child.stderr)).toBe("");
    expect((await closed)[0]).toBe(0);
  });

  it(
    "answers help without loading what a console needs, and says so when that cannot be loaded",
    { timeout },
    async () => {
      const watch = `import { registerHooks } from "node:module";
      registerHooks({ resolve(name, from, next) {
        if (name === "better-sqlite3") throw new Error("the store was loaded");
        return next(name, from);
      } });`;
      const watched = `--import=data:text/javascript,${encodeURIComponent(watch)}`;
      const env = { ...plainEnvironment(folder.dir), NODE_OPTIONS: watched };
      expect(await runCli(["--help"], folder.dir, { env })).toMatchObject({ exitCode: 0, stderr: "" });
      const unloaded = await runCli(["whoami"], folder.dir, { env });
      expect(unloaded).toMatchObject({ exitCode: 3, stdout: "" });
      expect(unloaded.stderr).toContain("Part of Countersign cannot be loaded.");
    },
  );

  it("prints no colour into a pipe, and none where nobody wants any", { timeout }, async () => {
    const { script } = await setUp(folder.dir);
    for (const env of [{}, { FORCE_COLOR: "1" }]) {
      const { stdout, stderr } = await runCli(["whoami", "--data", script.dataDir], folder.dir, {
        env: { ...plainEnvironment(folder.dir), ...env },
      });
      expect(stdout).toContain("dana");
      expect(stdout + stderr).not.toContain("\u001B");
    }
  });

  it("uses the window's folder when none is named", { timeout }, async () => {
    const { exitCode, stdout } = await runCli(["doctor", "--json"], folder.dir);
    // Nothing is in order that was never set up.
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { store: { phase: "empty" } } });
    const config = join(folder.dir, "config");
    const begin = ["setup", "begin", "--organisation", "O", "--owner", "o", "--json"];
    const env = { ...plainEnvironment(folder.dir), XDG_CONFIG_HOME: config };
    const begun = await runCli(begin, folder.dir, { env, stdin: JSON.stringify({ password: ownerPassword }) });
    expect(begun.exitCode).toBe(0);
    expect(fs.existsSync(join(config, "countersign", "store", "console.db"))).toBe(true);
  });
});

describe.skipIf(keyringMissing() || toolsMissing("oathtool"))("with this computer's keychain", () => {
  it("needs no passphrase from one command to the next", { timeout }, async () => {
    const env = { ...plainEnvironment(folder.dir), DBUS_SESSION_BUS_ADDRESS: process.env["DBUS_SESSION_BUS_ADDRESS"] };
    const script = new Script(folder.dir, { run: (args, dir, options) => runCli(args, dir, { ...options, env }) });
    const begun = await script.done<{ uri: string; opensWith: string }>(
      ["setup", "begin", "--organisation", "O", "--owner", "o"],
      { password: ownerPassword },
    );
    expect(begun.opensWith).toBe("keychain");
    const code = new Authenticator(begun.uri).next();
    await script.done(["setup", "confirm"], { password: ownerPassword, code });
    expect(await script.run(["doctor"])).toMatchObject({
      exitCode: 1,
      data: { healthy: false, keychain: { state: "bound" }, store: { phase: "ready", problems: [] } },
    });
    expect(await script.done(["audit", "verify"])).toMatchObject({ valid: true });
  });
});
