import type { BackupTrigger, BackupCopy, BackupRecord } from "#shared/model/backups.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

/** Why a backup was made. */
export const triggerInWords: Record<BackupTrigger, string> = {
  schedule: "Scheduled",
  person: "Manual",
  import: "Before an import",
  rotation: "Before a key rotation",
  restore: "Before a restore",
};

interface Words {
  tone: Tone;
  words: string;
}

export const copyInWords: Record<BackupCopy["state"], Words> = {
  stored: { tone: "good", words: "stored" },
  failed: { tone: "bad", words: "failed" },
  removed: { tone: "quiet", words: "removed" },
};

export const proofInWords = ({ provenAt }: BackupRecord): Words =>
  provenAt === null ? { tone: "wait", words: "Not test-restored" } : { tone: "good", words: "Test-restored" };

const reasons: Readonly<Record<string, string>> = {
  last: "one of the newest",
  hourly: "newest of its hour",
  daily: "newest of its day",
  weekly: "newest of its week",
  monthly: "newest of its month",
  yearly: "newest of its year",
  pinned: "pinned",
  "newest proven": "newest that passed a test restore",
  "no rule": "no rule is set",
  "switched off": "its location is switched off",
  "not reached": "its location does not respond",
};

/** Why pruning keeps a backup. */
export const reasonInWords = (reason: string): string => reasons[reason] ?? reason;
