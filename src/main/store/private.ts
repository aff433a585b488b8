import { chmodSync, lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "#shared/errors.ts";
import { isOwnName } from "./data-folder.ts";

/** What a person calls it. */
const whole = "The data folder";

/** What others of this computer may do with it. */
const others = 0o077;

/** Windows keeps who may do what in lists that a new file inherits from the person's own folder. */
const hasModes = process.platform !== "win32";

const unsafe = (message: string): AppError => new AppError("STORE_UNSAFE", { message });

const isLink = (name: string): AppError =>
  unsafe(
    `“${name}” in the data folder is a link to another place. Replace it with the real file or folder, then start again.`,
  );

const isNeither = (name: string): AppError =>
  unsafe(`“${name}” in the data folder is not a file or folder. Remove it, then start again.`);

const isForeign = (name: string): AppError =>
  unsafe(
    `“${name}” belongs to another account of this computer, which could read and change it. Make it your own again, then start again.`,
  );

const staysOpen = (name: string): AppError =>
  unsafe(
    `Others on this computer can read or change “${name}”, and this disk does not let that be changed. Move the data folder to another disk.`,
  );

/** @returns undefined for what has gone meanwhile */
function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** @throws AppError STORE_UNSAFE */
function requireOwn(name: string, found: Stats): void {
  if (found.isSymbolicLink()) throw isLink(name);
  if (!found.isFile() && !found.isDirectory()) throw isNeither(name);
  if (hasModes && found.uid !== process.getuid?.()) throw isForeign(name);
}

const isOpen = (found: Stats): boolean => hasModes && (found.mode & others) !== 0;

/** Takes from others what they may do. @throws AppError STORE_UNSAFE where that does not work */
function close(name: string, path: string, found: Stats): void {
  try {
    chmodSync(path, found.isDirectory() ? 0o700 : 0o600);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // Gone meanwhile; or a read-only disk, of which is told when something is to be written.
    if (code === "ENOENT" || code === "EROFS") return;
    if (code !== "EPERM" && code !== "ENOTSUP") throw cause;
    throw staysOpen(name);
  }
  const now = look(path);
  if (now && isOpen(now)) throw staysOpen(name);
}

/**
 * Sees to it that a folder is this account's own and closed to others. It may be reached through a link.
 *
 * @returns whether it was open until now
 * @throws AppError STORE_UNSAFE; errors of the file system as they are
 */
export function secureFolder(path: string, name = basename(path)): boolean {
  const found = statSync(path);
  requireOwn(name, found);
  if (!isOpen(found)) return false;
  close(name, path, found);
  return true;
}

/** @throws AppError STORE_UNSAFE where the file, or the folder that it is in, is a link, or somebody else's */
export function requireOwnFile(path: string): void {
  const folder = dirname(path);
  for (const [name, found] of [
    [basename(folder), look(folder)],
    [`${basename(folder)}/${basename(path)}`, look(path)],
  ] as const) {
    if (found) requireOwn(name, found);
  }
}

/** @param visit is told of each file and folder, a folder before what is in it */
function walk(name: string, path: string, visit: (name: string, path: string, found: Stats) => void): void {
  const found = look(path);
  if (!found) return;
  visit(name, path, found);
  if (!found.isDirectory()) return;
  for (const entry of namesIn(path)) walk(`${name}/${entry}`, join(path, entry), visit);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}

/**
 * Sees to it that a data folder, and all that the console keeps in it, is this account's own and closed to others. The
 * folder itself may be reached through a link; nothing in it may be one. From above, so that nobody can exchange what was
 * looked at.
 *
 * @returns what others could have read or changed until now: paths in the folder, "." for the folder itself
 * @throws AppError STORE_UNSAFE; errors of the file system as they are
 */
export function securePlace(dataDir: string): string[] {
  const opened = secureFolder(dataDir, whole) ? ["."] : [];
  const secure = (name: string, path: string, found: Stats): void => {
    requireOwn(name, found);
    if (!isOpen(found)) return;
    close(name, path, found);
    opened.push(name);
  };
  for (const name of namesIn(dataDir).filter(isOwnName)) walk(name, join(dataDir, name), secure);
  return opened;
}

/**
 * The same without changing anything.
 *
 * @returns for people: what is not as it must be
 */
export function examinePlace(dataDir: string): string[] {
  const problems: string[] = [];
  const examine = (name: string, _path: string, found: Stats): void => {
    try {
      requireOwn(name, found);
    } catch (thrown) {
      problems.push((thrown as AppError).message);
    }
    if (!found.isSymbolicLink() && isOpen(found)) {
      problems.push(`Others on this computer can read or change “${name}”. Opening the console closes it to them.`);
    }
  };
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (!folder) return [];
  examine(whole, dataDir, folder);
  for (const name of namesIn(dataDir).filter(isOwnName)) walk(name, join(dataDir, name), examine);
  return problems;
}
