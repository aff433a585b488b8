import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { requireTool, toolsMissing } from "../../support/tools.ts";
import { dataFolder, start, type Started, withoutDisplay } from "./support.ts";

const run = promisify(execFile);

describe.skipIf(toolsMissing("dbus"))("signals of the desktop", () => {
  let bus: ChildProcess;
  let env: Record<string, string>;
  let data: string;
  let app: Started;

  beforeEach(async () => {
    const daemon = join(dirname(requireTool("dbus")), "dbus-daemon");
    bus = spawn(daemon, ["--session", "--nofork", "--print-address"], { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = (await once(bus.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    const address = line.toString("utf8").trim();
    // One bus of the test's own stands for both of the machine's.
    env = { ...withoutDisplay(), DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address };
    data = dataFolder();
    app = start(data, ["--watch-power"], env);
    await app.said("loaded");
  });
  afterEach(async () => {
    app.process.kill("SIGTERM");
    await app.ended;
    bus.kill();
    await once(bus, "exit");
    rmSync(data, { recursive: true, force: true });
  });

  /** Sends until it is heard: there is no other sign that dbus-monitor has begun to listen. */
  const heard = (name: string, ...signal: string[]): Promise<void> =>
    vi.waitFor(
      async () => {
        await run("dbus-send", ["--session", "--type=signal", "/x", ...signal], { env });
        if (!app.lines().some((line) => line.name === name)) throw new Error(`${name} was not heard`);
      },
      { timeout: 10_000, interval: 100 },
    );

  test("a locked screen, an unlocked one and sleep reach the app", async () => {
    await heard("lock-screen", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true");
    await heard("unlock-screen", "org.freedesktop.login1.Session.Unlock");
    await heard("suspend", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true");
    expect(app.errors()).toBe("");
  });
});
