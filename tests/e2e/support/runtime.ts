import path from "node:path";
import { _electron, type ElectronApplication } from "@playwright/test";

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

/** Starts the app from its production bundles. The same call drives both runtimes. */
export const launch = (
  dataDir: string,
  args: readonly string[] = [],
  { keychain = keyring }: LaunchOptions = {},
): Promise<ElectronApplication> =>
  _electron.launch({
    ...command,
    args: [...command.args, `--user-data-dir=${dataDir}`, ...args],
    env: environment(keychain),
  });
