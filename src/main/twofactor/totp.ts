import { timingSafeEqual } from "node:crypto";
import { generateSync, generateURI } from "otplib";
import { base32nopad } from "@scure/base";
import type { Algorithm, Digits, Period } from "#shared/model/records.ts";

export interface TotpParameters {
  algorithm: Algorithm;
  digits: Digits;
  /** Length of a time step in seconds. */
  period: Period;
}

/** What authenticator apps really support. */
export const defaultParameters: TotpParameters = { algorithm: "SHA1", digits: 6, period: 30 };

/** 160 bits (RFC 4226 section 4 R6 recommends them; 128 are the least). */
export const seedLength = 20;

/** RFC 4648 base32 without padding, as apps take it. */
export const base32Seed = (seed: Buffer): string => base32nopad.encode(seed);

/** The time step of a moment: T = floor(unix time / X) (RFC 6238 4.2). @param at UTC milliseconds */
export const stepAt = (at: number, period: Period): number => Math.floor(at / 1000 / period);

/** The code of one time step (RFC 6238 section 4). */
export function codeOfStep(seed: Buffer, step: number, parameters: TotpParameters): string {
  return generateSync({
    strategy: "totp",
    secret: seed,
    epoch: step * parameters.period,
    period: parameters.period,
    algorithm: parameters.algorithm.toLowerCase() as "sha1" | "sha256" | "sha512",
    digits: parameters.digits,
  });
}

function sameCode(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** 0, 1, -1, 2, -2, …: the likeliest steps first. */
function* outwards(reach: number): Generator<number> {
  yield 0;
  for (let distance = 1; distance <= reach; distance += 1) {
    yield distance;
    yield -distance;
  }
}

/**
 * Looks for the time step that a code belongs to, at most `reach` steps from `around`.
 *
 * @returns the step, or null
 */
export function findStep(
  seed: Buffer,
  code: string,
  parameters: TotpParameters,
  around: number,
  reach: number,
): number | null {
  if (code.length !== parameters.digits) return null;
  for (const offset of outwards(reach)) {
    const step = around + offset;
    if (step >= 0 && sameCode(codeOfStep(seed, step, parameters), code)) return step;
  }
  return null;
}

/** `otpauth://totp/Issuer:account?…` (Key URI format), as every authenticator app reads it. */
export function keyUri(issuer: string, account: string, seed: Buffer, parameters: TotpParameters): string {
  return generateURI({
    strategy: "totp",
    issuer,
    label: account,
    secret: base32Seed(seed),
    algorithm: parameters.algorithm.toLowerCase() as "sha1" | "sha256" | "sha512",
    digits: parameters.digits,
    period: parameters.period,
  });
}
