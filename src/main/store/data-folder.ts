import { lstat, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** The names of everything that the console keeps in its data folder. */
const names = { store: "store", database: "console.db", lock: "lock.db" } as const;

export const storeFolder = (dataDir: string): string => join(dataDir, names.store);
export const storeFile = (dataDir: string): string => join(storeFolder(dataDir), names.database);

/** Which desk a data folder is. */
export const deskFileName = "desk.json";

/** Nothing can be learned about these; an attempt to write there will say why it fails. */
const unknown: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP", "ENAMETOOLONG"]);

async function known<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (thrown) {
    if (unknown.has((thrown as NodeJS.ErrnoException).code)) return null;
    throw thrown;
  }
}

/** What the console makes in its data folder. The window's runtime and the session's file are handled elsewhere. */
const own =
  /^(?:store(?:\..+)?|tmp-[0-9a-f]{16}|logs|desk\.json|(?:[\w-]+\.)?lock\.db(?:-journal|-wal|-shm|\.found-[0-9a-f-]{36})?)$/u;

export const isOwnName = (name: string): boolean => own.test(name);

/** Bytes of a database of SQLite without a table. */
const emptyDatabase = 4096;

const isFile = async (path: string): Promise<boolean> => (await known(lstat(path)))?.isFile() ?? false;

/** An empty database, or not even that: nothing is ever kept in it. */
async function isLock(path: string): Promise<boolean> {
  const found = await known(lstat(path));
  if (found === null || !found.isFile()) return false;
  if (found.size !== emptyDatabase) return found.size === 0;
  const handle = await known(open(path, "r"));
  if (handle === null) return false;
  await using file = handle;
  const { buffer } = await file.read(Buffer.alloc(16), 0, 16, 0);
  return buffer.toString("latin1") === "SQLite format 3\0";
}

/** What shows that a folder is a data folder, or the folder of a store in one. */
export async function looksLikeDataFolder(folder: string): Promise<boolean> {
  if (await isFile(join(folder, names.store, names.database))) return true;
  if (await isFile(join(folder, names.database))) return true;
  // The first thing that is made.
  return isLock(join(folder, names.lock));
}

/** Device and inode: the same for every name of one file, for links and for bind mounts. Null: it does not exist. */
export async function identityOf(path: string): Promise<string | null> {
  const found = await known(stat(path, { bigint: true }));
  return found && `${found.dev}:${found.ino}`;
}

/** Identities of a data folder, of everything in it, and of the files of its stores. */
export async function identitiesIn(dataDir: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const add = async (path: string): Promise<void> => {
    const identity = await identityOf(path);
    if (identity !== null) found.add(identity);
  };
  await add(dataDir);
  for (const entry of (await known(readdir(dataDir, { withFileTypes: true }))) ?? []) {
    const path = join(dataDir, entry.name);
    await add(path);
    if (!entry.isDirectory()) continue;
    for (const name of (await known(readdir(path))) ?? []) await add(join(path, name));
  }
  return found;
}
