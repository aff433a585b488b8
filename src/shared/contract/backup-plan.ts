import { z } from "zod";
import { BackupPlan, BackupRecipient, BackupDestination, BackupRecord, BackupRun } from "../model/backups.ts";
import { AccessKeys, DestinationSettings } from "../model/destinations.ts";
import { BackupId, BackupRunId, DestinationId, RecipientId } from "../model/ids.ts";
import { Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { Progress } from "./audit.ts";
import { FilePath } from "./files.ts";
import { evenWithoutStore, mutation, query } from "./procedure.ts";
import { IdentityText, NewPassphrase, Passphrase } from "./secrets.ts";

const nothing = z.strictObject({});
const everybody = ["owner", "operator", "helpdesk", "auditor"] as const;

export const BackupHealth = z.strictObject({
  /** Whether automatic backups are possible: there is a recipient to encrypt them to, and a location. */
  configured: z.boolean(),
  every: BackupPlan.shape.every,
  /** When the newest test-restored backup was made; null: none yet. */
  lastProvenAt: Timestamp.nullable(),
  /** Whether that is too long ago, according to the plan. */
  stale: z.boolean(),
  /** When the next one is due; null if nothing is scheduled. */
  nextAt: Timestamp.nullable(),
  /** Runs with problems that nobody has acknowledged, newest first; at most 20. */
  problems: z.array(BackupRun),
  /** Names of recipients whose backup key has never been tested, or not for longer than the plan allows. */
  unprovenRecipients: z.array(z.string()),
});
export type BackupHealth = z.infer<typeof BackupHealth>;

/** What pruning does, or would do, with one backup at one location. */
export const PruneDecision = z.strictObject({
  backup: BackupId,
  name: z.string(),
  createdAt: Timestamp,
  destination: DestinationId,
  destinationName: z.string(),
  keep: z.boolean(),
  /**
   * Why it stays: `last`, `daily`, `pinned`, `newest proven`, `switched off`, `not reached`, …; empty if it is removed.
   */
  reasons: z.array(z.string()),
});
export type PruneDecision = z.infer<typeof PruneDecision>;

/** A backup file as a location lists it. */
export const StoredBackup = z.strictObject({
  name: z.string(),
  /** Bytes. */
  size: z.int().nonnegative(),
  changedAt: Timestamp,
  /** Whether it is in this console's list. */
  known: z.boolean(),
});
export type StoredBackup = z.infer<typeof StoredBackup>;

/** The backups that the console makes by itself, and keeps. */
export const backupPlan = {
  health: query({ input: nothing, output: BackupHealth, allow: everybody }),
  /** Newest first. */
  list: query({
    input: z.strictObject({ before: BackupId.optional(), limit: z.int().min(1).max(200).optional() }),
    output: z.strictObject({ rows: z.array(BackupRecord), more: z.boolean() }),
    allow: ["owner", "auditor"],
  }),
  /** Newest first; at most 50. */
  runs: query({ input: nothing, output: z.strictObject({ rows: z.array(BackupRun) }), allow: ["owner", "auditor"] }),
  /**
   * Makes a backup now: writes it, test-restores it, sends it to every location. Answered without a session, for a
   * system timer: it reveals nothing. BACKUP_UNCONFIGURED; BUSY while one is being made. Problems at a location are in
   * the answer and stay in `health` until somebody acknowledges them.
   */
  run: mutation({
    input: z.strictObject({
      /** Only if one is due by the schedule and something has changed. */
      ifDue: z.boolean().optional(),
    }),
    output: BackupRun,
    allow: "anyone",
    phases: ["ready"],
    progress: Progress,
  }),
  pin: mutation({
    input: z.strictObject({ id: BackupId, pinned: z.boolean() }),
    output: BackupRecord,
    allow: ["owner"],
  }),
  /** Removes what no rule keeps. Never the newest test-restored one, nor a pinned one. */
  prune: mutation({
    input: z.strictObject({ dryRun: z.boolean() }),
    output: z.strictObject({ decisions: z.array(PruneDecision), problems: z.array(Text) }),
    allow: ["owner"],
    progress: Progress,
  }),
  /** Acknowledges the problems of this run and of all earlier ones. */
  acknowledge: mutation({ input: z.strictObject({ id: BackupRunId }), output: BackupRun, allow: ["owner"] }),
  get: query({ input: nothing, output: BackupPlan, allow: ["owner", "auditor"] }),
  set: mutation({
    input: z.strictObject({ plan: BackupPlan }),
    output: BackupPlan,
    allow: ["owner"],
    stepUp: "vault",
  }),
};

/** Whom automatic backups are encrypted to. */
export const recipients = {
  /** They are public: whoever exports keys may encrypt them for the same people. */
  list: query({
    input: nothing,
    output: z.strictObject({ rows: z.array(BackupRecipient) }),
    allow: ["owner", "operator", "auditor"],
  }),
  /** Makes a backup key, which is shown once and stored nowhere. */
  make: mutation({
    input: z.strictObject({ name: requiredLine("name", 64) }),
    output: z.strictObject({
      recipient: BackupRecipient,
      /** `AGE-SECRET-KEY-1…` */
      identity: z.string(),
    }),
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
  }),
  /** Anyone with the recipient's backup key can read every later backup. RECIPIENT_REFUSED, CONFLICT. */
  add: mutation({
    input: z.strictObject({ name: requiredLine("name", 64), recipient: requiredLine("recipient", 4096) }),
    output: BackupRecipient,
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
  }),
  remove: mutation({ input: z.strictObject({ id: RecipientId }), output: nothing, allow: ["owner"], stepUp: "vault" }),
  /** Tests a backup key and records the result. BACKUP_IDENTITY_WRONG if it belongs to no recipient here. */
  prove: mutation({
    input: z.union([
      z.strictObject({ identity: IdentityText }),
      z.strictObject({ identityFile: FilePath, passphrase: Passphrase }),
    ]),
    output: BackupRecipient,
    allow: ["owner"],
  }),
  /** Writes a backup key to a new file under a passphrase, in the format of `age`. FILE_EXISTS. */
  saveIdentity: mutation({
    input: z.strictObject({ identity: IdentityText, file: FilePath, passphrase: NewPassphrase }),
    output: z.strictObject({ file: z.string() }),
    allow: ["owner"],
  }),
};

const place = { settings: DestinationSettings, keys: AccessKeys.nullable() };

/** Where backups are kept. The console connects to no server that is not listed here. */
export const destinations = {
  list: query({
    input: nothing,
    output: z.strictObject({ rows: z.array(BackupDestination) }),
    allow: ["owner", "auditor"],
  }),
  /** Tries the location first and adds it only if it works. CONFLICT if the name is taken. */
  add: mutation({
    input: z.strictObject({ name: requiredLine("name", 64), ...place }),
    output: BackupDestination,
    allow: ["owner"],
    stepUp: "vault",
  }),
  change: mutation({
    input: z.strictObject({
      id: DestinationId,
      name: requiredLine("name", 64).optional(),
      enabled: z.boolean().optional(),
      /** New access keys, tried first. */
      keys: AccessKeys.optional(),
    }),
    output: BackupDestination,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /** Forgets the location and its access keys; the backups there stay. */
  remove: mutation({
    input: z.strictObject({ id: DestinationId }),
    output: nothing,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /** Whether files can be listed, written, read and removed there now. */
  check: mutation({ input: z.strictObject({ id: DestinationId }), output: BackupDestination, allow: ["owner"] }),
  /** The backups that are there, newest first. */
  contents: mutation({
    input: z.strictObject({ id: DestinationId }),
    output: z.strictObject({ rows: z.array(StoredBackup) }),
    allow: ["owner"],
  }),
  /** The backups at a location that this console does not know, for a restore on a new computer. Newest first. */
  browse: mutation({
    input: z.strictObject(place),
    output: z.strictObject({ rows: z.array(StoredBackup) }),
    allow: ["owner"],
    ...evenWithoutStore,
  }),
};
