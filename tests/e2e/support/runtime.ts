import path from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";

export const root = path.resolve(import.meta.dirname, "../../..");
const entry = path.join(root, "out/main/index.js");

/** The real Electron, or Electron's interface on the distribution's Chromium. */
export const runtime = process.env["COUNTERSIGN_RUNTIME"] === "electron" ? "electron" : "chromium";

/** Whether a throw-away keyring answers here (scripts/with-keyring.ts). A person's own is never used. */
export const keyring = process.env["COUNTERSIGN_KEYRING"] === "1";

const command =
  runtime === "electron"
    ? { args: [root] }
    : { executablePath: path.join(root, "src/chromium-host/electron-shim"), args: [entry] };

/** The environment of a program under test. Without a keychain, its session bus is an address where nothing listens. */
export function environment(keychain: boolean): Record<string, string> {
  const inherited = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    ...Object.fromEntries(inherited),
    TZ: "UTC",
    LANG: "C.UTF-8",
    ...(keychain ? {} : { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent/bus" }),
  };
}

export interface LaunchOptions {
  keychain?: boolean;
}

/** Every frame of a transition is drawn, and nobody looks at it. */
async function withoutMotion(app: ElectronApplication): Promise<void> {
  const still = (page: Page): Promise<void> => page.emulateMedia({ reducedMotion: "reduce" });
  // A window that has closed again moves no more.
  app.on("window", (page) => void still(page).catch(() => undefined));
  await Promise.all(app.windows().map(still));
}

/** Starts the app from its production bundles, for somebody who wants less motion. The same call drives both runtimes. */
export async function launch(
  dataDir: string,
  args: readonly string[] = [],
  { keychain = keyring }: LaunchOptions = {},
): Promise<ElectronApplication> {
  const app = await _electron.launch({
    ...command,
    args: [...command.args, `--user-data-dir=${dataDir}`, ...args],
    env: environment(keychain),
  });
  await withoutMotion(app);
  return app;
}
