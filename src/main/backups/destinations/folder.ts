import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { lstatOrNull, publish, syncFolder } from "../../files/durable.ts";
import { requireOutside } from "../../files/outside.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { CallOptions } from "../../base/ports.ts";
import type { Destination, Outgoing, StoredFile } from "./destination.ts";
import { aboutFolder, folderError, notAFile, notAnswering, notThere } from "./folder-errors.ts";
import { checkMarker } from "./folder-marker.ts";
import { partialOf, sweep, sweepIfAllowed } from "./folder-partials.ts";
import { type Step, usualIdle, whileAnswering } from "./idle.ts";
import { byName, checkName, isBackupName } from "./names.ts";
import { writeNewFile } from "./new-file.ts";
import { chunksOf, readPlainFile, sha256OfHandle, withPlainFile } from "./plain-file.ts";

export { prepareFolder } from "./folder-marker.ts";

/** Chunks of the file being sent; an error there is not the folder's. */
async function* outgoingChunks(handle: FileHandle, step: Step): AsyncGenerator<Buffer> {
  try {
    yield* chunksOf(handle, step);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** Chunks of a file in the folder, for callers whose other errors are not the folder's. */
async function* storedChunks(handle: FileHandle, step: Step): AsyncGenerator<Buffer> {
  try {
    yield* chunksOf(handle, step);
  } catch (thrown) {
    throw folderError(thrown);
  }
}

const local = (thrown: unknown): never => {
  throw toAppError(thrown);
};

const changed = (): AppError => new AppError("IO_ERROR", { text: text("backups.changedWhileSent") });

const different = (): AppError =>
  new AppError("DESTINATION_FAILED", {
    text: text("backups.readsBackDifferently"),
  });

/** Writes a copy of the outgoing file and checks that it is the right file. */
async function copyIn(outgoing: Outgoing, partial: string, step: Step, { onProgress }: CallOptions) {
  const source = await open(outgoing.file, "r").catch(local);
  try {
    const total = outgoing.size;
    const hash = createHash("sha256");
    let done = 0;
    await writeNewFile(partial, async (append) => {
      onProgress?.({ phase: "upload", done, total });
      for await (const chunk of outgoingChunks(source, step)) {
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
const isSame = (file: string, { size, sha256 }: Outgoing, step: Step): Promise<boolean> =>
  withPlainFile(file, async (handle, found) => found === size && (await sha256OfHandle(handle, step)) === sha256);

class Folder implements Destination {
  readonly #path: string;
  readonly #marker: string | null;
  readonly #idle: number;

  constructor(path: string, marker: string | null, idle: number) {
    this.#path = path;
    this.#marker = marker;
    this.#idle = idle;
  }

  /** Work in the folder, if it is the one that was set up, for as long as it responds. */
  #work<T>({ signal }: CallOptions, work: (step: Step) => Promise<T>): Promise<T> {
    const watch = { signal, idle: this.#idle, silent: notAnswering };
    return whileAnswering(watch, (step) => this.#attempt(step, work));
  }

  async #attempt<T>(step: Step, work: (step: Step) => Promise<T>): Promise<T> {
    try {
      step();
      await checkMarker(this.#path, this.#marker);
      step();
      return await work(step);
    } catch (thrown) {
      const error = folderError(thrown);
      // A disk that was pulled out answers with all kinds of errors.
      if (error.code === "DESTINATION_FAILED") await checkMarker(this.#path, this.#marker);
      step();
      throw error.code === "DESTINATION_UNREACHABLE" ? notThere(thrown) : error;
    }
  }

  probe(options: CallOptions): Promise<void> {
    return this.#work(options, async (step) => {
      const name = `.countersign-probe-${randomBytes(8).toString("hex")}`;
      const file = join(this.#path, name);
      const content = randomBytes(64);
      await writeNewFile(file, (append) => append(content));
      try {
        const listed = (await readdir(this.#path)).includes(name);
        step();
        if (!listed || !(await readPlainFile(file, 65)).equals(content)) throw different();
      } finally {
        await unlink(file);
      }
    });
  }

  list(options: CallOptions): Promise<StoredFile[]> {
    return this.#work(options, async (step) => {
      if (this.#marker !== null) await sweepIfAllowed(this.#path, step);
      const files: StoredFile[] = [];
      for (const name of (await readdir(this.#path)).filter(isBackupName)) {
        step();
        const found = await lstatOrNull(join(this.#path, name));
        // An empty file is a name that was reserved on a disk without links and never used.
        if (found?.isFile() && found.size > 0)
          files.push({ name, size: found.size, changedAt: Math.round(found.mtimeMs) });
      }
      return files.toSorted(byName);
    });
  }

  async send(outgoing: Outgoing, options: CallOptions): Promise<void> {
    checkName(outgoing.name);
    if (this.#marker === null) {
      throw new AppError("DESTINATION_UNREACHABLE", { text: text("backups.folderNotSetUp") });
    }
    await this.#work(options, async (step) => {
      await requireOutside(null, this.#path);
      await sweep(this.#path, outgoing.name, step);
      if (await this.#holds(outgoing, step)) return;
      const partial = join(this.#path, partialOf(outgoing.name));
      try {
        await copyIn(outgoing, partial, step, options);
        step();
        if (!(await isSame(partial, outgoing, step))) throw different();
        // The disk may have gone since: what was written is then on another one.
        await checkMarker(this.#path, this.#marker);
        // From here on it may appear at any time, even if the wait was abandoned: it is complete.
        step();
        await this.#publish(outgoing, partial, step);
      } finally {
        await rm(partial, { force: true });
      }
    });
  }

  /**
   * @returns whether the file is already there
   * @throws AppError FILE_EXISTS if the name has other content
   */
  async #holds(outgoing: Outgoing, step: Step): Promise<boolean> {
    const file = join(this.#path, outgoing.name);
    const found = await lstatOrNull(file);
    if (!found) return false;
    if (!found.isFile()) throw notAFile();
    if (found.size === 0) {
      // A name that was reserved on a disk without links, by a send that was then killed.
      await unlink(file);
      return false;
    }
    if (await isSame(file, outgoing, step)) return true;
    throw new AppError("FILE_EXISTS");
  }

  async #publish(outgoing: Outgoing, partial: string, step: Step): Promise<void> {
    try {
      await publish(partial, join(this.#path, outgoing.name), false);
    } catch (thrown) {
      const taken = thrown instanceof AppError && thrown.code === "FILE_EXISTS";
      if (!taken || !(await this.#holds(outgoing, step))) {
        if (taken) throw thrown;
        aboutFolder(thrown);
      }
    }
  }

  async fetch(name: string, target: string, options: CallOptions): Promise<void> {
    checkName(name);
    await this.#work(options, async (step) => {
      const file = join(this.#path, name);
      if ((await lstatOrNull(file)) === null) throw new AppError("FILE_NOT_FOUND");
      await withPlainFile(file, (handle, total) => {
        let done = 0;
        return writeNewFile(target, async (append) => {
          options.onProgress?.({ phase: "download", done, total });
          for await (const chunk of storedChunks(handle, step)) {
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
    await this.#work(options, async (step) => {
      const file = join(this.#path, name);
      const found = await lstatOrNull(file);
      step();
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
 * @param idle milliseconds in which it may answer nothing; then DESTINATION_UNREACHABLE is thrown
 */
export const openFolder = (path: string, marker: string | null, idle = usualIdle): Destination =>
  new Folder(path, marker, idle);
