import { dirname } from "node:path";
import { findOnPath } from "../browser/executable.ts";
import { engine } from "../engine.ts";
import { messageOf, warn } from "../log.ts";
import { refusingObject } from "../refusals.ts";
import { runProgram } from "./run.ts";

/** @throws Error saying what is missing */
async function xdgOpen(target: string): Promise<void> {
  if (engine.isHeadless) throw new Error("chromium-host: nothing can be opened on the desktop without a display");
  const program = findOnPath(["xdg-open"]);
  if (program === undefined) {
    throw new Error("chromium-host: opening needs xdg-open. On Debian and Ubuntu: apt-get install xdg-utils");
  }
  const { code, stderr } = await runProgram(program, [target]);
  if (code !== 0) throw new Error(`chromium-host: xdg-open failed (${code}): ${stderr.trim()}`);
}

/** `shell`, through xdg-open. */
export const shell = refusingObject("shell", {
  /** @throws TypeError for what is not a URL; Error when it cannot be opened */
  async openExternal(url: string): Promise<void> {
    if (!URL.canParse(url)) throw new TypeError(`Invalid URL: ${url}`);
    await xdgOpen(new URL(url).href);
  },

  /** Opens the folder; the file in it cannot be highlighted. */
  showItemInFolder(fullPath: string): void {
    xdgOpen(dirname(fullPath)).catch((cause: unknown) => warn(messageOf(cause)));
  },
});
