import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, link, lstat, open, rename, rm, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../base/errors/to-app-error.ts";

/** Fits into the processor's cache. */
const readSize = 512 * 1024;

/** @returns hexadecimal SHA-256 of the file */
export async function sha256OfFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await using handle = await open(file, "r");
  const buffers = [Buffer.alloc(readSize), Buffer.alloc(readSize)] as const;
  let reading = handle.read(buffers[0], 0, readSize);
  for (let turn = 1; ; turn += 1) {
    const { bytesRead, buffer } = await reading;
    if (bytesRead === 0) return hash.digest("hex");
    signal.throwIfAborted();
    // Reads ahead while this block is hashed; only this function awaits it, before anything else can fail.
    reading = handle.read(turn % 2 === 0 ? buffers[0] : buffers[1], 0, readSize);
    hash.update(buffer.subarray(0, bytesRead));
  }
}

/** Makes the names in a folder durable. Windows does so itself and cannot open a folder. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a file's content durable. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all of the chunk: a single write may take only a part of it. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, offset, chunk.length - offset);
    offset += bytesWritten;
  }
}

export const exists = async (path: string): Promise<boolean> => (await lstatOrNull(path)) !== null;

export async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (thrown) {
    // Nothing is in a file.
    if (hasCode(thrown, "ENOENT", "ENOTDIR")) return null;
    throw thrown;
  }
}

const hasCode = (thrown: unknown, ...codes: string[]): boolean =>
  codes.includes((thrown as NodeJS.ErrnoException).code ?? "");

/**
 * Gives a finished file its name, atomically.
 *
 * @throws AppError FILE_EXISTS if the name is taken and `overwrite` is not set; the file is then where it was
 */
export async function publish(finished: string, file: string, overwrite: boolean): Promise<void> {
  try {
    if (overwrite) await rename(finished, file);
    else await renameWithoutOverwriting(finished, file);
    await syncFolder(dirname(file));
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** A hard link is the only way to take a name only if it is free. FAT has none: there the name is reserved first. */
async function renameWithoutOverwriting(finished: string, file: string): Promise<void> {
  try {
    await link(finished, file);
  } catch (thrown) {
    if (!hasCode(thrown, "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EISDIR", "EINVAL", "UNKNOWN"))
      throw thrown;
    await (await open(file, "wx", 0o600)).close();
    try {
      await rename(finished, file);
    } catch (cause) {
      await rm(file, { force: true });
      throw cause;
    }
    return;
  }
  await unlink(finished);
}

/** @throws AppError FILE_NOT_FOUND, FILE_EXISTS, INVALID_INPUT before any work is done */
export async function checkTarget(file: string, overwrite: boolean): Promise<void> {
  try {
    const folder = await lstatOrNull(dirname(file));
    if (!folder) throw new AppError("FILE_NOT_FOUND", { text: text("files.noFolder") });
    const present = await lstatOrNull(file);
    if (present?.isDirectory())
      throw new AppError("INVALID_INPUT", {
        text: text("files.giveName"),
        fields: { file: text("files.thisIsFolder") },
      });
    if (present && !overwrite) throw new AppError("FILE_EXISTS");
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
