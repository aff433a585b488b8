import type { SoleApproval } from "#shared/model/policy.ts";
import { higher, lower, minutes, onOrOff, type Setting, turnedOn, within } from "./setting.ts";

const hours = (value: number): string => (value === 1 ? "1 hour" : `${value} hours`);

const soleApprovalInWords: Record<SoleApproval, string> = { "recovery key": "Recovery key", delay: "Waiting period" };

export const sessions: readonly Setting[] = [
  {
    control: "number",
    key: "sessionHours",
    label: "Longest session",
    help: "After this time, even a busy administrator has to sign in again.",
    bound: within("sessionHours", "NIST SP 800-63B-4 2.2.3: at most 24 hours.", hours),
    unit: "hours",
    show: (policy) => hours(policy.sessionHours),
    weakens: higher("sessionHours", "Anyone who takes over a session can use it longer."),
  },
  {
    control: "number",
    key: "idleMinutes",
    label: "Idle session",
    help: "An administrator who does nothing for this long has to sign in again.",
    bound: within("idleMinutes", "NIST SP 800-63B-4 2.2.3: at most an hour.", minutes),
    unit: "minutes",
    show: (policy) => minutes(policy.idleMinutes),
    weakens: higher("idleMinutes", "A window that was left open can be used longer by somebody else."),
  },
  {
    control: "switch",
    key: "sessionsSurviveRestart",
    label: "Stay signed in after a restart",
    help: "A session continues if the console is closed and started again within its time. Needs this computer's keychain.",
    bound: "The console's own setting.",
    show: (policy) => onOrOff(policy.sessionsSurviveRestart),
    weakens: turnedOn(
      "sessionsSurviveRestart",
      "Anyone who starts the console on this computer finds the last administrator signed in.",
    ),
  },
  {
    control: "switch",
    key: "secondFactorOptional",
    label: "Second factor can be turned off",
    help: "Administrators may sign in with their password alone, if they choose to.",
    bound: "Keep it off if you can. NIST SP 800-63B-4 2.2.1: AAL2 requires two factors.",
    show: (policy) => onOrOff(policy.secondFactorOptional),
    weakens: turnedOn("secondFactorOptional", "A stolen password is then enough to sign in."),
  },
];

export const sensitiveActs: readonly Setting[] = [
  {
    control: "number",
    key: "stepUpMinutes",
    label: "A fresh code is valid for",
    help: "Sensitive actions ask for a fresh code. For this time, the same kind of action does not ask again.",
    bound: within("stepUpMinutes", "The console's own limit.", minutes),
    unit: "minutes",
    show: (policy) => minutes(policy.stepUpMinutes),
    weakens: higher("stepUpMinutes", "Somebody at a window that was left open has more time to do harm."),
  },
  {
    control: "one",
    key: "soleApproval",
    label: "Without a second administrator",
    help: "What approves an action that needs two administrators while only one may do it.",
    bound: "The console's own setting.",
    options: (["recovery key", "delay"] as const).map((value) => ({ value, label: soleApprovalInWords[value] })),
    show: (policy) => soleApprovalInWords[policy.soleApproval],
    weakens: (before, after) =>
      after.soleApproval === before.soleApproval
        ? null
        : "What stood in for a second administrator before no longer does.",
  },
  {
    control: "number",
    key: "soleApprovalHours",
    label: "Length of the wait",
    help: "How long such an action has to wait if a waiting period approves it. It can be withdrawn until then.",
    bound: within("soleApprovalHours", "The console's own limit.", hours),
    unit: "hours",
    show: (policy) => hours(policy.soleApprovalHours),
    weakens: lower("soleApprovalHours", "There is less time to notice an unwanted action."),
  },
];
