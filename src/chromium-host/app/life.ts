import { url as inspectorUrl } from "node:inspector";
import { join } from "node:path";
import { ChromiumMissing } from "../browser/executable.ts";
import { engine } from "../engine.ts";
import { messageOf, warn } from "../log.ts";
import { NotProvided } from "../refusals.ts";
import { allWindows } from "../window/all-windows.ts";
import { App, app, exitCodes } from "./app.ts";

/** No display, or told not to use it. */
function isHeadless(env: NodeJS.ProcessEnv): boolean {
  if (env["COUNTERSIGN_HEADLESS"] === "1") return true;
  return (env["DISPLAY"] ?? "") === "" && (env["WAYLAND_DISPLAY"] ?? "") === "";
}

/**
 * A debugging port is for a test driver. It is opened only in a process that is being inspected, and so
 * open to the driver, already.
 *
 * @throws NotProvided
 */
function debuggingPort({ commandLine }: App): string | undefined {
  if (!commandLine.hasSwitch("remote-debugging-port")) return undefined;
  if (inspectorUrl() === undefined)
    throw new NotProvided("--remote-debugging-port", "only together with --inspect, for tests");
  return commandLine.getSwitchValue("remote-debugging-port");
}

function lost(how: string): void {
  warn(`Chromium ended unexpectedly (${how}); the app closes`);
  // First, so that the windows' end is not taken for the person's wish to quit.
  app.exit(exitCodes.broken);
  for (const window of allWindows.managed) window.lost();
}

async function startChromium(): Promise<void> {
  const userData = app.getPath("userData");
  const options = {
    userData,
    profile: join(userData, "chromium"),
    headless: isHeadless(process.env),
    windowClass: app.name,
    alone: app.hasSingleInstanceLock(),
    debuggingPort: debuggingPort(app),
    appended: app.commandLine.appended,
  };
  await engine.start(options, lost);
}

function begin(): void {
  if (App.isLeaving(app)) return;
  startChromium().catch((cause: unknown) => {
    warn(messageOf(cause).replace(/^chromium-host: /u, ""));
    app.exit(cause instanceof ChromiumMissing ? exitCodes.unavailable : exitCodes.broken);
  });
  App.becomeReady(app);
}

/** Starts Chromium once the app's own code has run, and ends the app in order when the system asks. */
export function startLife(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());
  setImmediate(begin);
}
