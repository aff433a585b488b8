import { timingSafeEqual } from "node:crypto";
import { generateSync, generateURI } from "otplib";
import { base32nopad } from "@scure/base";
import type { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";

export interface CodeParameters {
  algorithm: Algorithm;
  digits: Digits;
}

export interface TotpParameters extends CodeParameters {
  /** Length of a time step in seconds. */
  period: Period;
}

export interface TokenParameters extends TotpParameters {
  kind: TokenKind;
}

/** What authenticator apps really support. */
export const defaultParameters: TokenParameters = { kind: "totp", algorithm: "SHA1", digits: 6, period: 30 };

/** RFC 4648 base32 without padding, as apps expect it. */
export const base32Seed = (seed: Buffer): string => base32nopad.encode(seed);

/** The time step of a moment: T = floor(unix time / X) (RFC 6238 4.2). @param at UTC milliseconds */
export const stepAt = (at: number, period: Period): number => Math.floor(at / 1000 / period);

/** Algorithm names as the library spells them. */
const hashOf = (algorithm: Algorithm) => algorithm.toLowerCase() as "sha1" | "sha256" | "sha512";

/**
 * The code of one counter value (RFC 4226 5.3), or of one time step: TOTP is HOTP over the step's
 * number (RFC 6238 4.2).
 */
export function codeOfStep(seed: Buffer, step: number, { algorithm, digits }: CodeParameters): string {
  return generateSync({ strategy: "hotp", secret: seed, counter: step, algorithm: hashOf(algorithm), digits });
}

function sameCode(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** `around`, then one further on either side, two, …: the likeliest steps first. */
export function* outwards(around: number, reach: number): Generator<number> {
  yield around;
  for (let distance = 1; distance <= reach; distance += 1) {
    yield around + distance;
    yield around - distance;
  }
}

/** `count` values from `first` on. */
export function* onwards(first: number, count: number): Generator<number> {
  for (let value = first; value < first + count; value += 1) yield value;
}

/** The first of the candidates that a code belongs to, or null. */
export function findIn(
  seed: Buffer,
  code: string,
  parameters: CodeParameters,
  candidates: Iterable<number>,
): number | null {
  if (code.length !== parameters.digits) return null;
  for (const step of candidates) {
    if (step >= 0 && sameCode(codeOfStep(seed, step, parameters), code)) return step;
  }
  return null;
}

/**
 * `otpauth://totp/Issuer:account?…` or `otpauth://hotp/…` (Key URI format), as every authenticator
 * app reads it. A counter begins at zero.
 */
export function keyUri(issuer: string, account: string, seed: Buffer, parameters: TokenParameters): string {
  const { kind, algorithm, digits, period } = parameters;
  const common = { issuer, label: account, secret: base32Seed(seed), algorithm: hashOf(algorithm), digits };
  return kind === "hotp"
    ? generateURI({ ...common, strategy: "hotp", counter: 0 })
    : generateURI({ ...common, strategy: "totp", period });
}
