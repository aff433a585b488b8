import { join } from "node:path";
import { ChromiumMissing } from "../browser/executable.ts";
import { engine } from "../engine.ts";
import { messageOf, warn } from "../log.ts";
import { allWindows } from "../window/all-windows.ts";
import { App, app, exitCodes } from "./app.ts";
import { debuggingPort, driverInPlace, isDriven } from "./driver.ts";

/** Whether there is no display, or it must not be used. */
function isHeadless(env: NodeJS.ProcessEnv): boolean {
  if (env["COUNTERSIGN_HEADLESS"] === "1") return true;
  return (env["DISPLAY"] ?? "") === "" && (env["WAYLAND_DISPLAY"] ?? "") === "";
}

function lost(how: string): void {
  warn(`Chromium ended unexpectedly (${how}); the app closes`);
  // First, so that the closing of the windows is not mistaken for the person's wish to quit.
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
    debuggingPort: debuggingPort(app.commandLine),
    appended: app.commandLine.appended,
  };
  await engine.start(options, lost);
}

function broke(cause: unknown): void {
  warn(messageOf(cause).replace(/^chromium-host: /u, ""));
  app.exit(cause instanceof ChromiumMissing ? exitCodes.unavailable : exitCodes.broken);
}

function begin(): void {
  if (App.isLeaving(app)) return;
  const driver = isDriven(app.commandLine) ? driverInPlace() : undefined;
  startChromium().catch(broke);
  if (driver === undefined) App.becomeReady(app);
  else driver.then(() => App.becomeReady(app)).catch(broke);
}

/** Starts Chromium once the app's own code has run, and closes the app properly when the system asks. */
export function startLife(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());
  setImmediate(begin);
}
