import { z } from "zod";
import { Algorithm, Digits, Period, TokenKind } from "./records.ts";
import { line } from "./text.ts";

/** At least one of the kind's values, each once. */
const someOf = <Value extends z.ZodType>(value: Value) =>
  z
    .array(value)
    .min(1, "Allow at least one.")
    .transform((values) => [...new Set(values)]);

const between = (min: number, max: number) =>
  z.int("Enter a whole number.").min(min, `At least ${min}.`).max(max, `At most ${max}.`);

/** What an owner may settle, each within the bound that its standard sets. */
export const Policy = z.strictObject({
  /** The name that authenticator apps show; empty: the organisation's. */
  issuer: line("The issuer", 64).refine((text) => !text.includes(":"), "The issuer may not contain a colon."),
  kinds: someOf(TokenKind),
  algorithms: someOf(Algorithm),
  defaultAlgorithm: Algorithm,
  digits: someOf(Digits),
  defaultDigits: Digits,
  periods: someOf(Period),
  defaultPeriod: Period,
  /** Time steps accepted on either side of the expected one. RFC 6238 5.2 recommends one. */
  acceptedSteps: between(0, 5),
  /** Counter values looked ahead for HOTP (RFC 4226 7.4: s). */
  lookAhead: between(1, 50),
  /** Steps or counter values searched for the two codes of a resynchronisation (RFC 4226 7.4). */
  resyncReach: between(10, 1000),
  /** Look-up secrets in a set. */
  codeCount: between(5, 20),
  /** Groups of five characters in a look-up secret: 25 bits each; at least 20 bits are asked for (NIST SP 800-63B-4 3.1.2.2), with throttling below 64. */
  codeGroups: between(2, 4),
  /** At this many unused codes or fewer the console says so. */
  lowCodes: between(0, 10),
  /** How long an enrolment at the desk can be confirmed, in minutes. */
  enrolmentMinutes: between(5, 1440),
  /** How long a letter can be used, in days. */
  letterDays: between(1, 90),
  /** Wrong attempts in a row that cost no delay. */
  freeFailures: between(0, 9),
  /** The first delay, in seconds; it doubles with each further failure. */
  firstDelaySeconds: between(30, 600),
  /** The longest delay, in seconds. */
  longestDelaySeconds: between(60, 86_400),
  /** Failures in a row after which an authenticator is locked: at most 100 (NIST SP 800-63B-4 3.2.2). */
  failureLimit: between(5, 100),
  /** Whether letters end with a slip that is signed and sent back. */
  returnSlip: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;
export type PolicyKey = keyof Policy;
export const policyKeys = Object.keys(Policy.shape) as PolicyKey[];

/** What holds until an owner says otherwise. */
export const defaultPolicy: Policy = {
  issuer: "",
  kinds: ["totp"],
  algorithms: ["SHA1", "SHA256", "SHA512"],
  defaultAlgorithm: "SHA1",
  digits: [6, 8],
  defaultDigits: 6,
  periods: [30, 60],
  defaultPeriod: 30,
  acceptedSteps: 1,
  lookAhead: 10,
  resyncReach: 100,
  codeCount: 10,
  codeGroups: 2,
  lowCodes: 3,
  enrolmentMinutes: 15,
  letterDays: 14,
  freeFailures: 4,
  firstDelaySeconds: 30,
  longestDelaySeconds: 3600,
  failureLimit: 100,
  returnSlip: false,
};

/** Where two settings contradict each other: the key to mark, and why. */
export function policyContradictions(policy: Policy): Partial<Record<PolicyKey, string>> {
  const found: Partial<Record<PolicyKey, string>> = {};
  if (!policy.algorithms.includes(policy.defaultAlgorithm)) found.defaultAlgorithm = "The default must be allowed.";
  if (!policy.digits.includes(policy.defaultDigits)) found.defaultDigits = "The default must be allowed.";
  if (!policy.periods.includes(policy.defaultPeriod)) found.defaultPeriod = "The default must be allowed.";
  if (policy.longestDelaySeconds < policy.firstDelaySeconds) {
    found.longestDelaySeconds = "The longest delay may not be shorter than the first.";
  }
  if (policy.lowCodes >= policy.codeCount) found.lowCodes = "Fewer than the codes of a set.";
  if (policy.failureLimit <= policy.freeFailures) found.failureLimit = "More than the attempts without a delay.";
  return found;
}
