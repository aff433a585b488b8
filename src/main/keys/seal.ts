import { type CipherKey, createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "#shared/errors.ts";

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and a 128-bit tag. */
const algorithm = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/** First byte of every box. A new layout gets a new number; old ones keep opening. */
const version = 1;
export const keyIdLength = 4;
const headerLength = 1 + keyIdLength + nonceLength;

/**
 * Encrypts `plaintext`. Layout: version (1) | key id (4) | nonce (12) | ciphertext | tag (16).
 *
 * @param bound what the box belongs to; the same bytes are needed to open it
 */
export function sealBox(key: CipherKey, keyId: Buffer, bound: string, plaintext: Buffer): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  const header = Buffer.concat([Buffer.from([version]), keyId]);
  cipher.setAAD(Buffer.concat([header, Buffer.from(bound, "utf8")]));
  return Buffer.concat([header, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens a box of `sealBox`.
 *
 * @throws AppError SEAL_BROKEN if it has another version, key or place, or was changed
 */
export function openBox(key: CipherKey, keyId: Buffer, bound: string, box: Buffer): Buffer {
  if (box.length < headerLength + tagLength || box[0] !== version || !box.subarray(1, 1 + keyIdLength).equals(keyId)) {
    throw new AppError("SEAL_BROKEN");
  }
  const decipher = createDecipheriv(algorithm, key, box.subarray(1 + keyIdLength, headerLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.concat([box.subarray(0, 1 + keyIdLength), Buffer.from(bound, "utf8")]));
  decipher.setAuthTag(box.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(box.subarray(headerLength, -tagLength)), decipher.final()]);
  } catch (cause) {
    throw new AppError("SEAL_BROKEN", { cause });
  }
}
