import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

function linesOf(folder: string, wanted: (name: string) => boolean): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(({ name }) => wanted(name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const sum = entry.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "-";
      return `${relative(folder, path)} ${lstatSync(path).mode.toString(8)} ${sum}`;
    })
    .toSorted();
}

/** Path, kind, mode and content of everything below a folder: equal for two that hold the same. */
export const everythingIn = (folder: string): string => linesOf(folder, () => true).join("\n");

/** The same, a line each, the log and SQLite's notes of who reads left out. */
export const snapshotOf = (folder: string): string[] =>
  linesOf(folder, (name) => !name.endsWith(".log") && !name.endsWith("-shm") && !name.endsWith("-wal"));
