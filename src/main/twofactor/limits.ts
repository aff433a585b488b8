import type { Policy } from "#shared/model/policy.ts";

/** How far from the expected time step or counter value a code is accepted. */
export type Window = Pick<Policy, "acceptedSteps" | "lookAhead">;

/** The limits of a second factor. */
export type FactorLimits = Window & Pick<Policy, "failureLimit">;

/**
 * The limits of an administrator's factor: fixed, independent of the policy. One step on either side (RFC 6238 5.2);
 * 100 failures in a row (NIST SP 800-63B-4 3.2.2).
 */
export const administratorLimits: FactorLimits = { acceptedSteps: 1, lookAhead: 10, failureLimit: 100 };
