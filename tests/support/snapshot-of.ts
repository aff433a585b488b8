import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Path, kind, mode and content of everything below a folder, the log and SQLite's notes of who reads left out. */
export function snapshotOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(({ name }) => !name.endsWith(".log") && !name.endsWith("-shm") && !name.endsWith("-wal"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const sum = entry.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "-";
      return `${relative(folder, path)} ${lstatSync(path).mode.toString(8)} ${sum}`;
    })
    .toSorted();
}
