import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

/** The application's name, as Electron uses it for `userData`. */
const folder = "countersign";

export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

/** The window's folder, so that both work on one store (Electron: `app.getPath("userData")`). */
export function defaultDataDir(
  computer: Computer = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = computer;
  if (platform === "darwin") return join(home, "Library/Application Support", folder);
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), folder);
  return join(env["XDG_CONFIG_HOME"] || join(home, ".config"), folder);
}

/**
 * @param given the value of `--data`
 * @returns an absolute path
 * @throws AppError INVALID_INPUT
 */
export function resolveDataDir(given: string | undefined, cwd: string): string {
  if (given === undefined) return defaultDataDir();
  if (given.trim() === "" || given.includes("\0")) {
    throw new AppError("INVALID_INPUT", {
      text: text("cli.dataFolderMissing"),
      fields: { data: text("cli.nameFolder") },
    });
  }
  // `--data --json` is far more often a forgotten value than a folder with that name.
  if (given.startsWith("-")) {
    throw new AppError("INVALID_INPUT", {
      text: text("cli.dataFolderMissing"),
      fields: { data: text("cli.nameFolderLikeOption", { given }) },
    });
  }
  return resolve(cwd, given);
}
