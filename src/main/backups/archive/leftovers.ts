import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isWorkspace, randomName, removeFolder, removeWorkspace } from "../../files/workspace.ts";
import { undonePrefix } from "./switch.ts";

const stagingPrefix = "store.staging-";

/** A fresh name for the folder in which a restore prepares the store. */
export const stagingFolder = (dataDir: string): string => join(dataDir, stagingPrefix + randomName());

const isUnfinishedRestore = (name: string): boolean => name.startsWith(stagingPrefix) || name.startsWith(undonePrefix);

/**
 * Removes what a killed process left: decrypted copies, unfinished restores, partial backup files. Only while no other
 * process has the data folder: what it works on looks the same. A store that was kept aside is never touched.
 *
 * @returns what could not be removed, with the reasons
 */
export async function sweepLeftovers(dataDir: string): Promise<{ name: string; reason: unknown }[]> {
  const kept: { name: string; reason: unknown }[] = [];
  for (const name of await readdir(dataDir)) {
    const folder = join(dataDir, name);
    try {
      if (isWorkspace(name)) await removeWorkspace(folder);
      else if (isUnfinishedRestore(name)) await removeFolder(folder);
    } catch (reason) {
      kept.push({ name, reason });
    }
  }
  return kept;
}
