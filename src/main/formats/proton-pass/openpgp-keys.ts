import { createCipheriv, createHash } from "node:crypto";
import { text } from "#shared/texts/text.ts";
import { broken, damaged } from "../faults.ts";

/** Names and lengths of keys by the numbers of ciphers (RFC 9580 9.3). */
const ciphers = new Map<number, { name: string; length: number }>([
  [7, { name: "aes-128-ecb", length: 16 }],
  [8, { name: "aes-192-ecb", length: 24 }],
  [9, { name: "aes-256-ecb", length: 32 }],
]);

/** By their numbers (9.5). */
const hashes = new Map([
  [2, "sha1"],
  [8, "sha256"],
  [9, "sha384"],
  [10, "sha512"],
]);

const blockLength = 16;

/**
 * CFB with an empty initial vector (NIST SP 800-38A 6.3), by ECB: each block of the key stream is the one before it,
 * encrypted, and those are all here.
 */
export function decryptCfb(key: Buffer, sealed: Uint8Array): Buffer {
  const cipher = [...ciphers.values()].find(({ length }) => length === key.length);
  if (cipher === undefined) throw broken();
  const before = Buffer.alloc(Math.ceil(sealed.length / blockLength) * blockLength);
  before.set(sealed.subarray(0, before.length - blockLength), blockLength);
  const stream = createCipheriv(cipher.name, key, null).setAutoPadding(false).update(before);
  for (let at = 0; at < sealed.length; at += 1) stream[at] = (stream[at] ?? 0) ^ (sealed[at] ?? 0);
  return stream.subarray(0, sealed.length);
}

/** 3.7.1.3: a salt and the password again and again, as many bytes of them as a number in one byte says. */
function derive(hash: string, salt: Buffer, passphrase: string, coded: number, length: number): Buffer {
  const once = Buffer.concat([salt, Buffer.from(passphrase, "utf8")]);
  const count = Math.max((16 + (coded & 15)) << ((coded >> 4) + 6), once.length);
  // Whole repetitions at once, of which there can be millions.
  const many = Buffer.alloc(Math.ceil((64 * 1024) / once.length) * once.length, once);
  const pieces: Buffer[] = [];
  for (let made = 0, zeros = 0; made < length; zeros += 1) {
    const digest = createHash(hash).update(Buffer.alloc(zeros));
    for (let left = count; left > 0; left -= many.length) digest.update(many.subarray(0, Math.min(left, many.length)));
    const piece = digest.digest();
    pieces.push(piece);
    made += piece.length;
  }
  once.fill(0);
  many.fill(0);
  return Buffer.concat(pieces).subarray(0, length);
}

/**
 * The key of the message, by a packet of the kind 3 in its version 4 (5.3.1).
 *
 * @returns null where the password is another one, as far as that shows here
 * @throws AppError FORMAT_UNREADABLE for what is derived in another way
 */
export function sessionKeyOf(packet: Buffer, passphrase: string): Buffer | null {
  if (packet.length < 4) throw broken();
  const [version, cipherId = 0, specifier, hashId = 0] = packet;
  const cipher = ciphers.get(cipherId);
  const hash = hashes.get(hashId);
  const iterated = specifier === 3;
  if (version !== 4 || cipher === undefined || hash === undefined || !iterated) throw damaged(text("formats.pgp"));
  if (packet.length < 13) throw broken();
  const key = derive(hash, packet.subarray(4, 12), passphrase, packet[12] ?? 0, cipher.length);
  const sealed = packet.subarray(13);
  if (sealed.length === 0) return key;
  const opened = decryptCfb(key, sealed);
  key.fill(0);
  const inner = ciphers.get(opened[0] ?? 0);
  return inner?.length === opened.length - 1 ? opened.subarray(1) : null;
}
