import { hkdfSync } from "node:crypto";
import { type Aead, aead, type Cipher, tagSize } from "./aead.ts";

/** Bytes of plain text in every chunk but the last. */
export const chunkSize = 64 * 1024;
export const sealedChunkSize = chunkSize + tagSize;
export const payloadNonceSize = 16;

/** HKDF-SHA-256 of the file key. @returns 32 bytes */
export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer =>
  Buffer.from(hkdfSync("sha256", fileKey, nonce, "payload", 32));

/** The nonces of one payload, in their order: 11 bytes of counter, big-endian, and whether the chunk is the last. */
class Nonces {
  readonly #nonce = Buffer.alloc(12);
  #count = 0;

  /** How many were used. */
  get count(): number {
    return this.#count;
  }

  next(last: boolean): Buffer {
    this.#nonce.writeUIntBE(this.#count, 5, 6);
    this.#nonce[11] = last ? 1 : 0;
    this.#count += 1;
    return this.#nonce;
  }
}

/** A payload that ends has a last chunk, even if it is empty. */
const chunksIn = (bytes: Buffer, size: number, last: boolean): number =>
  Math.max(last ? 1 : 0, Math.ceil(bytes.length / size));

/** Encrypts the payload of one file: age-encryption.org/v1, "Payload" (STREAM with ChaCha20-Poly1305). */
export class Sealer {
  readonly #key: Buffer;
  readonly #cipher: Cipher;
  readonly #nonces = new Nonces();

  /** @param key see `payloadKey`; wiped by `wipe` */
  constructor(key: Buffer, algorithm: Aead = aead) {
    this.#key = key;
    this.#cipher = algorithm(key);
  }

  /**
   * Encrypts the next chunks.
   *
   * @param plain whole chunks, except the last; only an empty file has an empty one
   * @param last whether it ends the payload
   * @returns bytes written to the start of `out`
   */
  seal(plain: Buffer, last: boolean, out: Buffer): number {
    let written = 0;
    const chunks = chunksIn(plain, chunkSize, last);
    for (let index = 0; index < chunks; index += 1) {
      const chunk = plain.subarray(index * chunkSize, (index + 1) * chunkSize);
      const nonce = this.#nonces.next(last && index + 1 === chunks);
      written += this.#cipher.seal(nonce, chunk, out.subarray(written));
    }
    return written;
  }

  wipe(): void {
    this.#key.fill(0);
  }
}

/** Decrypts what `Sealer`, or any other age, encrypted. */
export class Opener {
  readonly #key: Buffer;
  readonly #cipher: Cipher;
  readonly #nonces = new Nonces();

  /** @param key see `payloadKey`; wiped by `wipe` */
  constructor(key: Buffer, algorithm: Aead = aead) {
    this.#key = key;
    this.#cipher = algorithm(key);
  }

  /**
   * Decrypts the next chunks, up to the first that is not the one that belongs here.
   *
   * @param sealed whole chunks, except the last
   * @param last whether nothing follows
   * @returns authentic bytes written to the start of `out`, and why there are no more of them
   */
  open(sealed: Buffer, last: boolean, out: Buffer): { length: number; fault: unknown } {
    let length = 0;
    try {
      const chunks = chunksIn(sealed, sealedChunkSize, last);
      for (let index = 0; index < chunks; index += 1) {
        const chunk = sealed.subarray(index * sealedChunkSize, (index + 1) * sealedChunkSize);
        length += this.#openChunk(chunk, last && index + 1 === chunks, out.subarray(length));
      }
      return { length, fault: null };
    } catch (fault) {
      return { length, fault };
    }
  }

  #openChunk(chunk: Buffer, last: boolean, out: Buffer): number {
    if (chunk.length < tagSize) throw new Error("a chunk is cut short");
    if (chunk.length === tagSize && this.#nonces.count > 0) throw new Error("the last chunk is empty");
    return this.#cipher.open(this.#nonces.next(last), chunk, out);
  }

  wipe(): void {
    this.#key.fill(0);
  }
}
