import { constants, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toAppError } from "./errors/to-app-error.ts";

/** Not to wait for a writer where the name is that of a pipe. Windows has no such flag. */
export const toRead = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const refused = (why: Text): AppError => new AppError("INVALID_INPUT", { text: why });

/**
 * Why what a name leads to cannot be read as a file, and what to do instead.
 *
 * @param what how the sentence calls it, such as `The picture`
 * @returns null for a file
 */
export function notAFile(found: Stats, what: Text): Text | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return text("files.isFolder", { what });
  return found.isFIFO() ? text("files.isPipe", { what }) : text("files.isDevice", { what });
}

/**
 * Reads a small file that somebody chose: never more than `limit` bytes, whatever its name leads to.
 *
 * @param what how the refusal calls it, such as `The picture`
 * @throws AppError INVALID_INPUT where it is no file or too large; FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function readWhole(file: string, limit: number, what: Text): Promise<Buffer> {
  try {
    await using handle = await open(file, toRead);
    const found = await handle.stat();
    const reason = notAFile(found, what);
    if (reason !== null) throw refused(reason);
    const buffer = Buffer.alloc(Math.min(found.size, limit) + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size < buffer.length; size += read) {
      ({ bytesRead: read } = await handle.read(buffer, size, buffer.length - size, size));
    }
    if (size > limit) throw refused(text("files.tooLarge", { what, most: limit / 1024 }));
    return buffer.subarray(0, size);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
