import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The bits of the members of a file's group, and of everybody else. */
const classes = [0o070, 0o007];
const readOrWrite = 0o066;
const enter = 0o011;

/** Whether one of these classes may do something with the file or folder, and enter every folder above it. */
async function isReached(path: string, bits: number): Promise<boolean> {
  if (((await stat(path)).mode & bits & readOrWrite) === 0) return false;
  for (let folder = path; folder !== dirname(folder);) {
    folder = dirname(folder);
    if (((await stat(folder)).mode & bits & enter) === 0) return false;
  }
  return true;
}

/**
 * Whether other accounts on this computer can look into the folder of what was written, or into the file itself if its
 * disk stores no permissions. On Windows that is not known, and false. Throws errors of the file system unchanged.
 *
 * @param path of the file, or of the folder that contains several
 */
export async function isExposed(path: string): Promise<boolean> {
  if (process.platform === "win32") return false;
  const real = await realpath(path);
  const isFolder = (await stat(real)).isDirectory();
  for (const place of isFolder ? [real] : [real, dirname(real)]) {
    for (const bits of classes) if (await isReached(place, bits)) return true;
  }
  return false;
}
