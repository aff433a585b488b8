import { createHash } from "node:crypto";
import { chacha20 } from "@noble/ciphers/chacha.js";
import { salsa20 } from "@noble/ciphers/salsa.js";
import { damaged } from "../faults.ts";
import { text } from "#shared/texts/text.ts";

const blockLength = 64;

/** A stream cipher that goes on where it stopped. Node's has no ChaCha20 where it is built with BoringSSL. */
export class KeyStream {
  readonly #cipher: typeof chacha20;
  readonly #key: Uint8Array;
  readonly #nonce: Uint8Array;
  #position = 0;

  private constructor(cipher: typeof chacha20, key: Uint8Array, nonce: Uint8Array) {
    this.#cipher = cipher;
    this.#key = Uint8Array.from(key);
    this.#nonce = Uint8Array.from(nonce);
  }

  /** RFC 8439. @param key 32 bytes @param nonce 12 bytes */
  static chacha20(key: Uint8Array, nonce: Uint8Array): KeyStream {
    return new KeyStream(chacha20, key, nonce);
  }

  /**
   * What hides passwords and keys inside of an opened database, one after the other as they stand in it.
   *
   * @param id its number in the header
   * @throws AppError FORMAT_UNREADABLE for a cipher that no program writes any more
   */
  static inner(id: number, secret: Uint8Array): KeyStream {
    if (id === 2) {
      const key = createHash("sha256").update(secret).digest();
      return new KeyStream(salsa20, key, Buffer.from("e830094b97205d2a", "hex"));
    }
    if (id === 3) {
      const key = createHash("sha512").update(secret).digest();
      return new KeyStream(chacha20, key.subarray(0, 32), key.subarray(32, 44));
    }
    throw damaged(text("formats.keepassCipher", { cipher: "ARC4" }));
  }

  /** Encrypts, and decrypts. */
  apply(data: Uint8Array): Uint8Array {
    const before = this.#position % blockLength;
    const padded = new Uint8Array(before + data.length);
    padded.set(data, before);
    const made = this.#cipher(this.#key, this.#nonce, padded, undefined, Math.floor(this.#position / blockLength));
    this.#position += data.length;
    return made.subarray(before);
  }

  wipe(): void {
    this.#key.fill(0);
  }
}
