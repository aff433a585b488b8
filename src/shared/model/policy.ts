import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { text, type Text } from "../texts/text.ts";
import { Algorithm, Digits, Period, TokenKind } from "./records.ts";
import { line } from "./text.ts";

/** At least one of the kind's values, each once. */
const someOf = <Value extends z.ZodType>(value: Value) =>
  z
    .array(value)
    .min(1, issueOf(text("input.atLeastOne")))
    .transform((values) => [...new Set(values)]);

const between = (min: number, max: number) =>
  z
    .int(issueOf(text("input.wholeNumber")))
    .min(min, issueOf(text("input.atLeast", { least: min })))
    .max(max, issueOf(text("input.atMost", { most: max })));

export const SoleApproval = z.enum(["recovery key", "delay"]);
export type SoleApproval = z.infer<typeof SoleApproval>;

/** Which backups an administrator makes only with a second signature. */
export const BackupApproval = z.enum(["all", "own passphrase", "none"]);
export type BackupApproval = z.infer<typeof BackupApproval>;

export const Paper = z.enum(["A4", "US Letter"]);
export type Paper = z.infer<typeof Paper>;

/** What an owner may set, each within the bound of its standard. */
export const Policy = z.strictObject({
  /** The name that authenticator apps show; empty: the organisation's. */
  issuer: line("issuer", 64).refine((name) => !name.includes(":"), issueOf(text("input.issuerColon"))),
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
  /**
   * Groups of five characters in a look-up secret: 25 bits each; at least 20 bits are required (NIST SP 800-63B-4
   * 3.1.2.2), with throttling below 64.
   */
  codeGroups: between(2, 4),
  /** The console warns at this many unused codes or fewer. */
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
  /** Whether letters end with a slip to sign and send back. */
  returnSlip: z.boolean(),
  /** What letters and sheets are printed on (ISO 216; ANSI/ASME Y14.1 A). */
  paper: Paper,
  /** Whether administrators may do without a second factor. */
  secondFactorOptional: z.boolean(),
  /** The longest session, in hours: at most 24 (NIST SP 800-63B-4 2.2.3, AAL2). */
  sessionHours: between(1, 24),
  /** A session ends after this many idle minutes: at most 60 (NIST SP 800-63B-4 2.2.3, AAL2). */
  idleMinutes: between(1, 60),
  /** Whether a window's session survives a restart of the console. Needs the keychain. */
  sessionsSurviveRestart: z.boolean(),
  /** How long a fresh code counts for actions of its kind, in minutes. */
  stepUpMinutes: between(1, 15),
  /** What replaces the second administrator's approval if there is no second one. */
  soleApproval: SoleApproval,
  /** With `delay`: how long, in hours. */
  soleApprovalHours: between(1, 168),
  /** Of one file at a time: scheduled backups are made for registered keys, each of which was approved. */
  backupApproval: BackupApproval,
});
export type Policy = z.infer<typeof Policy>;
export type PolicyKey = keyof Policy;
export const policyKeys = Object.keys(Policy.shape) as PolicyKey[];

/** What applies until an owner changes it. */
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
  paper: "A4",
  secondFactorOptional: false,
  sessionHours: 12,
  idleMinutes: 15,
  sessionsSurviveRestart: false,
  stepUpMinutes: 5,
  soleApproval: "recovery key",
  soleApprovalHours: 24,
  backupApproval: "own passphrase",
};

/** Where two settings contradict each other: the key to mark, and why. */
export function policyContradictions(policy: Policy): Partial<Record<PolicyKey, Text>> {
  const found: Partial<Record<PolicyKey, Text>> = {};
  if (!policy.algorithms.includes(policy.defaultAlgorithm)) found.defaultAlgorithm = text("policy.defaultAllowed");
  if (!policy.digits.includes(policy.defaultDigits)) found.defaultDigits = text("policy.defaultAllowed");
  if (!policy.periods.includes(policy.defaultPeriod)) found.defaultPeriod = text("policy.defaultAllowed");
  if (policy.longestDelaySeconds < policy.firstDelaySeconds) {
    found.longestDelaySeconds = text("policy.longestDelayTooShort");
  }
  if (policy.lowCodes >= policy.codeCount) found.lowCodes = text("policy.fewerThanCodes");
  if (policy.failureLimit <= policy.freeFailures) found.failureLimit = text("policy.moreThanFree");
  return found;
}
