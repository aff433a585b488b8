import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { toAppError } from "../errors/to-app-error.ts";

/**
 * Writes a whole file with mode 0600, or leaves what was there: a temporary file beside it, synced,
 * then renamed.
 *
 * @throws AppError DISK_FULL, PERMISSION_DENIED, FILE_NOT_FOUND (the folder), IO_ERROR
 */
export async function writePrivateFile(file: string, content: Uint8Array): Promise<void> {
  const partial = `${file}.partial-${randomBytes(4).toString("hex")}`;
  try {
    const handle = await open(partial, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (thrown) {
    await rm(partial, { force: true });
    throw toAppError(thrown);
  }
}
