import type { Messages } from "../texts/en/index.ts";
import type { Text } from "../texts/text.ts";
import { BackupApproval, type Policy, type PolicyKey, policyKeys } from "./policy.ts";

/** A message without facts. */
type Why = `weaker.${keyof Messages["weaker"]}`;

/**
 * Which change of a setting is weaker: `more` or `less` of it, turning it `on` or `off`, `any` change, or allowing a
 * value that was not allowed before, or one that is less strict.
 */
type Weakening =
  | "more"
  | "less"
  | "on"
  | "off"
  | "any"
  | { allows: string | number }
  | { strictestFirst: readonly string[] };

interface PolicyRule {
  /** Of what the value is a number; its name is in `texts/en/policy.ts`. */
  unit?: string;
  /** A change for the worse, and why it is one; null: no change weakens what protects people. */
  weaker: { by: Weakening; why: Why } | null;
}

const weaker = (by: Weakening, why: Why): PolicyRule["weaker"] => ({ by, why });

/**
 * When a change of a setting makes the console weaker. A weaker change needs the approval of a second administrator,
 * so the window and the console both go by this table.
 *
 * Not weaker: another hash function, since a code shows 31 bits of it at most (RFC 4226 5.3); how many backup codes
 * there are, since 20 of the shortest still leave 45 bits to guess, far more than the 20 that NIST SP 800-63B-4 3.1.2.2
 * requires with throttling; and what is only shown or printed.
 */
export const policyRules: Readonly<Record<PolicyKey, PolicyRule>> = {
  issuer: { weaker: null },
  kinds: {
    weaker: weaker({ allows: "hotp" }, "weaker.counterCodes"),
  },
  algorithms: { weaker: null },
  defaultAlgorithm: { weaker: null },
  digits: { weaker: weaker({ allows: 6 }, "weaker.sixDigits") },
  defaultDigits: { weaker: weaker("less", "weaker.sixDigits") },
  periods: { unit: "seconds", weaker: weaker({ allows: 60 }, "weaker.sixtySeconds") },
  defaultPeriod: { unit: "seconds", weaker: weaker("more", "weaker.sixtySeconds") },
  acceptedSteps: {
    unit: "steps either side",
    weaker: weaker("more", "weaker.moreSteps"),
  },
  lookAhead: {
    unit: "counter values",
    weaker: weaker("more", "weaker.moreCounters"),
  },
  resyncReach: {
    unit: "steps or counter values",
    weaker: weaker("more", "weaker.moreReach"),
  },
  codeCount: { unit: "codes", weaker: null },
  codeGroups: {
    unit: "groups of five",
    weaker: weaker("less", "weaker.shorterCodes"),
  },
  lowCodes: { unit: "codes", weaker: null },
  enrolmentMinutes: {
    unit: "minutes",
    weaker: weaker("more", "weaker.longerEnrolment"),
  },
  letterDays: {
    unit: "days",
    weaker: weaker("more", "weaker.longerLetters"),
  },
  freeFailures: {
    unit: "attempts",
    weaker: weaker("more", "weaker.moreFreeGuesses"),
  },
  firstDelaySeconds: { unit: "seconds", weaker: weaker("less", "weaker.guessedFaster") },
  longestDelaySeconds: { unit: "seconds", weaker: weaker("less", "weaker.guessedFaster") },
  failureLimit: {
    unit: "attempts",
    weaker: weaker("more", "weaker.moreGuesses"),
  },
  returnSlip: {
    weaker: weaker("off", "weaker.noReturnSlip"),
  },
  paper: { weaker: null },
  secondFactorOptional: {
    weaker: weaker("on", "weaker.noSecondFactor"),
  },
  sessionHours: {
    unit: "hours",
    weaker: weaker("more", "weaker.longerSessions"),
  },
  idleMinutes: {
    unit: "minutes",
    weaker: weaker("more", "weaker.longerIdle"),
  },
  sessionsSurviveRestart: {
    weaker: weaker("on", "weaker.survivingSessions"),
  },
  stepUpMinutes: {
    unit: "minutes",
    weaker: weaker("more", "weaker.longerStepUp"),
  },
  // What replaces an approval must itself be approved.
  soleApproval: {
    weaker: weaker("any", "weaker.otherApproval"),
  },
  soleApprovalHours: {
    unit: "hours",
    weaker: weaker("less", "weaker.shorterDelay"),
  },
  backupApproval: {
    weaker: weaker({ strictestFirst: BackupApproval.options }, "weaker.backupAlone"),
  },
};

function isWeaker(by: Weakening, before: Policy[PolicyKey], after: Policy[PolicyKey]): boolean {
  if (typeof by === "object" && "strictestFirst" in by) {
    const rank = (value: Policy[PolicyKey]) => by.strictestFirst.indexOf(String(value));
    return rank(after) > rank(before);
  }
  if (typeof by === "object") {
    const allowed = (values: Policy[PolicyKey]) => (values as readonly (string | number)[]).includes(by.allows);
    return allowed(after) && !allowed(before);
  }
  switch (by) {
    case "any":
      return before !== after;
    case "on":
    case "off":
      return before !== after && after === (by === "on");
    case "more":
      return after > before;
    case "less":
      return after < before;
  }
}

/** Why a change of one setting makes the console weaker; null: it does not. */
export function weakerBecause(key: PolicyKey, before: Policy, after: Policy): Text | null {
  const rule = policyRules[key].weaker;
  return rule !== null && isWeaker(rule.by, before[key], after[key]) ? { key: rule.why } : null;
}

/** The settings that are weaker after a change than before it. */
export const weakenedKeys = (before: Policy, after: Policy): PolicyKey[] =>
  policyKeys.filter((key) => weakerBecause(key, before, after) !== null);

/** Settings of which one has to be among the values of the other. */
const pairs: readonly (readonly [PolicyKey, PolicyKey])[] = [
  ["algorithms", "defaultAlgorithm"],
  ["digits", "defaultDigits"],
  ["periods", "defaultPeriod"],
];

/**
 * The settings to keep when another policy comes in place of this one, so that nothing gets weaker: those that would,
 * each with the one that it must not contradict.
 */
export function keptKeys(present: Policy, other: Policy): PolicyKey[] {
  const weakened = new Set(weakenedKeys(present, other));
  const partners = pairs.filter((pair) => pair.some((key) => weakened.has(key))).flat();
  return policyKeys.filter((key) => weakened.has(key) || partners.includes(key));
}
