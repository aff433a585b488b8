import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { notAFile } from "./folder-errors.ts";
import type { Step } from "./idle.ts";

const chunkSize = 1024 * 1024;

/** Neither follows a link nor waits for the other end of a pipe. Windows has no such flags, and no such files. */
const flags = constants.O_RDONLY | ("O_NOFOLLOW" in constants ? constants.O_NOFOLLOW | constants.O_NONBLOCK : 0);

/**
 * Works with a file that must be an ordinary one.
 *
 * @throws AppError DESTINATION_FAILED if it is a link, a pipe or the like
 */
export async function withPlainFile<T>(
  file: string,
  work: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const handle = await open(file, flags).catch((thrown: unknown) => {
    const { code } = thrown as NodeJS.ErrnoException;
    // A link; a socket or a pipe without a reader.
    if (code === "ELOOP" || code === "ENXIO" || code === "EISDIR") throw notAFile();
    throw thrown;
  });
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw notAFile();
    return await work(handle, found.size);
  } finally {
    await handle.close();
  }
}

/**
 * The file's bytes, chunk by chunk, each in a separate buffer.
 *
 * @param step called before each is read; what it throws ends the reading
 */
export async function* chunksOf(handle: FileHandle, step: Step): AsyncGenerator<Buffer> {
  for (;;) {
    step();
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** @returns the first bytes of an ordinary file, at most `most` of them */
export function readPlainFile(file: string, most: number): Promise<Buffer> {
  return withPlainFile(file, async (handle) => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  });
}

/** @returns hexadecimal SHA-256 */
export async function sha256OfHandle(handle: FileHandle, step: Step): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunksOf(handle, step)) hash.update(chunk);
  return hash.digest("hex");
}
