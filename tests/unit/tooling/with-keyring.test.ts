import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";
import { run } from "../../../scripts/lib/run.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";
import { isRunning } from "./processes.ts";

const script = join(root, "scripts/with-keyring.ts");

/** A program run through the wrapper. */
function wrapped(source: string) {
  return run(process.execPath, [script, "--", process.execPath, "--input-type=module", "--eval", source]);
}

describe.skipIf(toolsMissing("dbus", "gnome-keyring", "libsecret"))("a command with a keyring of its own", () => {
  test("has a real Secret Service, in a home folder that is gone afterwards, with its daemon", async ({ skip }) => {
    requireTool("dbus", { skip });
    const { code, output } = await wrapped(`
      import keytar from "keytar";
      import { execFileSync } from "node:child_process";
      await keytar.setPassword("countersign-test", "account", "secret");
      const owner = execFileSync("dbus-send", ["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/",
        "org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"], { encoding: "utf8" });
      const pid = Number(owner.trim().split(/\\s+/).at(-1));
      const value = await keytar.getPassword("countersign-test", "account");
      console.log("RESULT " + JSON.stringify({ value, home: process.env.HOME, keyring: process.env.COUNTERSIGN_KEYRING, pid }));
    `);
    if (code !== 0) throw new Error(output);
    const result = JSON.parse(/RESULT (.*)/.exec(output)?.[1] ?? "{}") as Record<string, unknown>;
    expect(result).toMatchObject({ value: "secret", keyring: "1" });
    expect(existsSync(String(result["home"]))).toBe(false);
    await expect.poll(() => isRunning(Number(result["pid"]))).toBe(false);
  });

  test("passes its exit code on", async () => {
    expect((await wrapped("process.exit(7)")).code).toBe(7);
  });
});
