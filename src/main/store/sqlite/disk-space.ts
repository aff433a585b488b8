import { statfsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";

/** Bytes that SQLite needs to open a store for writing: the index of its log, and the log's first pages. */
const least = 128 * 1024;

/** Whether this account has no space left on the disk of a folder. */
export function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < least;
  } catch {
    return false;
  }
}

/** On a full disk SQLite fails in many ways: each is reported as a full disk. */
export function orDiskFull(folder: string, thrown: unknown): AppError {
  const error = toAppError(thrown);
  const suspect = error.code === "IO_ERROR" || error.code === "STORE_UNAVAILABLE" || error.code === "BUSY";
  return suspect && isFull(folder) ? new AppError("DISK_FULL", { cause: thrown }) : error;
}

/**
 * Lets the connection keep the index of the log in memory: a full disk has no room for its file, and the data must be
 * readable all the same. The connection then has exclusive use of the store. Must be called before anything is read.
 */
export function needNoSpace(raw: Database): void {
  raw.pragma("locking_mode = EXCLUSIVE");
}
