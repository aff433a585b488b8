import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Computer } from "../base/desk.ts";
import { DeskId } from "#shared/model/ids.ts";
import { deskFileName } from "./data-folder.ts";
import { syncPath } from "./sync-path.ts";

/** Beside the store, not in it: a store can be shared by several desks, and is copied into backups. */
const DeskFile = z.strictObject({ desk: DeskId, computer: z.string() });

export interface DeskFound {
  id: DeskId;
  /** The file was written on another computer or by another account: it was copied, or moved with everything. */
  moved: boolean;
}

/** @returns null if there is none, or it cannot be understood */
export function readDeskFile(folder: string, computer: Computer): DeskFound | null {
  try {
    const { desk, computer: written } = DeskFile.parse(JSON.parse(readFileSync(join(folder, deskFileName), "utf8")));
    return { id: desk, moved: written !== computer.id };
  } catch {
    return null;
  }
}

/** Writes a private file with a name that is swept if this process is killed. */
function writeAside(folder: string, text: string): string {
  const aside = join(folder, `tmp-${randomBytes(8).toString("hex")}`);
  const handle = openSync(aside, "wx", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return aside;
}

/**
 * Writes down which desk this is. Of two processes that begin at once, the first decides.
 *
 * @param before what the file said; null: there is none
 * @returns which desk it is now; errors of the file system unchanged
 */
export function writeDeskFile(folder: string, id: DeskId, computer: Computer, before: DeskFound | null): DeskId {
  const aside = writeAside(folder, `${JSON.stringify({ desk: id, computer: computer.id })}\n`);
  const file = join(folder, deskFileName);
  try {
    if (before === null) linkSync(aside, file);
    else renameSync(aside, file);
  } catch (thrown) {
    const taken = (thrown as NodeJS.ErrnoException).code === "EEXIST" ? readDeskFile(folder, computer) : null;
    if (taken && !taken.moved) return taken.id;
    // A disk without hard links, or a file that cannot be understood.
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
  syncPath(folder);
  return id;
}
