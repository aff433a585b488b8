import { createCipheriv, createDecipheriv, createSecretKey, getCiphers } from "node:crypto";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";

/** ChaCha20-Poly1305 (RFC 8439) under one key, as age uses it: nonces of 12 bytes, no additional data. */
export interface Cipher {
  /** Encrypts `plain` to the start of `out`, with its tag after it. @returns bytes written */
  seal(nonce: Buffer, plain: Buffer, out: Buffer): number;
  /**
   * Decrypts `sealed`, at least a tag, to the start of `out`. What it writes is valid only if it does not throw.
   *
   * @returns bytes written
   * @throws Error if the tag is wrong
   */
  open(nonce: Buffer, sealed: Buffer, out: Buffer): number;
}

/** @param key 32 bytes, in use until the last call */
export type Aead = (key: Buffer) => Cipher;

export const tagSize = 16;

const algorithm = "chacha20-poly1305";
const options = { authTagLength: tagSize };

export const nativeAead: Aead = (bytes) => {
  // Node uses a key object several times faster than the same bytes.
  const key = createSecretKey(bytes);
  return {
    seal(nonce, plain, out) {
      const cipher = createCipheriv(algorithm, key, nonce, options);
      const length = cipher.update(plain).copy(out);
      cipher.final();
      return length + cipher.getAuthTag().copy(out, length);
    },
    open(nonce, sealed, out) {
      const length = sealed.length - tagSize;
      const decipher = createDecipheriv(algorithm, key, nonce, options);
      decipher.setAuthTag(sealed.subarray(length));
      const plain = decipher.update(sealed.subarray(0, length));
      decipher.final();
      return plain.copy(out);
    },
  };
};

export const portableAead: Aead = (key) => ({
  seal: (nonce, plain, out) =>
    chacha20poly1305(key, nonce).encrypt(plain, out.subarray(0, plain.length + tagSize)).length,
  open: (nonce, sealed, out) =>
    chacha20poly1305(key, nonce).decrypt(sealed, out.subarray(0, sealed.length - tagSize)).length,
});

/** Node's own if available: OpenSSL has the cipher, and BoringSSL, which Electron is built with, may not. */
export const aead: Aead = getCiphers().includes(algorithm) ? nativeAead : portableAead;
