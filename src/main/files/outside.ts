import { readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { AppError } from "#shared/errors.ts";
import { identitiesIn, identityOf, looksLikeDataFolder } from "../store/data-folder.ts";
import { lstatOrNull } from "./durable.ts";

/** As many links as Linux follows in one path (path_resolution(7)). */
const mostLinks = 40;

/** Where the path really leads, as the system reads links and dots. What does not exist yet is taken by its name. */
async function realPlace(path: string, links = mostLinks): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const parent = dirname(path);
    if ((code !== "ENOENT" && code !== "ENOTDIR") || parent === path) throw thrown;
    const isLink = code === "ENOENT" && (await lstatOrNull(path))?.isSymbolicLink();
    if (isLink && links > 0) return realPlace(resolve(parent, await readlink(path)), links - 1);
    return join(await realPlace(parent, links), basename(path));
  }
}

/** The path and all folders above it. */
function upwards(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...upwards(parent)];
}

async function lies(path: string, own: ReadonlySet<string>): Promise<boolean> {
  for (const folder of upwards(path)) {
    const identity = await identityOf(folder);
    if (identity !== null && (own.has(identity) || (await looksLikeDataFolder(folder)))) return true;
  }
  return false;
}

/**
 * The one guard for everything that the console writes for a person: it never goes into a data folder, whichever
 * console's it is, by whatever name that folder is reached: a link, a hard link, another case, dots, a bind mount.
 * Throws errors of the file system unchanged.
 *
 * @param dataDir the data folder of this console; null if it is not known: then data folders are recognised by their
 * content
 * @param path absolute; of the file or folder that would be written. It need not exist
 * @throws AppError IN_DATA_FOLDER
 */
export async function requireOutside(dataDir: string | null, path: string): Promise<void> {
  const own = dataDir === null ? new Set<string>() : await identitiesIn(dataDir);
  // The name itself, and what it leads to.
  const places = new Set([join(await realPlace(dirname(path)), basename(path)), await realPlace(path)]);
  for (const place of places) if (await lies(place, own)) throw new AppError("IN_DATA_FOLDER");
}
