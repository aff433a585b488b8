import type { BackupTrigger, BackupCopy, BackupRecord } from "#shared/model/backups.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

/** Why a backup was made. */
export const triggerInWords: Record<BackupTrigger, string> = {
  schedule: "By the schedule",
  person: "Asked for",
  import: "Before an import",
  rotation: "Before an exchange of keys",
  restore: "Before a restore",
};

interface Words {
  tone: Tone;
  words: string;
}

export const copyInWords: Record<BackupCopy["state"], Words> = {
  stored: { tone: "good", words: "there" },
  failed: { tone: "bad", words: "failed" },
  removed: { tone: "quiet", words: "removed" },
};

export const proofInWords = ({ provenAt }: BackupRecord): Words =>
  provenAt === null ? { tone: "wait", words: "Not proven" } : { tone: "good", words: "Proven restorable" };

const reasons: Readonly<Record<string, string>> = {
  last: "one of the newest",
  hourly: "newest of its hour",
  daily: "newest of its day",
  weekly: "newest of its week",
  monthly: "newest of its month",
  yearly: "newest of its year",
  pinned: "pinned",
  "newest proven": "newest one proven",
  "no rule": "there is no rule",
  "switched off": "its place is switched off",
  "not reached": "its place does not answer",
};

/** Why pruning keeps a backup. */
export const reasonInWords = (reason: string): string => reasons[reason] ?? reason;
