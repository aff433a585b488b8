import { chmodSync, lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "#shared/errors.ts";
import { isOwnName } from "./data-folder.ts";

/** What people call it. */
const whole = "The data folder";

/** What others on this computer may do with it. */
const others = 0o077;

/** Windows keeps permissions in lists that a new file inherits from the person's own folder. */
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
    `“${name}” belongs to another account on this computer, which could read and change it. Make it your own again, then start again.`,
  );

const staysOpen = (name: string): AppError =>
  unsafe(
    `Others on this computer can read or change “${name}”, and this disk does not allow changing that. Move the data folder to another disk.`,
  );

/** What the console keeps as a file, and what as a folder; the rest may be either. */
const files = /(?:^|\/)(?:(?:[\w-]+\.)?lock\.db|console\.db)(?:-\w+)?$/u;
const folders = /^store$/u;

const isFolder = (name: string): AppError =>
  unsafe(`“${name}” in the data folder is a folder, but must be a file. Move it to another place, then start again.`);

const isFile = (name: string): AppError =>
  unsafe(`“${name}” in the data folder is a file, but must be a folder. Move it to another place, then start again.`);

/** The file of the store in use. SQLite's journals belong to one name: opened under two, a database is damaged. */
const single = /^store\/console\.db$/u;

const hasTwoNames = (name: string): AppError =>
  unsafe(
    `“${name}” in the data folder has a second name elsewhere on this disk (a hard link), under which it can be read and changed, too. Copy it, put the copy in its place, then start again.`,
  );

/** @returns undefined if it has disappeared meanwhile */
function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** @throws AppError STORE_UNSAFE */
function requireOwn(name: string, found: Stats): void {
  if (found.isSymbolicLink()) throw isLink(name);
  if (!found.isFile() && !found.isDirectory()) throw isNeither(name);
  if (found.isDirectory() && files.test(name)) throw isFolder(name);
  if (found.isFile() && folders.test(name)) throw isFile(name);
  if (found.isFile() && found.nlink > 1 && single.test(name)) throw hasTwoNames(name);
  if (hasModes && found.uid !== process.getuid?.()) throw isForeign(name);
}

const isOpen = (found: Stats): boolean => hasModes && (found.mode & others) !== 0;

/** Removes other accounts' permissions. @throws AppError STORE_UNSAFE if that does not work */
function close(name: string, path: string, found: Stats): void {
  try {
    chmodSync(path, found.isDirectory() ? 0o700 : 0o600);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // Disappeared meanwhile; or a read-only disk, which is reported when something is to be written.
    if (code === "ENOENT" || code === "EROFS") return;
    if (code !== "EPERM" && code !== "ENOTSUP") throw cause;
    throw staysOpen(name);
  }
  const now = look(path);
  if (now && isOpen(now)) throw staysOpen(name);
}

/**
 * Makes a folder private to this account. It may be reached through a link.
 *
 * @returns whether others had access before
 * @throws AppError STORE_UNSAFE; errors of the file system unchanged
 */
export function secureFolder(path: string, name = basename(path)): boolean {
  const found = statSync(path);
  requireOwn(name, found);
  if (!isOpen(found)) return false;
  close(name, path, found);
  return true;
}

/** @throws AppError STORE_UNSAFE if the file, or the folder that it is in, is a link, or belongs to somebody else */
export function requireOwnFile(path: string): void {
  const folder = dirname(path);
  for (const [name, found] of [
    [basename(folder), look(folder)],
    [`${basename(folder)}/${basename(path)}`, look(path)],
  ] as const) {
    if (found) requireOwn(name, found);
  }
}

/** @param visit called for each file and folder, a folder before its content */
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
 * Makes a data folder, and everything that the console keeps in it, private to this account. The folder itself may be
 * reached through a link; nothing in it may be one. Works from the top down, so that nobody can replace what was
 * checked.
 *
 * @returns what others could have read or changed before: paths in the folder, "." for the folder itself
 * @throws AppError STORE_UNSAFE; errors of the file system unchanged
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
 * @returns for people to read: what is not as it must be
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
      problems.push(`Others on this computer can read or change “${name}”. Opening the console will make it private.`);
    }
  };
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (!folder) return [];
  examine(whole, dataDir, folder);
  for (const name of namesIn(dataDir).filter(isOwnName)) walk(name, join(dataDir, name), examine);
  return problems;
}
