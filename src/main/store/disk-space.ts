import { statfsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";

/** Bytes that SQLite needs to open a store for work: its index of the log, and the log's first pages. */
const least = 128 * 1024;

/** Whether there is no room left for this account on the disk of a folder. */
export function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < least;
  } catch {
    return false;
  }
}

/** On a full disk SQLite fails in many ways: each is told as what it is. */
export function orDiskFull(folder: string, thrown: unknown): AppError {
  const error = toAppError(thrown);
  const suspect = error.code === "IO_ERROR" || error.code === "STORE_UNAVAILABLE" || error.code === "BUSY";
  return suspect && isFull(folder) ? new AppError("DISK_FULL", { cause: thrown }) : error;
}

/**
 * Lets the connection keep the index of the log in memory: on a full disk there is no room for its file, and what was
 * written must be read all the same. It has the store for itself then. Before anything is read.
 */
export function needNoSpace(raw: Database): void {
  raw.pragma("locking_mode = EXCLUSIVE");
}
