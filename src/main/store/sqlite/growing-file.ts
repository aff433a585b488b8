import { type FileHandle, open } from "node:fs/promises";

/** Bytes after which the disk is asked to write what it has. */
const flushEvery = 32 * 1024 * 1024;

/**
 * A new file of mode 0600 that SQLite fills. SQLite flushes it at the end, in one call that cannot be stopped; most of
 * it is flushed before, while the rest is being written.
 */
export class GrowingFile {
  readonly #handle: FileHandle;
  /** Size in bytes at the last flush. */
  #flushed = 0;
  #isFlushing = false;
  /** Fails if the last flush has failed; then there is no other. */
  #flushing: Promise<void> = Promise.resolve();

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Throws errors of the file system unchanged. */
  static async create(file: string): Promise<GrowingFile> {
    return new GrowingFile(await open(file, "wx", 0o600));
  }

  /** To be told its size in bytes now and then; does not wait for the disk. */
  hasGrownTo(size: number): void {
    if (this.#isFlushing || size - this.#flushed < flushEvery) return;
    this.#flushed = size;
    this.#isFlushing = true;
    this.#flushing = this.#flush();
    // Its error waits for `close`.
    void Promise.allSettled([this.#flushing]);
  }

  async #flush(): Promise<void> {
    await this.#handle.datasync();
    this.#isFlushing = false;
  }

  /**
   * To be called when SQLite has closed the file: closing any handle drops a process's locks. Throws what a flush
   * threw.
   */
  async close(): Promise<void> {
    try {
      await this.#flushing;
    } finally {
      await this.#handle.close();
    }
  }
}
