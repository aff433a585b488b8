import { timingSafeEqual } from "node:crypto";
import { chacha20, hchacha } from "@noble/ciphers/chacha.js";
import { poly1305 } from "@noble/ciphers/_poly1305.js";

/*
 * One message of libsodium's secretstream (crypto_secretstream_xchacha20poly1305), by its documentation and checked against
 * libsodium itself.
 */

/** "expand 32-byte k" (RFC 8439 2.3). */
const sigma = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

const block = 64;
const macLength = 16;

/** Ours are little-endian machines only; a copy, because a part of a buffer may lie at any byte. */
const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer);

const lengthOf = (length: number): Buffer => {
  const written = Buffer.alloc(8);
  written.writeBigUInt64LE(BigInt(length));
  return written;
};

/** MESSAGE and FINAL: what one message alone can be. */
const tags: readonly (number | undefined)[] = [0, 3];

/**
 * @param key 32 bytes
 * @param header 24 bytes
 * @param sealed a sealed tag, the message, and its MAC
 * @returns null where the MAC does not fit
 */
export function openSecretstream(key: Uint8Array, header: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < 1 + macLength) return null;
  const subkey = new Uint32Array(8);
  hchacha(sigma, words(key), words(header.subarray(0, 16)), subkey);
  const inner = new Uint8Array(subkey.buffer);
  // The counter of messages is a part of the nonce, and begins with 1.
  const nonce = Buffer.concat([Uint8Array.of(1, 0, 0, 0), header.subarray(16, 24)]);
  const content = sealed.subarray(1, -macLength);

  const first = new Uint8Array(block);
  first[0] = sealed[0] ?? 0;
  const opened = chacha20(inner, nonce, first, undefined, 1);
  const tag = opened[0];
  // What is authenticated is the block as it was sealed: the tag, and the key stream over nothing.
  opened[0] = sealed[0] ?? 0;
  const once = chacha20(inner, nonce, new Uint8Array(block), undefined, 0).subarray(0, 32);
  // libsodium pads by the length's remainder, and not up to the next 16 bytes.
  const padding = new Uint8Array(content.length % 16);
  const mac = poly1305(Buffer.concat([opened, content, padding, lengthOf(0), lengthOf(block + content.length)]), once);
  const fits = timingSafeEqual(mac, sealed.subarray(-macLength));
  const message = fits && tags.includes(tag) ? Buffer.from(chacha20(inner, nonce, content, undefined, 2)) : null;
  inner.fill(0);
  once.fill(0);
  return message;
}
