import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { crockfordAlphabet } from "#shared/model/typed.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

/** What a checkpoint says: which events there were, and that nothing was before them but what the previous one says. */
export const Statement = z.strictObject({
  /** The store's id. */
  store: z.string(),
  /** The last event that it covers. */
  seq: z.int().nonnegative(),
  /** When it was made, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  /** The first event that it covers. */
  first: z.int().positive(),
  /** SHA-256 of the lines of those events, each with its line end. */
  events: Sha256,
  /** SHA-256 of the statement before; null for the first one. */
  previous: Sha256.nullable(),
});
export type Statement = z.infer<typeof Statement>;

/** In the order in which it is signed. */
export function statementText({ store, seq, at, first, events, previous }: Statement): string {
  return JSON.stringify({ store, seq, at, first, events, previous });
}

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** Ed25519 (RFC 8032). */
export const signText = (text: string, key: KeyObject): Buffer => sign(null, Buffer.from(text, "utf8"), key);

/** Never throws: a signature of another length does not fit either. */
export const isSignedBy = (text: string, signature: Buffer, key: KeyObject): boolean =>
  verify(null, Buffer.from(text, "utf8"), key, signature);

/** @param der SubjectPublicKeyInfo */
export const publicKeyOf = (der: Buffer): KeyObject => createPublicKey({ key: der, format: "der", type: "spki" });

/** SHA-256 of the public key in pairs of hex digits, for two people to compare. @param der SubjectPublicKeyInfo */
export const fingerprintOf = (der: Buffer): string =>
  sha256(der).toUpperCase().match(/.{4}/gu)?.slice(0, 8).join("-") ?? "";

/**
 * A checkpoint's check code: the first 100 bits of the statement's SHA-256 in Crockford's base32, to be compared with
 * what was printed.
 */
export function checkCode(text: string): string {
  let bits = BigInt(`0x${sha256(text)}`) >> 156n;
  let code = "";
  for (let at = 0; at < 20; at += 1) {
    code = (crockfordAlphabet[Number(bits & 31n)] ?? "") + code;
    bits >>= 5n;
  }
  return code.match(/.{4}/gu)?.join("-") ?? code;
}
