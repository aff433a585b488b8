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
  #isFlushing = false;
  /** Fails when the last flush has failed; then there is no other. */
  #flushing: Promise<void> = Promise.resolve();

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Throws errors of the file system as they are. */
  static async create(file: string): Promise<GrowingFile> {
    return new GrowingFile(await open(file, "wx", 0o600));
  }

  /** To be told its size in bytes now and then; it does not wait for the disk. */
  hasGrownTo(size: number): void {
    if (this.#isFlushing || size - this.#flushed < flushEvery) return;
    this.#flushed = size;
    this.#isFlushing = true;
    this.#flushing = this.#flush();
    // Its fault waits for `close`.
    void Promise.allSettled([this.#flushing]);
  }

  async #flush(): Promise<void> {
    await this.#handle.datasync();
    this.#isFlushing = false;
  }

  /** To be called when SQLite has closed the file: locks of a process end with any of its handles. Throws what a flush threw. */
  async close(): Promise<void> {
    try {
      await this.#flushing;
    } finally {
      await this.#handle.close();
    }
  }
}
