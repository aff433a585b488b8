import type { FileHandle } from "node:fs/promises";
import { ahead } from "./ahead.ts";
import { writeAll } from "./durable.ts";

/** Bytes after which what was written is flushed to the disk. */
const flushEvery = 8 * 1024 * 1024;

/**
 * Appends to a file, and flushes to the disk while more is written. Left to the end, a slow disk would take minutes in
 * one call and seem to hang; and at most two such pieces wait in memory.
 */
export class Appender {
  readonly #handle: FileHandle;
  #unflushed = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Throws errors of the file system unchanged, including those of an earlier chunk. */
  async append(chunk: Uint8Array): Promise<void> {
    await writeAll(this.#handle, chunk);
    this.#unflushed += chunk.length;
    if (this.#unflushed < flushEvery) return;
    // An error is reported only once: it must not get lost.
    await this.#flushing;
    this.#unflushed = 0;
    this.#flushing = ahead(this.#handle.datasync());
  }

  /** Makes all of it durable. Throws errors of the file system unchanged. */
  async finish(): Promise<void> {
    await this.#flushing;
    await this.#handle.sync();
  }
}
