import { randomBytes } from "node:crypto";
import type { SealedHeader } from "./header.ts";
import { chunkSize, payloadKey, payloadNonceSize, sealedChunkSize, Sealer } from "./payload.ts";

/** Chunks that are encrypted together: 512 KiB. */
const chunksAtOnce = 8;

/** Encrypts what comes piece by piece, without knowing how much it will be. In constant memory. */
export class AgeStream {
  /** What stands before the payload. */
  readonly head: Buffer;
  readonly #sealer: Sealer;
  readonly #plain = Buffer.alloc(chunksAtOnce * chunkSize);
  readonly #sealed = Buffer.alloc(chunksAtOnce * sealedChunkSize);
  #filled = 0;

  /** @param sealed its file key is wiped */
  constructor({ header, fileKey }: SealedHeader) {
    const nonce = randomBytes(payloadNonceSize);
    this.head = Buffer.concat([header, nonce]);
    this.#sealer = new Sealer(payloadKey(fileKey, nonce));
    fileKey.fill(0);
  }

  /** @returns what can be written so far, piece by piece; each is valid until the next one is asked for */
  *push(data: Uint8Array): Generator<Buffer> {
    for (let at = 0; at < data.length;) {
      // The last chunk has a mark of its own: a full buffer waits until something follows it.
      if (this.#filled === this.#plain.length) yield this.#seal(false);
      const taken = data.subarray(at, at + this.#plain.length - this.#filled);
      this.#plain.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
    }
  }

  /** @returns the end of the file */
  end(): Buffer {
    return this.#seal(true);
  }

  #seal(last: boolean): Buffer {
    const length = this.#sealer.seal(this.#plain.subarray(0, this.#filled), last, this.#sealed);
    this.#filled = 0;
    return this.#sealed.subarray(0, length);
  }

  /** At the end, however it ends. */
  wipe(): void {
    this.#sealer.wipe();
    this.#plain.fill(0);
  }
}
