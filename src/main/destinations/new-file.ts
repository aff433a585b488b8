import { open, rm } from "node:fs/promises";
import { writeAll } from "../files/durable.ts";

/** Bytes after which a disk is waited for. Left to the end, a slow one would take minutes in one call and seem to hang. */
const syncEvery = 8 * 1024 * 1024;

/**
 * Fills a new file of mode 0600 and makes it durable; it is removed again when that fails. Throws errors of the file
 * system as they are (EEXIST when there is one already), and what `fill` throws.
 *
 * @param fill gets the function that appends a chunk
 */
export async function writeNewFile(
  target: string,
  fill: (append: (chunk: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const handle = await open(target, "wx", 0o600);
  let unsynced = 0;
  const append = async (chunk: Uint8Array): Promise<void> => {
    await writeAll(handle, chunk);
    unsynced += chunk.length;
    if (unsynced < syncEvery) return;
    await handle.datasync();
    unsynced = 0;
  };
  try {
    await fill(append);
    await handle.sync();
  } catch (thrown) {
    await handle.close();
    await rm(target, { force: true });
    throw thrown;
  }
  await handle.close();
}
