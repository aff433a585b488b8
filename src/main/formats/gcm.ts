import { createDecipheriv } from "node:crypto";

const tagLength = 16;

/**
 * AES-GCM (NIST SP 800-38D) with the tag at the end of what is sealed, as Java and .NET write it.
 *
 * @param key 16, 24 or 32 bytes
 * @returns the text in the clear, or null where the tag does not fit or there is none
 */
export function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  additional: Uint8Array = Buffer.alloc(0),
): Buffer | null {
  const length = sealed.length - tagLength;
  if (length < 0 || nonce.length === 0) return null;
  try {
    const algorithm = key.length === 32 ? "aes-256-gcm" : key.length === 24 ? "aes-192-gcm" : "aes-128-gcm";
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
    decipher.setAAD(additional);
    decipher.setAuthTag(sealed.subarray(length));
    return Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
  } catch {
    return null;
  }
}
