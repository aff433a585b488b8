import { type FileHandle, open } from "node:fs/promises";

/** Bytes after which the disk is asked to take what there is. */
const flushEvery = 32 * 1024 * 1024;

/**
 * A new file of mode 0600 that SQLite fills. SQLite flushes it at its end, in one call that cannot be stopped; the disk takes
 * the most of it before, while the rest is written.
 */
export class GrowingFile {
  readonly #handle: FileHandle;
  /** Bytes that there were at the last flush. */
  #flushed = 0;
  #flushing: Promise<void> | null = null;
  #fault: unknown = null;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Throws errors of the file system as they are. */
  static async create(file: string): Promise<GrowingFile> {
    return new GrowingFile(await open(file, "wx", 0o600));
  }

  /** To be told its size in bytes now and then; it does not wait for the disk. */
  hasGrownTo(size: number): void {
    if (this.#flushing !== null || size - this.#flushed < flushEvery) return;
    this.#flushed = size;
    this.#flushing = this.#flush();
  }

  async #flush(): Promise<void> {
    try {
      await this.#handle.datasync();
    } catch (thrown) {
      this.#fault ??= thrown;
    }
    this.#flushing = null;
  }

  /** To be called when SQLite has closed the file: locks of a process end with any of its handles. Throws what a flush threw. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#handle.close();
    if (this.#fault !== null) throw this.#fault;
  }
}
