import { type Cipheriv, createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { writeAll } from "../files/durable.ts";

/** Bytes that wait in memory; what is more waits on the disk. */
const mostInMemory = 1024 * 1024;
const readSize = 256 * 1024;
const algorithm = "aes-256-ctr";

/**
 * A file until it is known how large it is: a tar says so before the content. What goes to the disk is encrypted with a key
 * that exists only here.
 */
export class Spool {
  readonly name: string;
  readonly #path: string;
  readonly #key = randomBytes(32);
  readonly #iv = randomBytes(16);
  readonly #cipher: Cipheriv = createCipheriv(algorithm, this.#key, this.#iv);
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #size = 0;
  #handle: FileHandle | null = null;

  /** @param path of a file that does not exist, and is made only for much content */
  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(data as Uint8Array);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#size += bytes.length;
    if (this.#waitingBytes > mostInMemory) await this.#toDisk();
  }

  async #toDisk(): Promise<void> {
    this.#handle ??= await open(this.#path, "wx+", 0o600);
    for (const piece of this.#waiting) {
      await writeAll(this.#handle, this.#cipher.update(piece));
      piece.fill(0);
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** All of it, in pieces. */
  async *content(): AsyncGenerator<Buffer> {
    if (this.#handle) {
      const decipher = createDecipheriv(algorithm, this.#key, this.#iv);
      const sealed = Buffer.alloc(readSize);
      for (let at = 0; ;) {
        const { bytesRead } = await this.#handle.read(sealed, 0, readSize, at);
        if (bytesRead === 0) break;
        at += bytesRead;
        const piece = decipher.update(sealed.subarray(0, bytesRead));
        yield piece;
        piece.fill(0);
      }
    }
    yield* this.#waiting;
  }

  /** Forgets it, however the work ends. */
  async remove(): Promise<void> {
    for (const piece of this.#waiting) piece.fill(0);
    this.#key.fill(0);
    this.#waiting = [];
    const handle = this.#handle;
    this.#handle = null;
    if (!handle) return;
    await handle.close();
    await rm(this.#path, { force: true });
  }
}
