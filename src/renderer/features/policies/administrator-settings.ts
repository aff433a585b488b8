import type { SoleApproval } from "#shared/model/policy.ts";
import { higher, lower, minutes, onOrOff, type Setting, turnedOn, within } from "./setting.ts";

const hours = (value: number): string => (value === 1 ? "1 hour" : `${value} hours`);

const soleApprovalInWords: Record<SoleApproval, string> = { "recovery key": "Recovery key", delay: "A delay" };

export const sessions: readonly Setting[] = [
  {
    control: "number",
    key: "sessionHours",
    label: "Longest session",
    help: "After this time an administrator signs in again, however busy.",
    bound: within("sessionHours", "NIST SP 800-63B-4 2.2.3: at most 24 hours.", hours),
    unit: "hours",
    show: (policy) => hours(policy.sessionHours),
    weakens: higher("sessionHours", "Whoever takes over a session can use it longer."),
  },
  {
    control: "number",
    key: "idleMinutes",
    label: "Session without use",
    help: "An administrator who does nothing for this time signs in again.",
    bound: within("idleMinutes", "NIST SP 800-63B-4 2.2.3: at most an hour.", minutes),
    unit: "minutes",
    show: (policy) => minutes(policy.idleMinutes),
    weakens: higher("idleMinutes", "A window that was left open can be used longer by somebody else."),
  },
  {
    control: "switch",
    key: "sessionsSurviveRestart",
    label: "Stay signed in after a restart",
    help: "A session goes on when the console is closed and started again within its time. Needs this computer's keychain.",
    bound: "The console's own setting.",
    show: (policy) => onOrOff(policy.sessionsSurviveRestart),
    weakens: turnedOn(
      "sessionsSurviveRestart",
      "Whoever starts the console on this computer finds the last administrator signed in.",
    ),
  },
  {
    control: "switch",
    key: "secondFactorOptional",
    label: "Second factor can be turned off",
    help: "Administrators may sign in with their password alone, if they choose to.",
    bound: "Off unless there is no other way. NIST SP 800-63B-4 2.2.1: AAL2 asks for two factors.",
    show: (policy) => onOrOff(policy.secondFactorOptional),
    weakens: turnedOn("secondFactorOptional", "A stolen password is then enough to sign in."),
  },
];

export const sensitiveActs: readonly Setting[] = [
  {
    control: "number",
    key: "stepUpMinutes",
    label: "A fresh code counts for",
    help: "Sensitive acts ask for a new code. For this time the same kind of act does not ask again.",
    bound: within("stepUpMinutes", "The console's own bound.", minutes),
    unit: "minutes",
    show: (policy) => minutes(policy.stepUpMinutes),
    weakens: higher("stepUpMinutes", "Somebody at a window that was left open has longer to do harm."),
  },
  {
    control: "one",
    key: "soleApproval",
    label: "Without a second administrator",
    help: "What approves an act that needs two, while only one may do it.",
    bound: "The console's own setting.",
    options: (["recovery key", "delay"] as const).map((value) => ({ value, label: soleApprovalInWords[value] })),
    show: (policy) => soleApprovalInWords[policy.soleApproval],
    weakens: (before, after) =>
      after.soleApproval === before.soleApproval
        ? null
        : "What has stood in for a second administrator no longer does.",
  },
  {
    control: "number",
    key: "soleApprovalHours",
    label: "Length of the delay",
    help: "How long such an act waits, where a delay approves it. It can be withdrawn until then.",
    bound: within("soleApprovalHours", "The console's own bound.", hours),
    unit: "hours",
    show: (policy) => hours(policy.soleApprovalHours),
    weakens: lower("soleApprovalHours", "There is less time to notice an act that nobody wanted."),
  },
];
