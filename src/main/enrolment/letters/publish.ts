import { readdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { syncFolder } from "../../files/durable.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";

/** Where letters go: one file, or a folder with a file each. */
export type Destination = { kind: "file"; file: string } | { kind: "folder"; folder: string };

export const pathOf = (into: Destination): string => (into.kind === "file" ? into.file : into.folder);

const isFolder = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();

const invalid = (field: "file" | "folder", why: Text): AppError =>
  new AppError("INVALID_INPUT", { text: why, fields: { [`into.${field}`]: why } });

/** @throws AppError FILE_NOT_FOUND, INVALID_INPUT before any work is done */
export async function checkDestination(into: Destination): Promise<void> {
  try {
    if (into.kind === "folder") {
      if (!(await isFolder(into.folder))) throw invalid("folder", text("letters.notAFolder"));
      return;
    }
    if (!(await isFolder(dirname(into.file)))) throw invalid("file", text("letters.folderRefused"));
    const taken = await isFolder(into.file).catch(() => false);
    if (taken) throw invalid("file", text("letters.isFolder"));
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** The letters are written beside this name, to be renamed within one file system. */
export const besideOf = (into: Destination): string =>
  into.kind === "file" ? into.file : join(into.folder, "letters");

async function moveAll(partial: string, folder: string): Promise<void> {
  for (const name of await readdir(partial)) await rename(join(partial, name), join(folder, basename(name)));
  await syncFolder(folder);
}

/**
 * Gives finished letters their names. Their enrolments are already committed, so this is the one failure that leaves
 * something behind: letters that can be printed again.
 *
 * @throws AppError with the disk's code
 */
export async function publishLetters(partial: string, into: Destination): Promise<void> {
  try {
    if (into.kind === "folder") await moveAll(partial, into.folder);
    else {
      await rename(partial, into.file);
      await syncFolder(dirname(into.file));
    }
  } catch (thrown) {
    throw new AppError(toAppError(thrown).code, {
      text: text("letters.savedWithoutLetters"),
      cause: thrown,
    });
  }
}
