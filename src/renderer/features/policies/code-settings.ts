import { Paper } from "#shared/model/policy.ts";
import { Algorithm, TokenKind } from "#shared/model/records.ts";
import { gains, higher, lower, minutes, numeral, onOrOff, seconds, type Setting, within } from "./setting.ts";

const kindInWords: Record<TokenKind, string> = { totp: "Time (TOTP)", hotp: "Counter (HOTP)" };
const sixDigits = "A code of six digits is a hundred times easier to guess than one of eight.";
const sixtySeconds = "A code that was read over a shoulder can be used twice as long.";

const algorithms = Algorithm.options.map((value) => ({ value, label: value }));
const digits = ([6, 8] as const).map((value) => ({ value, label: `${value} digits` }));
const periods = ([30, 60] as const).map((value) => ({ value, label: `${value} s` }));

export const authenticators: readonly Setting[] = [
  {
    control: "text",
    key: "issuer",
    label: "Issuer",
    help: "The name that authenticator apps show above the code. Leave blank for the organisation's name.",
    bound: "At most 64 characters, no colon. The Key URI format separates issuer and account with one.",
    show: (policy) => policy.issuer || "The organisation's name",
  },
  {
    control: "several",
    key: "kinds",
    label: "Kinds",
    help: "Time-based or counter-based.",
    bound: "At least one. Time: RFC 6238; counter: RFC 4226.",
    options: TokenKind.options.map((value) => ({ value, label: kindInWords[value] })),
    show: (policy) => policy.kinds.map((kind) => kindInWords[kind]).join(", "),
    weakens: gains(
      "kinds",
      "hotp",
      "An unused counter code stays valid until the next one is used; a time code does not.",
    ),
  },
  {
    control: "several",
    key: "algorithms",
    label: "Algorithms",
    help: "Most authenticator apps support only SHA1.",
    bound: "At least one. RFC 6238 1.2 names these three.",
    options: algorithms,
    show: (policy) => policy.algorithms.join(", "),
  },
  {
    control: "one",
    key: "defaultAlgorithm",
    label: "Default algorithm",
    help: "For new authenticators.",
    bound: "One of the allowed values. RFC 6238 1.2 builds on SHA1.",
    options: algorithms,
    show: (policy) => policy.defaultAlgorithm,
  },
  {
    control: "several",
    key: "digits",
    label: "Digits",
    help: "How long a code is.",
    bound: "At least one. RFC 4226 R4: six digits or more.",
    options: digits,
    show: (policy) => policy.digits.join(", "),
    weakens: gains("digits", 6, sixDigits),
  },
  {
    control: "one",
    key: "defaultDigits",
    label: "Default digits",
    help: "For new authenticators.",
    bound: "One of the allowed values. RFC 4226 R4: six digits or more.",
    options: digits,
    show: (policy) => String(policy.defaultDigits),
    weakens: lower("defaultDigits", sixDigits),
  },
  {
    control: "several",
    key: "periods",
    label: "New code every",
    help: "The length of a time step.",
    bound: "At least one. RFC 6238 5.2 recommends 30 seconds; NIST SP 800-63B-4 3.1.4 allows two minutes at most.",
    options: periods,
    show: (policy) => policy.periods.map(seconds).join(", "),
    weakens: gains("periods", 60, sixtySeconds),
  },
  {
    control: "one",
    key: "defaultPeriod",
    label: "Default time step",
    help: "For new authenticators.",
    bound: "One of the allowed values. RFC 6238 5.2 recommends 30 seconds.",
    options: periods,
    show: (policy) => seconds(policy.defaultPeriod),
    weakens: higher("defaultPeriod", sixtySeconds),
  },
  {
    control: "number",
    key: "acceptedSteps",
    label: "Accepted steps",
    help: "How many time steps before and after the expected one a code may come from.",
    bound: within("acceptedSteps", "RFC 6238 5.2 recommends one at most."),
    unit: "steps either side",
    show: (policy) => numeral(policy.acceptedSteps),
    weakens: higher(
      "acceptedSteps",
      "Every further step keeps a code valid longer and makes a guess more likely to succeed.",
    ),
  },
];

export const counters: readonly Setting[] = [
  {
    control: "number",
    key: "lookAhead",
    label: "Look-ahead",
    help: "How many counter values after the expected one are tried, for codes that were shown but not used.",
    bound: within("lookAhead", "RFC 4226 7.4 asks for as few as people can work with."),
    unit: "counter values",
    show: (policy) => numeral(policy.lookAhead),
    weakens: higher("lookAhead", "Each further value is one more code that a guess can match."),
  },
];

export const resynchronisation: readonly Setting[] = [
  {
    control: "number",
    key: "resyncReach",
    label: "Range of a resynchronisation",
    help: "How far an authenticator may have drifted and still be found by two codes in a row.",
    bound: within("resyncReach", "RFC 4226 7.4 and RFC 6238 6 ask for a limit."),
    unit: "steps or counter values",
    show: (policy) => numeral(policy.resyncReach),
    weakens: higher("resyncReach", "Two guessed codes have more positions where they can match."),
  },
];

export const backupCodes: readonly Setting[] = [
  {
    control: "number",
    key: "codeCount",
    label: "Codes in a set",
    help: "How many backup codes a person gets.",
    bound: within("codeCount", "NIST SP 800-63B-4 3.1.2 leaves the number open."),
    unit: "codes",
    show: (policy) => numeral(policy.codeCount),
    weakens: higher("codeCount", "With more codes, a guess is more likely to match one."),
  },
  {
    control: "number",
    key: "codeGroups",
    label: "Length of a code",
    help: "Groups of five characters, 25 bits each.",
    bound: within(
      "codeGroups",
      "NIST SP 800-63B-4 3.1.2: at least 20 bits, and fewer than 64 only with limited attempts.",
    ),
    unit: "groups of five",
    show: (policy) => `${policy.codeGroups} groups (${policy.codeGroups * 25} bits)`,
    weakens: lower("codeGroups", "A shorter code is guessed more easily."),
  },
  {
    control: "number",
    key: "lowCodes",
    label: "Few codes left",
    help: "At this many unused codes or fewer, the console says that new ones are needed.",
    bound: within("lowCodes", "This must be less than the codes in a set. The console's own limit."),
    unit: "codes",
    show: (policy) => numeral(policy.lowCodes),
  },
];

export const enrolment: readonly Setting[] = [
  {
    control: "number",
    key: "enrolmentMinutes",
    label: "Time to confirm an enrolment",
    help: "How long a QR code that was shown at the desk can be confirmed.",
    bound: within("enrolmentMinutes", "The console's own limit.", minutes),
    unit: "minutes",
    show: (policy) => minutes(policy.enrolmentMinutes),
    weakens: higher("enrolmentMinutes", "A QR code that somebody photographed can be used longer."),
  },
  {
    control: "number",
    key: "letterDays",
    label: "Time to use a letter",
    help: "How long the console waits for the first code of an authenticator that was sent by letter.",
    bound: within("letterDays", "The console's own limit."),
    unit: "days",
    show: (policy) => `${policy.letterDays} days`,
    weakens: higher("letterDays", "A letter that somebody intercepted can be used longer."),
  },
  {
    control: "switch",
    key: "returnSlip",
    label: "Return slip",
    help: "Letters end with a slip that is signed and sent back.",
    bound: "The console's own setting.",
    show: (policy) => onOrOff(policy.returnSlip),
    weakens: (before, after) =>
      before.returnSlip && !after.returnSlip ? "Nobody confirms in writing that the letter arrived." : null,
  },
  {
    control: "one",
    key: "paper",
    label: "Paper",
    help: "What letters and sheets of codes are printed on.",
    bound: "The console's own setting.",
    options: Paper.options.map((value) => ({ value, label: value })),
    show: (policy) => policy.paper,
  },
];

export const wrongCodes: readonly Setting[] = [
  {
    control: "number",
    key: "freeFailures",
    label: "Wrong codes without a delay",
    help: "In a row, for people who mistype.",
    bound: within("freeFailures", "RFC 4226 7.3 asks for a limit."),
    unit: "attempts",
    show: (policy) => numeral(policy.freeFailures),
    weakens: higher("freeFailures", "More guesses can be made without waiting."),
  },
  {
    control: "number",
    key: "firstDelaySeconds",
    label: "First delay",
    help: "It doubles with each further wrong code.",
    bound: within("firstDelaySeconds", "NIST SP 800-63B-4 3.2.2: from 30 seconds.", seconds),
    unit: "seconds",
    show: (policy) => seconds(policy.firstDelaySeconds),
    weakens: lower("firstDelaySeconds", "Guesses can follow each other faster."),
  },
  {
    control: "number",
    key: "longestDelaySeconds",
    label: "Longest delay",
    help: "Nobody waits longer than this for the next attempt.",
    bound: within("longestDelaySeconds", "NIST SP 800-63B-4 3.2.2 goes up to an hour.", seconds),
    unit: "seconds",
    show: (policy) => seconds(policy.longestDelaySeconds),
    weakens: lower("longestDelaySeconds", "Guesses can follow each other faster."),
  },
  {
    control: "number",
    key: "failureLimit",
    label: "Wrong codes until locked",
    help: "In a row; then an operator has to unlock the authenticator.",
    bound: within("failureLimit", "NIST SP 800-63B-4 3.2.2: at most 100."),
    unit: "attempts",
    show: (policy) => numeral(policy.failureLimit),
    weakens: higher("failureLimit", "More guesses can be made before the authenticator is locked."),
  },
];
