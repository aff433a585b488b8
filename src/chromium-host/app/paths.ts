import { existsSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The names that `app.getPath` knows here. */
const names = [
  "home",
  "appData",
  "userData",
  "sessionData",
  "temp",
  "documents",
  "downloads",
  "desktop",
  "logs",
  "exe",
] as const;
export type PathName = (typeof names)[number];

export const isPathName = (name: string): name is PathName => (names as readonly string[]).includes(name);

const isAbsolutePath = (value: string | undefined): value is string => value !== undefined && isAbsolute(value);

/** `XDG_CONFIG_HOME` (XDG Base Directory Specification: only when absolute) or its default. */
export function configFolder(env: NodeJS.ProcessEnv, home: string): string {
  const configured = env["XDG_CONFIG_HOME"];
  return isAbsolutePath(configured) ? configured : join(home, ".config");
}

/** A folder named in user-dirs.dirs (xdg-user-dirs), for example `XDG_DOCUMENTS_DIR="$HOME/Dokumente"`. */
export function userFolder(userDirs: string, key: string, home: string): string | undefined {
  const value = new RegExp(`^\\s*${key}="(.*)"\\s*$`, "mu").exec(userDirs)?.[1];
  const path = value?.replace(/^\$HOME(?=\/|$)/u, home).replaceAll(/\\(.)/gu, "$1");
  return isAbsolutePath(path) ? path : undefined;
}

/**
 * @param appName name of the folder under `appData`
 * @returns where Electron puts it on Linux
 */
export function defaultPath(name: PathName, appName: string): string {
  const home = homedir();
  const config = configFolder(process.env, home);
  const personal = (key: string, folder: string): string => {
    const file = join(config, "user-dirs.dirs");
    const userDirs = existsSync(file) ? readFileSync(file, "utf8") : "";
    return userFolder(userDirs, key, home) ?? join(home, folder);
  };
  switch (name) {
    case "home":
      return home;
    case "appData":
      return config;
    case "userData":
    case "sessionData":
      return join(config, appName);
    case "temp":
      return tmpdir();
    case "documents":
      return personal("XDG_DOCUMENTS_DIR", "Documents");
    case "downloads":
      return personal("XDG_DOWNLOAD_DIR", "Downloads");
    case "desktop":
      return personal("XDG_DESKTOP_DIR", "Desktop");
    case "logs":
      return join(config, appName, "logs");
    case "exe":
      return process.execPath;
  }
}
