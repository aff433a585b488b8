import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { lstatOrNull, publish } from "../../files/durable.ts";
import { requireOutside } from "../../files/outside.ts";
import { LeftBehind } from "../../jobs/hanging.ts";
import { aboutFolder, folderError, notAnswering, notThere, stillHangs } from "./folder-errors.ts";
import { type Step, usualIdle, whileAnswering } from "./idle.ts";
import { readPlainFile } from "./plain-file.ts";
import { writeNewFile } from "./new-file.ts";

const markerName = ".countersign-destination";
const markerLine = /^countersign-destination ([0-9a-f]{32})\n$/u;
const unreadable = text("backups.markerDamaged");

/** @returns the id in the folder's marker; null if there is no marker */
async function readMarker(folder: string): Promise<string | null> {
  const file = join(folder, markerName);
  if ((await lstatOrNull(file)) === null) return null;
  const id = markerLine.exec((await readPlainFile(file, 128)).toString("latin1"))?.[1];
  if (id === undefined) throw new AppError("DESTINATION_FAILED", { text: unreadable });
  return id;
}

async function writeMarker(folder: string, step: Step): Promise<string> {
  const id = randomBytes(16).toString("hex");
  const partial = join(folder, `${markerName}.partial-${randomBytes(8).toString("hex")}`);
  await writeNewFile(partial, (append) => append(Buffer.from(`countersign-destination ${id}\n`)));
  try {
    step();
    await publish(partial, join(folder, markerName), false);
    return id;
  } finally {
    await rm(partial, { force: true });
  }
}

async function markOnce(path: string, step: Step): Promise<string> {
  const found = await readMarker(path);
  if (found !== null) return found;
  step();
  try {
    return await writeMarker(path, step);
  } catch (thrown) {
    // Another console was quicker: both then mean the same folder.
    const theirs = thrown instanceof AppError && thrown.code === "FILE_EXISTS" ? await readMarker(path) : null;
    return theirs ?? aboutFolder(thrown);
  }
}

/** Folders whose set-up hangs. Each occupies one of the few threads that this process has for files. */
const hanging = new LeftBehind();

/**
 * Marks a folder as a backup location. Later work compares the id, so that an unmounted disk is not mistaken for its
 * mount point's folder.
 *
 * @param path absolute path of an existing folder
 * @param idle milliseconds in which it may answer nothing
 * @param dataDir of this console; null if it is not known
 * @returns the id of the marker; that of an earlier set-up if there is one
 * @throws AppError INVALID_INPUT, IN_DATA_FOLDER, DESTINATION_UNREACHABLE, DESTINATION_REFUSED, DESTINATION_FAILED,
 * DISK_FULL
 */
export async function prepareFolder(path: string, dataDir: string | null, idle = usualIdle): Promise<string> {
  if (!isAbsolute(path)) {
    const message = text("backups.fullPath");
    throw new AppError("INVALID_INPUT", { text: message, fields: { path: message } });
  }
  if (hanging.has(path)) throw stillHangs();
  const onHang = (ended: Promise<void>): void => hanging.add(path, ended);
  return whileAnswering({ signal: undefined, idle, silent: notAnswering, onHang }, async (step) => {
    try {
      await requireOutside(dataDir, path);
      step();
      return await markOnce(path, step);
    } catch (thrown) {
      throw folderError(thrown);
    }
  });
}

/**
 * @param marker null: any folder will do
 * @throws AppError DESTINATION_UNREACHABLE if the folder is not the one that was set up
 */
export async function checkMarker(folder: string, marker: string | null): Promise<void> {
  if (marker === null) return;
  let found: string | null;
  try {
    found = await readMarker(folder);
  } catch (thrown) {
    const error = folderError(thrown);
    throw error.code === "DESTINATION_UNREACHABLE" ? notThere(thrown) : error;
  }
  if (found !== marker) throw notThere();
}
