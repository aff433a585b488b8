import { readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { storeFolder } from "../../store/data-folder.ts";
import { exists, lstatOrNull, syncFolder } from "../../files/durable.ts";

/** Only a complete, durable store ever gets this name. */
const incomingFolder = (dataDir: string): string => join(dataDir, "store.incoming");
const beforePrefix = "store.before-";
export const undonePrefix = "store.undone-";

/** `20261124T081503Z`: sorts by time, and every file system accepts it. */
export const stampOf = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/gu, "");

/** A stamp under which nothing is kept yet: two restores within one second keep two stores. */
async function freeStamp(dataDir: string, at: number): Promise<string> {
  const taken = new Set(await readdir(dataDir));
  const stamp = stampOf(at);
  let free = stamp;
  for (let count = 2; taken.has(beforePrefix + free); count += 1) free = `${stamp}-${count}`;
  return free;
}

/** Whether there is something to keep. A folder without files is removed. */
async function hasStore(folder: string): Promise<boolean> {
  const stat = await lstatOrNull(folder);
  if (!stat) return false;
  if (!stat.isDirectory() || (await readdir(folder)).length > 0) return true;
  await rmdir(folder);
  return false;
}

async function move(dataDir: string, from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dataDir);
}

export interface Switched {
  /** Folder of the store that was there before; null if there was none. */
  keptAside: string | null;
  /** Brings back the previous store and removes the one that had taken its place. */
  undo(): Promise<void>;
}

async function undo(dataDir: string, stamp: string, keptAside: string | null): Promise<void> {
  const live = storeFolder(dataDir);
  const undone = join(dataDir, undonePrefix + stamp);
  await move(dataDir, live, undone);
  if (keptAside !== null) await move(dataDir, keptAside, live);
  await rm(undone, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Puts the store in `staged` in the place of the store in the data folder, which is kept aside unchanged. No file of
 * either may be open. Three renames, each durable before the next:
 * 1. `staged` -> `store.incoming`
 * 2. `store` -> `store.before-<UTC time>`: the point of no return; from here a restart rolls forward
 * 3. `store.incoming` -> `store` If it fails, the old store is where it was. After a kill `recoverSwitch` decides.
 *
 * @param at UTC milliseconds
 */
export async function switchStore(dataDir: string, staged: string, at: number): Promise<Switched> {
  const live = storeFolder(dataDir);
  const incoming = incomingFolder(dataDir);
  const stamp = await freeStamp(dataDir, at);
  const keptAside = (await hasStore(live)) ? join(dataDir, beforePrefix + stamp) : null;
  let moved = false;
  try {
    await move(dataDir, staged, incoming);
    if (keptAside !== null) {
      await rename(live, keptAside);
      moved = true;
      await syncFolder(dataDir);
    }
    await move(dataDir, incoming, live);
  } catch (thrown) {
    if (keptAside !== null && moved && !(await exists(live))) await move(dataDir, keptAside, live);
    await rm(incoming, { recursive: true, force: true });
    throw thrown;
  }
  return { keptAside, undo: () => undo(dataDir, stamp, keptAside) };
}

export type Recovery = "nothing to do" | "rolled forward" | "rolled back";

/** An undo that was interrupted between its two renames: the previous store is brought back. */
async function finishUndo(dataDir: string): Promise<boolean> {
  const names = new Set(await readdir(dataDir));
  const undone = [...names].toSorted().findLast((name) => name.startsWith(undonePrefix));
  const before = undone && beforePrefix + undone.slice(undonePrefix.length);
  if (before === undefined || !names.has(before)) return false;
  await move(dataDir, join(dataDir, before), storeFolder(dataDir));
  return true;
}

async function recover(dataDir: string): Promise<Recovery> {
  const incoming = incomingFolder(dataDir);
  const hasLive = await exists(storeFolder(dataDir));
  if (!(await exists(incoming))) return !hasLive && (await finishUndo(dataDir)) ? "rolled back" : "nothing to do";
  if (hasLive) {
    await rm(incoming, { recursive: true, force: true, maxRetries: 3 });
    return "rolled back";
  }
  await move(dataDir, incoming, storeFolder(dataDir));
  return "rolled forward";
}

/**
 * Ends a switch that a kill or a power cut interrupted. To be called while no other process has the data folder, before
 * the store is opened.
 *
 * @throws AppError PERMISSION_DENIED, DISK_FULL, IO_ERROR
 */
export async function recoverSwitch(dataDir: string): Promise<Recovery> {
  try {
    return await recover(dataDir);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
