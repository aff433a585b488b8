import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../install.mjs";

/** What is known about the machine when choosing a runtime. */
export interface Machine {
  platform: NodeJS.Platform;
  display: boolean;
  /** Electron's executable, or why there is none. */
  electron: { file: string } | { missing: string };
}

export type Choice =
  | { runtime: "electron"; file: string; why: string }
  | { runtime: "chromium"; why: string; headless: boolean }
  | { runtime: "none"; why: string };

/** Electron if it can show a window; otherwise the distribution's Chromium, which needs no display. */
export function chooseRuntime(machine: Machine): Choice {
  const { electron, platform, display } = machine;
  if ("file" in electron && display) return { runtime: "electron", file: electron.file, why: "its binary is here" };
  const why =
    "missing" in electron ? `Electron: ${electron.missing}` : "Electron cannot open a window without a display";
  if (platform !== "linux") return { runtime: "none", why };
  return { runtime: "chromium", why, headless: !display };
}

/** X11 or Wayland on Linux; other systems are assumed to have a desktop. */
export function hasDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  return platform !== "linux" || Boolean(env["DISPLAY"]) || Boolean(env["WAYLAND_DISPLAY"]);
}

/** Runs the command so that a crash leaves no core dump, as its memory contains keys. Windows has no such limit. */
export function memoryLimited(command: readonly string[]): readonly string[] {
  return process.platform === "win32" ? command : ["/bin/sh", "-c", 'ulimit -c 0; exec "$@"', "sh", ...command];
}

const entry = join(root, "out/main/index.js");

/** The command line of a runtime. `args` go to the app. */
export function commandLine(
  choice: Exclude<Choice, { runtime: "none" }>,
  isRoot: boolean,
  args: readonly string[],
): string[] {
  if (choice.runtime === "electron") {
    // Chromium's sandbox does not run as root; for everybody else it is on.
    const sandbox = isRoot && process.platform === "linux" ? ["--no-sandbox"] : [];
    return [choice.file, ...sandbox, root, ...args];
  }
  const host = pathToFileURL(join(root, "out/main/chromium-host.js")).href;
  return [process.execPath, "--import", host, entry, ...args];
}
