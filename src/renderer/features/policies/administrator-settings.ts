import type { BackupApproval, SoleApproval } from "#shared/model/policy.ts";
import { minutes, onOrOff, within, type Setting } from "./setting.ts";

const hours = (value: number): string => (value === 1 ? "1 hour" : `${value} hours`);

const soleApprovalInWords: Record<SoleApproval, string> = { "recovery key": "Recovery key", delay: "Waiting period" };

const backupApprovalInWords: Record<BackupApproval, string> = {
  all: "All",
  "own passphrase": "With a passphrase",
  none: "None",
};

export const sessions: readonly Setting[] = [
  {
    control: "number",
    key: "sessionHours",
    help: "After this time, even a busy administrator has to sign in again.",
    bound: within("sessionHours", "NIST SP 800-63B-4 2.2.3: at most 24 hours.", hours),
    show: (policy) => hours(policy.sessionHours),
  },
  {
    control: "number",
    key: "idleMinutes",
    help: "An administrator who does nothing for this long has to sign in again.",
    bound: within("idleMinutes", "NIST SP 800-63B-4 2.2.3: at most an hour.", minutes),
    show: (policy) => minutes(policy.idleMinutes),
  },
  {
    control: "switch",
    key: "sessionsSurviveRestart",
    help: "A session continues if the console is closed and started again within its time. Needs this computer's keychain.",
    bound: "The console's own setting.",
    show: (policy) => onOrOff(policy.sessionsSurviveRestart),
  },
  {
    control: "switch",
    key: "secondFactorOptional",
    help: "Administrators may sign in with their password alone, if they choose to.",
    bound: "Keep it off if you can. NIST SP 800-63B-4 2.2.1: AAL2 requires two factors.",
    show: (policy) => onOrOff(policy.secondFactorOptional),
  },
];

export const sensitiveActs: readonly Setting[] = [
  {
    control: "number",
    key: "stepUpMinutes",
    help: "Sensitive actions ask for a fresh code. For this time, the same kind of action does not ask again.",
    bound: within("stepUpMinutes", "The console's own limit.", minutes),
    show: (policy) => minutes(policy.stepUpMinutes),
  },
  {
    control: "one",
    key: "soleApproval",
    help: "What approves an action that needs two administrators while only one may do it.",
    bound: "The console's own setting.",
    options: (["recovery key", "delay"] as const).map((value) => ({ value, label: soleApprovalInWords[value] })),
    show: (policy) => soleApprovalInWords[policy.soleApproval],
  },
  {
    control: "number",
    key: "soleApprovalHours",
    help: "How long such an action has to wait if a waiting period approves it. It can be withdrawn until then.",
    bound: within("soleApprovalHours", "The console's own limit.", hours),
    show: (policy) => hours(policy.soleApprovalHours),
  },
  {
    control: "one",
    key: "backupApproval",
    help: "A backup with a passphrase is a copy of every seed for whoever knows it. One for the backup keys only opens with them.",
    bound: "The console's own setting. Scheduled backups go on without it.",
    options: (["all", "own passphrase", "none"] as const).map((value) => ({
      value,
      label: backupApprovalInWords[value],
    })),
    show: (policy) => backupApprovalInWords[policy.backupApproval],
  },
];
