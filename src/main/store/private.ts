import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { AppError } from "#shared/errors.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import { isOwnName } from "./data-folder.ts";
import { syncPath } from "./sync-path.ts";

/** What people call it. */
const whole = text("store.theFolder");

/** What others on this computer may do with it. */
const others = 0o077;

/** Windows keeps permissions in lists that a new file inherits from the person's own folder. */
const hasModes = process.platform !== "win32";

const unsafe = (why: Text): AppError => new AppError("STORE_UNSAFE", { text: why });

const isLink = (name: Label): AppError => unsafe(text("store.isLink", { name }));

const isNeither = (name: Label): AppError => unsafe(text("store.isNeither", { name }));

const isForeign = (name: Label): AppError => unsafe(text("store.isForeign", { name }));

const staysOpen = (name: Label): AppError => unsafe(text("store.staysOpen", { name }));

/** What the console keeps as a file, and what as a folder; the rest may be either. */
const files = /(?:^|\/)(?:(?:(?:[\w-]+\.)?lock\.db|console\.db)(?:-\w+)?|desk\.json)$/u;
const folders = /^store$/u;

const isFolder = (name: Label): AppError => unsafe(text("store.isFolder", { name }));

const isFile = (name: Label): AppError => unsafe(text("store.isFile", { name }));

/** The file of the store in use. SQLite's journals belong to one name: opened under two, a database is damaged. */
const single = /^store\/console\.db$/u;

const hasTwoNames = (name: Label): AppError => unsafe(text("store.hasTwoNames", { name }));

/** @returns undefined if it has disappeared meanwhile */
function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

const matches = (names: RegExp, name: Label): boolean => typeof name === "string" && names.test(name);

/** @throws AppError STORE_UNSAFE */
function requireOwn(name: Label, found: Stats): void {
  if (found.isSymbolicLink()) throw isLink(name);
  if (!found.isFile() && !found.isDirectory()) throw isNeither(name);
  if (found.isDirectory() && matches(files, name)) throw isFolder(name);
  if (found.isFile() && matches(folders, name)) throw isFile(name);
  if (found.isFile() && found.nlink > 1 && matches(single, name)) throw hasTwoNames(name);
  if (hasModes && found.uid !== process.getuid?.()) throw isForeign(name);
}

const isOpen = (found: Stats): boolean => hasModes && (found.mode & others) !== 0;

/** Removes other accounts' permissions. @throws AppError STORE_UNSAFE if that does not work */
function close(name: Label, path: string, found: Stats): void {
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
function secureFolder(path: string, name: Label = basename(path)): boolean {
  const found = statSync(path);
  requireOwn(name, found);
  if (!isOpen(found)) return false;
  close(name, path, found);
  return true;
}

/**
 * Makes the names of these new folders durable: SQLite does so only for the files in them. @param first the uppermost
 */
function syncNames(path: string, first: string): void {
  for (let made = resolve(path); made.length >= first.length; made = dirname(made)) syncPath(dirname(made));
}

/**
 * `mkdir -p` with mode 0700, also for an existing folder. A new one survives a power failure.
 *
 * @throws AppError STORE_UNSAFE; errors of the file system unchanged
 */
export function privateFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) syncNames(path, first);
  secureFolder(path);
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
 * @returns what is not as it must be
 */
export function examinePlace(dataDir: string): Text[] {
  const problems: Text[] = [];
  const examine = (name: Label, _path: string, found: Stats): void => {
    try {
      requireOwn(name, found);
    } catch (thrown) {
      problems.push((thrown as AppError).text);
    }
    if (!found.isSymbolicLink() && isOpen(found)) {
      problems.push(text("store.isOpen", { name }));
    }
  };
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (!folder) return [];
  examine(whole, dataDir, folder);
  for (const name of namesIn(dataDir).filter(isOwnName)) walk(name, join(dataDir, name), examine);
  return problems;
}
