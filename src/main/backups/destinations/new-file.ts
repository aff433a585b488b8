import { open, rm } from "node:fs/promises";
import { Appender } from "../../files/appender.ts";

/**
 * Fills a new file of mode 0600 and makes it durable; it is removed again if that fails. Throws errors of the file
 * system unchanged (EEXIST if there is one already), and what `fill` throws.
 *
 * @param fill gets the function that appends a chunk
 */
export async function writeNewFile(
  target: string,
  fill: (append: (chunk: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const handle = await open(target, "wx", 0o600);
  const appender = new Appender(handle);
  try {
    await fill((chunk) => appender.append(chunk));
    await appender.finish();
  } catch (thrown) {
    await handle.close();
    await rm(target, { force: true });
    throw thrown;
  }
  await handle.close();
}
