import type { Policy } from "#shared/model/policy.ts";

/** 160 bits (RFC 4226 section 4 R6 recommends them; 128 are the minimum). */
export const seedLength = 20;

/** What a new authenticator is where nothing else is asked for. */
export const usualParameters = ({ kinds, defaultAlgorithm, defaultDigits, defaultPeriod }: Policy) => ({
  kind: kinds.includes("totp") ? ("totp" as const) : ("hotp" as const),
  algorithm: defaultAlgorithm,
  digits: defaultDigits,
  period: defaultPeriod,
});

/** The name that apps show: the policy's, or the one from the set-up. */
export const issuerOf = (policy: Policy, console: { issuer: string } | undefined): string =>
  policy.issuer || (console?.issuer ?? "");
