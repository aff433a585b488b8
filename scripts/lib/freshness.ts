import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../install.mjs";

/** What the bundles are made of. bin/countersign checks the same list. */
export const buildInputs = [
  "src",
  "electron.vite.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.base.json",
];

/** Its time is when the last successful build started. */
const stampFile = join(root, "out/.stamp");

/** The first build input that is newer than the stamp; "out/.stamp" if nothing was built. */
export function staleBecause(folder = root, stamp = stampFile): string | undefined {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return "out/.stamp";
  return buildInputs.find((input) => newest(join(folder, input)) > built);
}

/** Folders count too: deleting a file changes only its folder. */
function newest(path: string): number {
  const own = statSync(path, { throwIfNoEntry: false });
  if (own === undefined) return 0;
  if (!own.isDirectory()) return own.mtimeMs;
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  const times = entries.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(own.mtimeMs, ...times);
}

export function writeStamp(begun: Date): void {
  mkdirSync(join(root, "out"), { recursive: true });
  writeFileSync(stampFile, "");
  utimesSync(stampFile, begun, begun);
}
