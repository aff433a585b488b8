import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#shared/errors.ts";
import { lstatOrNull, publish, syncFolder } from "../files/durable.ts";
import { toAppError } from "../errors/to-app-error.ts";
import type { CallOptions } from "../ports.ts";
import type { Destination, Outgoing, StoredFile } from "./destination.ts";
import { aboutFolder, folderError, notAFile, notThere } from "./folder-errors.ts";
import { checkMarker } from "./folder-marker.ts";
import { partialOf, sweep, sweepIfAllowed } from "./folder-partials.ts";
import { byName, checkName, isBackupName } from "./names.ts";
import { writeNewFile } from "./new-file.ts";
import { chunksOf, readPlainFile, sha256OfHandle, withPlainFile } from "./plain-file.ts";

export { prepareFolder } from "./folder-marker.ts";

/** Chunks of the file that is sent; an error there is not the folder's. */
async function* outgoingChunks(handle: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* chunksOf(handle, signal);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** Chunks of a file in the folder, for where other errors are not the folder's. */
async function* storedChunks(handle: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* chunksOf(handle, signal);
  } catch (thrown) {
    throw folderError(thrown);
  }
}

const local = (thrown: unknown): never => {
  throw toAppError(thrown);
};

const changed = (): AppError =>
  new AppError("IO_ERROR", { message: "The backup changed while it was sent. Make a new one." });

const different = (): AppError =>
  new AppError("DESTINATION_FAILED", {
    message: "What was written to the folder for backups reads back differently. Its disk may be failing.",
  });

/** Writes a copy of the outgoing file and looks that it is the file that was meant. */
async function copyIn(outgoing: Outgoing, partial: string, signal: AbortSignal, { onProgress }: CallOptions) {
  const source = await open(outgoing.file, "r").catch(local);
  try {
    const total = outgoing.size;
    const hash = createHash("sha256");
    let done = 0;
    await writeNewFile(partial, async (append) => {
      onProgress?.({ phase: "upload", done, total });
      for await (const chunk of outgoingChunks(source, signal)) {
        hash.update(chunk);
        await append(chunk);
        done += chunk.length;
        onProgress?.({ phase: "upload", done: Math.min(done, total), total });
      }
      if (done !== total || hash.digest("hex") !== outgoing.sha256) throw changed();
    });
  } finally {
    await source.close();
  }
}

/** Reads what is stored under the name. */
const isSame = (file: string, { size, sha256 }: Outgoing, signal: AbortSignal): Promise<boolean> =>
  withPlainFile(file, async (handle, found) => found === size && (await sha256OfHandle(handle, signal)) === sha256);

class Folder implements Destination {
  readonly #path: string;
  readonly #marker: string | null;

  constructor(path: string, marker: string | null) {
    this.#path = path;
    this.#marker = marker;
  }

  /** Work in the folder, if it is the one that was set up. */
  async #work<T>({ signal }: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      signal?.throwIfAborted();
      await checkMarker(this.#path, this.#marker);
      return await work(signal ?? new AbortController().signal);
    } catch (thrown) {
      const error = folderError(thrown);
      // A disk that was pulled out answers with all kinds of errors.
      if (error.code === "DESTINATION_FAILED") await checkMarker(this.#path, this.#marker);
      throw error.code === "DESTINATION_UNREACHABLE" ? notThere(thrown) : error;
    }
  }

  probe(options: CallOptions): Promise<void> {
    return this.#work(options, async (signal) => {
      const name = `.countersign-probe-${randomBytes(8).toString("hex")}`;
      const file = join(this.#path, name);
      const content = randomBytes(64);
      await writeNewFile(file, (append) => append(content));
      try {
        const listed = (await readdir(this.#path)).includes(name);
        signal.throwIfAborted();
        if (!listed || !(await readPlainFile(file, 65)).equals(content)) throw different();
      } finally {
        await unlink(file);
      }
    });
  }

  list(options: CallOptions): Promise<StoredFile[]> {
    return this.#work(options, async (signal) => {
      if (this.#marker !== null) await sweepIfAllowed(this.#path);
      const files: StoredFile[] = [];
      for (const name of (await readdir(this.#path)).filter(isBackupName)) {
        signal.throwIfAborted();
        const found = await lstatOrNull(join(this.#path, name));
        // An empty one is a name that was reserved on a disk without links, and never taken.
        if (found?.isFile() && found.size > 0)
          files.push({ name, size: found.size, changedAt: Math.round(found.mtimeMs) });
      }
      return files.toSorted(byName);
    });
  }

  async send(outgoing: Outgoing, options: CallOptions): Promise<void> {
    checkName(outgoing.name);
    if (this.#marker === null) {
      throw new AppError("DESTINATION_UNREACHABLE", { message: "This folder is not set up yet. Set it up again." });
    }
    await this.#work(options, async (signal) => {
      await sweep(this.#path, outgoing.name);
      if (await this.#holds(outgoing, signal)) return;
      const partial = join(this.#path, partialOf(outgoing.name));
      try {
        await copyIn(outgoing, partial, signal, options);
        if (!(await isSame(partial, outgoing, signal))) throw different();
        // The disk may have gone since: what was written then lies on another one.
        await checkMarker(this.#path, this.#marker);
        await this.#publish(outgoing, partial, signal);
      } finally {
        await rm(partial, { force: true });
      }
    });
  }

  /**
   * @returns whether the file is there already
   * @throws AppError FILE_EXISTS when the name has other content
   */
  async #holds(outgoing: Outgoing, signal: AbortSignal): Promise<boolean> {
    const file = join(this.#path, outgoing.name);
    const found = await lstatOrNull(file);
    if (!found) return false;
    if (!found.isFile()) throw notAFile();
    if (found.size === 0) {
      // A name that was reserved on a disk without links, by a send that was killed then.
      await unlink(file);
      return false;
    }
    if (await isSame(file, outgoing, signal)) return true;
    throw new AppError("FILE_EXISTS");
  }

  async #publish(outgoing: Outgoing, partial: string, signal: AbortSignal): Promise<void> {
    try {
      await publish(partial, join(this.#path, outgoing.name), false);
    } catch (thrown) {
      const taken = thrown instanceof AppError && thrown.code === "FILE_EXISTS";
      if (!taken || !(await this.#holds(outgoing, signal))) {
        if (taken) throw thrown;
        aboutFolder(thrown);
      }
    }
  }

  async fetch(name: string, target: string, options: CallOptions): Promise<void> {
    checkName(name);
    await this.#work(options, async (signal) => {
      const file = join(this.#path, name);
      if ((await lstatOrNull(file)) === null) throw new AppError("FILE_NOT_FOUND");
      await withPlainFile(file, (handle, total) => {
        let done = 0;
        return writeNewFile(target, async (append) => {
          options.onProgress?.({ phase: "download", done, total });
          for await (const chunk of storedChunks(handle, signal)) {
            await append(chunk);
            done += chunk.length;
            options.onProgress?.({ phase: "download", done: Math.min(done, total), total });
          }
          if (done !== total) throw new AppError("DESTINATION_FAILED");
        }).catch(local);
      });
    });
  }

  async remove(name: string, options: CallOptions): Promise<void> {
    checkName(name);
    await this.#work(options, async () => {
      const file = join(this.#path, name);
      const found = await lstatOrNull(file);
      if (!found) return;
      if (!found.isFile()) throw notAFile();
      await rm(file, { force: true });
      await syncFolder(this.#path);
    });
  }
}

/**
 * A folder that `prepareFolder` has marked.
 *
 * @param path absolute
 * @param marker what `prepareFolder` returned; null: any folder will do
 */
export const openFolder = (path: string, marker: string | null): Destination => new Folder(path, marker);
