import { keyringMissing, runWithKeyring } from "../with-keyring.ts";
import { which } from "../tools.ts";
import { packageBin, run, type Outcome, type RunOptions } from "./run.ts";

/** Milliseconds for a whole suite. */
export const suiteLimit = 25 * 60_000;

/** Runs a test program with its own home folder and, where possible, its own keyring. */
export function inOwnHome(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  how: RunOptions = { show: true, limit: suiteLimit },
): Promise<Outcome> {
  const options = { ...how, env: { ...process.env, ...env } };
  if (keyringMissing().length === 0) return runWithKeyring(command, options);
  const [program = "", ...args] = command;
  return run(program, args, options);
}

/** Playwright's command line for one of the projects in playwright.config.ts. */
export function playwrightCommand(runtime: "chromium" | "electron", project: "e2e" | "screenshots"): string[] {
  return [...display(runtime), ...packageBin("@playwright/test", "playwright"), "test", "--project", project];
}

/** Electron always opens a real window; Chromium runs headless if there is no display. */
function display(runtime: "chromium" | "electron"): string[] {
  const needed = runtime === "electron" && process.platform === "linux" && !process.env["DISPLAY"];
  return needed && which("xvfb-run") !== undefined ? ["xvfb-run", "--auto-servernum"] : [];
}
