import { Paper } from "#shared/model/policy.ts";
import { Algorithm, TokenKind } from "#shared/model/records.ts";
import { minutes, numeral, onOrOff, seconds, within, type Setting } from "./setting.ts";

const kindInWords: Record<TokenKind, string> = { totp: "Time (TOTP)", hotp: "Counter (HOTP)" };

const algorithms = Algorithm.options.map((value) => ({ value, label: value }));
const digits = ([6, 8] as const).map((value) => ({ value, label: `${value} digits` }));
const periods = ([30, 60] as const).map((value) => ({ value, label: `${value} s` }));

export const authenticators: readonly Setting[] = [
  {
    control: "text",
    key: "issuer",
    help: "The name that authenticator apps show above the code. Leave blank for the organisation's name.",
    bound: "At most 64 characters, no colon. The Key URI format separates issuer and account with one.",
    show: (policy) => policy.issuer || "The organisation's name",
  },
  {
    control: "several",
    key: "kinds",
    help: "Time-based or counter-based.",
    bound: "At least one. Time: RFC 6238; counter: RFC 4226.",
    options: TokenKind.options.map((value) => ({ value, label: kindInWords[value] })),
    show: (policy) => policy.kinds.map((kind) => kindInWords[kind]).join(", "),
  },
  {
    control: "several",
    key: "algorithms",
    help: "Most authenticator apps support only SHA1.",
    bound: "At least one. RFC 6238 1.2 names these three.",
    options: algorithms,
    show: (policy) => policy.algorithms.join(", "),
  },
  {
    control: "one",
    key: "defaultAlgorithm",
    help: "For new authenticators.",
    bound: "One of the allowed values. RFC 6238 1.2 builds on SHA1.",
    options: algorithms,
    show: (policy) => policy.defaultAlgorithm,
  },
  {
    control: "several",
    key: "digits",
    help: "How long a code is.",
    bound: "At least one. RFC 4226 R4: six digits or more.",
    options: digits,
    show: (policy) => policy.digits.join(", "),
  },
  {
    control: "one",
    key: "defaultDigits",
    help: "For new authenticators.",
    bound: "One of the allowed values. RFC 4226 R4: six digits or more.",
    options: digits,
    show: (policy) => String(policy.defaultDigits),
  },
  {
    control: "several",
    key: "periods",
    help: "The length of a time step.",
    bound: "At least one. RFC 6238 5.2 recommends 30 seconds; NIST SP 800-63B-4 3.1.4 allows two minutes at most.",
    options: periods,
    show: (policy) => policy.periods.map(seconds).join(", "),
  },
  {
    control: "one",
    key: "defaultPeriod",
    help: "For new authenticators.",
    bound: "One of the allowed values. RFC 6238 5.2 recommends 30 seconds.",
    options: periods,
    show: (policy) => seconds(policy.defaultPeriod),
  },
  {
    control: "number",
    key: "acceptedSteps",
    help: "How many time steps before and after the expected one a code may come from.",
    bound: within("acceptedSteps", "RFC 6238 5.2 recommends one at most."),
    show: (policy) => numeral(policy.acceptedSteps),
  },
];

export const counters: readonly Setting[] = [
  {
    control: "number",
    key: "lookAhead",
    help: "How many counter values after the expected one are tried, for codes that were shown but not used.",
    bound: within("lookAhead", "RFC 4226 7.4 asks for as few as people can work with."),
    show: (policy) => numeral(policy.lookAhead),
  },
];

export const resynchronisation: readonly Setting[] = [
  {
    control: "number",
    key: "resyncReach",
    help: "How far an authenticator may have drifted and still be found by two codes in a row.",
    bound: within("resyncReach", "RFC 4226 7.4 and RFC 6238 6 ask for a limit."),
    show: (policy) => numeral(policy.resyncReach),
  },
];

export const backupCodes: readonly Setting[] = [
  {
    control: "number",
    key: "codeCount",
    help: "How many backup codes a person gets.",
    bound: within("codeCount", "NIST SP 800-63B-4 3.1.2 leaves the number open."),
    show: (policy) => numeral(policy.codeCount),
  },
  {
    control: "number",
    key: "codeGroups",
    help: "Groups of five characters, 25 bits each.",
    bound: within(
      "codeGroups",
      "NIST SP 800-63B-4 3.1.2: at least 20 bits, and fewer than 64 only with limited attempts.",
    ),
    show: (policy) => `${policy.codeGroups} groups (${policy.codeGroups * 25} bits)`,
  },
  {
    control: "number",
    key: "lowCodes",
    help: "At this many unused codes or fewer, the console says that new ones are needed.",
    bound: within("lowCodes", "This must be less than the codes in a set. The console's own limit."),
    show: (policy) => numeral(policy.lowCodes),
  },
];

export const enrolment: readonly Setting[] = [
  {
    control: "number",
    key: "enrolmentMinutes",
    help: "How long a QR code that was shown at the desk can be confirmed.",
    bound: within("enrolmentMinutes", "The console's own limit.", minutes),
    show: (policy) => minutes(policy.enrolmentMinutes),
  },
  {
    control: "number",
    key: "letterDays",
    help: "How long the console waits for the first code of an authenticator that was sent by letter.",
    bound: within("letterDays", "The console's own limit."),
    show: (policy) => `${policy.letterDays} days`,
  },
  {
    control: "switch",
    key: "returnSlip",
    help: "Letters end with a slip that is signed and sent back.",
    bound: "The console's own setting.",
    show: (policy) => onOrOff(policy.returnSlip),
  },
  {
    control: "one",
    key: "paper",
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
    help: "In a row, for people who mistype.",
    bound: within("freeFailures", "RFC 4226 7.3 asks for a limit."),
    show: (policy) => numeral(policy.freeFailures),
  },
  {
    control: "number",
    key: "firstDelaySeconds",
    help: "It doubles with each further wrong code.",
    bound: within("firstDelaySeconds", "NIST SP 800-63B-4 3.2.2: from 30 seconds.", seconds),
    show: (policy) => seconds(policy.firstDelaySeconds),
  },
  {
    control: "number",
    key: "longestDelaySeconds",
    help: "Nobody waits longer than this for the next attempt.",
    bound: within("longestDelaySeconds", "NIST SP 800-63B-4 3.2.2 goes up to an hour.", seconds),
    show: (policy) => seconds(policy.longestDelaySeconds),
  },
  {
    control: "number",
    key: "failureLimit",
    help: "In a row; then an operator has to unlock the authenticator.",
    bound: within("failureLimit", "NIST SP 800-63B-4 3.2.2: at most 100."),
    show: (policy) => numeral(policy.failureLimit),
  },
];
