import { z } from "zod";
import { BackupId, BackupRunId, DestinationId, RecipientId } from "./ids.ts";
import { DestinationSettings } from "./destinations.ts";
import { issueOf } from "../texts/issues.ts";
import { Text } from "../texts/schemas.ts";
import { text } from "../texts/text.ts";
import { Timestamp } from "./records.ts";

const count = (most: number) =>
  z
    .int()
    .min(0, issueOf(text("input.zeroOrMore")))
    .max(most, issueOf(text("input.useAtMost", { most })));

/**
 * Which backups stay, in the words of restic: the newest one of each of the last so many hours, days, …; 0: no rule.
 */
export const RetentionRules = z.strictObject({
  last: count(1000),
  hourly: count(1000),
  daily: count(1000),
  weekly: count(1000),
  monthly: count(1000),
  yearly: count(100),
});
export type RetentionRules = z.infer<typeof RetentionRules>;

/** `last 3, hourly 0, daily 7, …` */
export const retentionInWords = (rules: RetentionRules): string =>
  Object.entries(rules)
    .map(([rule, kept]) => `${rule} ${kept}`)
    .join(", ");

export const BackupPlan = z.strictObject({
  every: z.enum(["off", "hour", "day", "week"]),
  /** Hour of the day, local time; for `day` and `week`. */
  hour: z.int().min(0).max(23),
  /** ISO 8601: 1 is Monday; for `week`. */
  weekday: z.int().min(1).max(7),
  /** Also before every import, key rotation and restore. */
  beforeChanges: z.boolean(),
  /** Whether backups that no rule keeps are removed after each run. */
  prune: z.boolean(),
  retention: RetentionRules,
  /** The console warns after this long without a test-restored backup. */
  proofHours: z
    .int()
    .min(1, issueOf(text("input.anHour")))
    .max(8760, issueOf(text("input.mostHours"))),
  /** The console warns after this long without a test of a backup key. */
  identityDays: z
    .int()
    .min(1, issueOf(text("input.aDay")))
    .max(1000, issueOf(text("input.mostDays"))),
});
export type BackupPlan = z.infer<typeof BackupPlan>;

export const defaultPlan: BackupPlan = {
  every: "off",
  hour: 20,
  weekday: 5,
  beforeChanges: true,
  prune: false,
  retention: { last: 3, hourly: 0, daily: 7, weekly: 5, monthly: 12, yearly: 3 },
  proofHours: 48,
  identityDays: 180,
};

/** Why a backup was made. */
export const BackupTrigger = z.enum(["schedule", "person", "import", "rotation", "restore"]);
export type BackupTrigger = z.infer<typeof BackupTrigger>;

/** An age recipient that automatic backups are encrypted to. */
export const BackupRecipient = z.strictObject({
  id: RecipientId,
  name: z.string(),
  /** `age1…` */
  recipient: z.string(),
  createdAt: Timestamp,
  /** When somebody last tested its backup key; null: never. */
  provenAt: Timestamp.nullable(),
});
export type BackupRecipient = z.infer<typeof BackupRecipient>;

export const BackupDestination = z.strictObject({
  id: DestinationId,
  name: z.string(),
  settings: DestinationSettings,
  enabled: z.boolean(),
  createdAt: Timestamp,
  /** The last copy that arrived complete. */
  lastSuccessAt: Timestamp.nullable(),
  /** Why the last attempt failed; null: it did not fail. */
  lastError: Text.nullable(),
});
export type BackupDestination = z.infer<typeof BackupDestination>;

export const BackupCopy = z.strictObject({
  destination: DestinationId,
  destinationName: z.string(),
  state: z.enum(["stored", "failed", "removed"]),
  at: Timestamp,
  /** Why it is not there. */
  error: Text.nullable(),
});
export type BackupCopy = z.infer<typeof BackupCopy>;

/** An automatic backup of this console. */
export const BackupRecord = z.strictObject({
  id: BackupId,
  /** File name at every location. */
  name: z.string(),
  createdAt: Timestamp,
  trigger: BackupTrigger,
  /** Bytes. */
  size: z.int().nonnegative(),
  /** Hexadecimal SHA-256 of the file. */
  sha256: z.string(),
  users: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  /** Kept regardless of the rules. */
  pinned: z.boolean(),
  /** When it was test-restored without errors. */
  provenAt: Timestamp.nullable(),
  copies: z.array(BackupCopy),
});
export type BackupRecord = z.infer<typeof BackupRecord>;

export const BackupRun = z.strictObject({
  id: BackupRunId,
  trigger: BackupTrigger,
  begunAt: Timestamp,
  endedAt: Timestamp,
  /** `partial`: test-restored, but not every location has it. `skipped`: nothing had changed. */
  outcome: z.enum(["done", "partial", "failed", "skipped"]),
  backup: BackupId.nullable(),
  /** What went wrong, one problem per line. */
  problems: z.array(Text),
  /** Who acknowledged the problems, and when; null: nobody yet. */
  acknowledged: z.strictObject({ by: z.string(), at: Timestamp }).nullable(),
});
export type BackupRun = z.infer<typeof BackupRun>;

/** What was already wrong in the store when the backup was made. Everything else in it restores. */
export const BackupFaults = z.strictObject({
  /** The first event at which the audit log was broken; null: it was intact. */
  auditBrokenAt: z.int().nullable(),
  /** Authenticators whose secret cannot be read: it was changed or belongs to another one. */
  unopenedSeeds: z.strictObject({
    count: z.int().nonnegative(),
    /** Usernames and administrators' names; the first 20. */
    of: z.array(z.string()),
  }),
});
export type BackupFaults = z.infer<typeof BackupFaults>;

/** One line per fault; empty: none. */
export function faultsAsTexts({ auditBrokenAt, unopenedSeeds: unopened }: BackupFaults): Text[] {
  const names = unopened.count > unopened.of.length ? text("backups.andOthers", { names: unopened.of }) : unopened.of;
  return [
    ...(auditBrokenAt === null ? [] : [text("backups.auditBroken", { event: auditBrokenAt })]),
    ...(unopened.count === 0 ? [] : [text("backups.seedsUnopened", { count: unopened.count, names })]),
  ];
}
