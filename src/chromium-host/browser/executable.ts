import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** No Chromium on this computer. */
export class ChromiumMissing extends Error {
  override readonly name = "ChromiumMissing";

  constructor() {
    super("chromium-host: no Chromium was found. On Debian and Ubuntu: apt-get install chromium");
  }
}

/**
 * The browser's own binaries come before the wrapper scripts that distributions put on the PATH, which add
 * unwanted flags and API keys.
 */
const binaries = [
  "/usr/lib/chromium/chromium",
  "/usr/lib64/chromium-browser/chromium-browser",
  "/usr/lib/chromium-browser/chromium-browser",
];
const commands = ["chromium", "chromium-browser", "google-chrome"];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Missing or not executable: either way it cannot be run.
    return false;
  }
}

/** @returns the first of `names` on the PATH, absolute */
export function findOnPath(names: readonly string[], path: string = process.env["PATH"] ?? ""): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @throws ChromiumMissing */
export function findChromium(): string {
  const found = binaries.find(isExecutable) ?? findOnPath(commands);
  if (found === undefined) throw new ChromiumMissing();
  return found;
}
