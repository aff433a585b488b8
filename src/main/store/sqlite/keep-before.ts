import { copyFileSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Raw } from "./connection.ts";
import { syncPath } from "../sync-path.ts";

/**
 * Copies the file while nobody writes. Without a log the file is all there is; with one, SQLite writes a copy itself.
 */
function copy(raw: Raw, file: string, target: string): void {
  raw.pragma("wal_checkpoint(TRUNCATE)");
  raw.exec("BEGIN IMMEDIATE");
  try {
    const log = `${file}-wal`;
    if (!existsSync(log) || statSync(log).size === 0) {
      copyFileSync(file, target, constants.COPYFILE_FICLONE);
      return;
    }
  } finally {
    raw.exec("ROLLBACK");
  }
  raw.prepare("VACUUM INTO ?").run(target);
}

/**
 * Keeps a copy of the store before its schema is changed, beside it: `store.before-schema-<version>/console.db`, of
 * mode
 * 0700. It is as private as the store: seeds are sealed in both. An existing copy stays.
 *
 * @param folder the data folder
 */
export function keepBefore(raw: Raw, file: string, folder: string, version: number): void {
  const kept = join(folder, `store.before-schema-${version}`);
  if (existsSync(kept)) return;
  const partial = `${kept}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const target = join(partial, basename(file));
  copy(raw, file, target);
  syncPath(target);
  syncPath(partial);
  renameSync(partial, kept);
  syncPath(folder);
}
