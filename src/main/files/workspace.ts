import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { toAppError } from "../base/errors/to-app-error.ts";
import { privateFolder } from "../store/private.ts";
import { lstatOrNull, syncFolder } from "./durable.ts";
import { requireOutside } from "./outside.ts";

const prefix = "tmp-";
const noteName = "partial";
const partialName = /\.partial-[0-9a-f]{16}$/u;

export const randomName = (): string => randomBytes(8).toString("hex");

/** `FILE.partial-<random>`, in the folder of the file, so that it can be renamed. */
const partialOf = (file: string): string => `${file}.partial-${randomName()}`;

/**
 * A private folder in the data folder for what must not outlive the work. Removed at the end, however it ends; what a
 * killed process leaves is removed at the next start.
 */
export async function withWorkspace<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(dataDir, `${prefix}${randomName()}`);
  try {
    privateFolder(dataDir);
    await mkdir(folder, { mode: 0o700 });
    return await work(folder);
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes a partial file permanently: once the note of its path is gone, nobody would find it. */
async function removePartial(partial: string): Promise<void> {
  if ((await lstatOrNull(partial)) === null) return;
  await rm(partial, { recursive: true, force: true });
  await syncFolder(dirname(partial));
}

/**
 * A file (or a folder of files) beside `file` that becomes it in the end. The workspace remembers where it is, so that
 * it is found after a kill although it is outside the data folder.
 *
 * @throws AppError IN_DATA_FOLDER, and what `work` throws
 */
export async function withPartial<T>(
  workspace: string,
  file: string,
  work: (partial: string) => Promise<T>,
): Promise<T> {
  await requireOutside(dirname(workspace), file);
  const partial = partialOf(file);
  await writeFile(join(workspace, noteName), `${partial}\n`, { mode: 0o600, flag: "wx", flush: true });
  await syncFolder(workspace);
  await syncFolder(dirname(workspace));
  try {
    return await work(partial);
  } finally {
    await removePartial(partial);
  }
}

export const isWorkspace = (name: string): boolean => /^tmp-[0-9a-f]{16}$/u.test(name);

/** The note is only followed to an ordinary file or a folder with the name of a partial one. */
async function followNote(workspace: string): Promise<void> {
  const note = join(workspace, noteName);
  if (!(await lstatOrNull(note))?.isFile()) return;
  // A note without a line end was not finished, and its file not begun.
  const [partial, end] = (await readFile(note, "utf8")).split("\n");
  if (partial === undefined || end === undefined || !partialName.test(basename(partial))) return;
  const found = await lstatOrNull(partial);
  if (found?.isFile() || found?.isDirectory()) await removePartial(partial);
}

/** Removes a workspace that a killed process left, and the partial file of which it knows. */
export async function removeWorkspace(folder: string): Promise<void> {
  await followNote(folder);
  await removeFolder(folder);
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
