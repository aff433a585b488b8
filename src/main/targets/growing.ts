import { createHash, type Hash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { writeAll } from "../files/durable.ts";

export interface WrittenFile {
  /** Empty where the format is one file. */
  name: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

/** A new file, summed up while it is written. */
export class Growing {
  readonly name: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash("sha256");
  #bytes = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(name: string, handle: FileHandle) {
    this.name = name;
    this.#handle = handle;
  }

  static async create(name: string, path: string): Promise<Growing> {
    return new Growing(name, await open(path, "wx", 0o600));
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(data as Uint8Array);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= 256 * 1024) await this.#flush();
  }

  async #flush(): Promise<void> {
    const block = Buffer.concat(this.#waiting);
    for (const piece of this.#waiting) piece.fill(0);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hash.update(block);
    this.#bytes += block.length;
    await writeAll(this.#handle, block);
    block.fill(0);
  }

  async finish(): Promise<WrittenFile> {
    await this.#flush();
    await this.#handle.sync();
    await this.close();
    return { name: this.name, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
