import { createHmac } from "node:crypto";

/**
 * The code of a counter or time step (RFC 4226 5.3), for files that remember a code instead of its step. SHA-1, as all of
 * them have.
 */
export function codeOf(seed: Uint8Array, step: number, digits: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", seed).update(counter).digest();
  const truncated = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, "0");
}
