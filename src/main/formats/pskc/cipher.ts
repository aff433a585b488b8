import { createDecipheriv, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { MacHash } from "./algorithms.ts";

const block = 16;

/** Whoever decrypts many values with a key has it ready: from bytes it is made ready again each time. These are wiped. */
export function readyKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Of a key in bytes. */
export const keySize = (key: KeyObject): number => key.symmetricKeySize ?? 0;

/** A value that was decrypted. */
export interface Opened {
  readonly value: Buffer;
  /** Bytes that were added to fill the last block, and whether each of them names their number (PKCS #7). */
  readonly padding: number;
  readonly strict: boolean;
}

/**
 * AES-CBC as XML Encryption has it: the IV stands before the text, and the last byte of the last block says how many bytes
 * fill it; the others may be anything (section 5.2).
 *
 * @returns null for what no key decrypts, and where the last byte says no such number
 */
export function openCbc(key: KeyObject, sealed: Uint8Array): Opened | null {
  if (sealed.length < 2 * block || sealed.length % block !== 0) return null;
  const decipher = createDecipheriv(`aes-${keySize(key) * 8}-cbc`, key, sealed.subarray(0, block)).setAutoPadding(
    false,
  );
  const filled = Buffer.concat([decipher.update(sealed.subarray(block)), decipher.final()]);
  const padding = filled.at(-1) ?? 0;
  if (padding < 1 || padding > block) return null;
  const value = filled.subarray(0, -padding);
  return { value, padding, strict: filled.subarray(-padding).every((byte) => byte === padding) };
}

/** RFC 6030 section 6.3: over what is encrypted, its IV included; older drafts had it over the plain value. */
export function macFits(hash: MacHash, key: KeyObject, mac: Uint8Array, ...over: readonly Uint8Array[]): boolean {
  return over.some((value) => {
    const made = createHmac(hash, key).update(value).digest();
    return made.length === mac.length && timingSafeEqual(made, mac);
  });
}
