import { issueOf } from "../texts/issues.ts";
import { Text } from "../texts/schemas.ts";
import { text } from "../texts/text.ts";
import { z } from "zod";
import { BackupFaults } from "../model/backups.ts";
import { AccessKeys, DestinationSettings } from "../model/destinations.ts";
import { DestinationId, RestoreId } from "../model/ids.ts";
import { everyRole, Timestamp } from "../model/records.ts";
import { CarryOver, RestoredFrom, RestoreTask, Since, SinceCount } from "../model/restores.ts";
import { missing, requiredLine } from "../model/text.ts";
import { Progress } from "./audit.ts";
import { FilePath } from "./files.ts";
import { evenWithoutStore, mutation, query } from "./procedure.ts";
import { IdentityText, NewPassphrase, Passphrase } from "./secrets.ts";

export const BackupCounts = z.strictObject({
  admins: z.int().nonnegative(),
  users: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  backupCodes: z.int().nonnegative(),
  auditEvents: z.int().nonnegative(),
});
export type BackupCounts = z.infer<typeof BackupCounts>;

export const BackupReport = z.strictObject({
  file: z.string(),
  /** Size of the file in bytes. */
  size: z.int().nonnegative(),
  /** When the snapshot in it was taken. */
  createdAt: Timestamp,
  organisation: z.string(),
  counts: BackupCounts,
  /** What was already wrong in the store, found by the test restore. */
  faults: BackupFaults,
});
export type BackupReport = z.infer<typeof BackupReport>;

export const BackupVerification = BackupReport.extend({
  valid: z.literal(true),
  /** What was checked, in order, with the number of things checked. */
  checks: z.array(z.strictObject({ name: Text, count: z.int().nonnegative() })),
});
export type BackupVerification = z.infer<typeof BackupVerification>;

export const RestoreReport = BackupReport.extend({
  /** What happened to everything that was revoked, used or advanced since the backup was made. */
  carryOver: CarryOver,
  /** What was carried over, or left out because an owner declined. */
  since: z.array(SinceCount),
  /** What somebody has to review now. */
  tasks: z.array(RestoreTask),
  /** Folder that keeps the store that was replaced; null if there was none. */
  keptAside: z.string().nullable(),
  /** What opens the restored store's keys on this computer: its passphrase, or the backup's if it had none. */
  opensWith: z.enum(["keychain", "password", "passphrase", "backup passphrase", "recovery identity"]),
});
export type RestoreReport = z.infer<typeof RestoreReport>;

/** A backup at a location: one that the console knows, or one given with its access keys. */
const StoredReference = z.union([
  z.strictObject({ destination: DestinationId, name: z.string().min(1).max(255) }),
  z.strictObject({
    settings: DestinationSettings,
    keys: AccessKeys.nullable(),
    name: z.string().min(1).max(255),
  }),
]);

const opened = {
  file: FilePath.optional(),
  stored: StoredReference.optional(),
  passphrase: Passphrase.optional(),
  identity: IdentityText.optional(),
  identityFile: FilePath.optional(),
};

interface Opened {
  file?: unknown;
  stored?: unknown;
  passphrase?: unknown;
  identity?: unknown;
  identityFile?: unknown;
}

/** What is wrong with how a backup is given. */
function checkOpened({ value, issues }: z.core.ParsePayload<Opened>): void {
  const refuse = (path: string, message: string): void => {
    issues.push({ code: "custom", input: value, message, path: [path] });
  };
  if ((value.file === undefined) === (value.stored === undefined)) {
    refuse("file", issueOf(text("input.fileOrStored")));
  }
  if ((value.passphrase === undefined) === (value.identity === undefined)) {
    refuse("passphrase", issueOf(text("input.passphraseOrKey")));
  } else if (value.identityFile !== undefined && value.passphrase === undefined) {
    refuse("passphrase", missing("passphrase"));
  }
}

/** A backup and what opens it: a passphrase, a backup key, or the file of a backup key with its passphrase. */
const OpenedBackup = z.strictObject(opened).check(checkOpened);

/** What happened with a person who was asked for. */
export const RestoredUser = z.strictObject({
  username: z.string(),
  /** `present`: already in the store, left unchanged. `missing`: not in the backup. */
  outcome: z.enum(["restored", "present", "missing"]),
  /** Authenticators that work again. */
  authenticators: z.int().nonnegative(),
  /**
   * Not restored: counter-based ones, since codes used since would be accepted again, and hardware tokens that are not in
   * stock, or were given out since.
   */
  leftOut: z.int().nonnegative(),
  /** Those that were revoked after the backup was made and stay revoked. */
  revoked: z.int().nonnegative(),
  /** Whether the backup codes work again: not if one was used, or they were replaced, after the backup was made. */
  backupCodes: z.boolean(),
});
export type RestoredUser = z.infer<typeof RestoredUser>;

export const BackupPreview = BackupVerification.extend({
  /** What the current store contains; null if there is none. */
  now: BackupCounts.nullable(),
  /** Whether it is a backup of the current store. */
  sameStore: z.boolean().nullable(),
  /** What was revoked, used or advanced since; null if the current store is another one or cannot be read. */
  since: Since.nullable(),
});
export type BackupPreview = z.infer<typeof BackupPreview>;

/** One backup as a file: made, tested and restored. */
export const archive = {
  /** With a passphrase of its maker's choice it is an export of every seed. Whether it needs a second signature: the policy. */
  create: mutation({
    input: z.strictObject({
      file: FilePath,
      /** If omitted: for the recipients of automatic backups. */
      passphrase: NewPassphrase.optional(),
      overwrite: z.boolean().optional(),
    }),
    output: BackupReport,
    allow: ["owner"],
    stepUp: "export",
    stepUpFor: ({ passphrase }: { passphrase?: string | undefined }) => passphrase !== undefined,
    countersign: true,
    progress: Progress,
  }),
  /**
   * Decrypts and test-restores a backup without touching the store. A backup with a fault is an error:
   * BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_IDENTITY_WRONG, BACKUP_DAMAGED or BACKUP_NEWER.
   */
  verify: query({
    input: OpenedBackup,
    output: BackupVerification,
    allow: ["owner"],
    ...evenWithoutStore,
    progress: Progress,
  }),
  /** As `verify`, together with what the current store contains. */
  preview: query({
    input: OpenedBackup,
    output: BackupPreview,
    allow: ["owner"],
    ...evenWithoutStore,
    progress: Progress,
  }),
  /**
   * Restores people who are missing from the store, with their authenticators and backup codes. People who exist are
   * left alone. Only from a backup of the same store: BACKUP_UNREADABLE otherwise.
   */
  restoreUsers: mutation({
    input: z
      .strictObject({
        ...opened,
        usernames: z
          .array(requiredLine("username", 128))
          .min(1, issueOf(text("input.onePerson")))
          .max(500, issueOf(text("input.mostPeople"))),
      })
      .check(checkOpened),
    output: z.strictObject({ rows: z.array(RestoredUser) }),
    allow: ["owner"],
    stepUp: "restore",
    countersign: true,
    progress: Progress,
  }),
  /**
   * Verifies, carries over what was revoked, used or advanced since, keeps the current store aside, switches. Every
   * session ends.
   */
  restore: mutation({
    input: z
      .strictObject({
        ...opened,
        /** If given: nothing is carried over, for this reason. */
        declineCarryOver: z.strictObject({ reason: requiredLine("reason", 500) }).optional(),
      })
      .check(checkOpened),
    output: RestoreReport,
    allow: ["owner"],
    ...evenWithoutStore,
    // When it replaces a store with administrators.
    stepUp: "restore",
    countersign: true,
    progress: Progress,
  }),
  /** The restore that this store came from, while something still needs review; null: nothing does. */
  restored: query({ input: z.strictObject({}), output: RestoredFrom.nullable(), allow: everyRole }),
  /** Marks a task of a restore as done; with `void`, the console voids what might have been used since. */
  settleRestored: mutation({
    input: z.strictObject({ id: RestoreId, task: RestoreTask, void: z.boolean() }),
    output: z.strictObject({ voided: z.int().nonnegative(), left: z.array(RestoreTask) }),
    allow: ["owner"],
    stepUp: "restore",
    progress: Progress,
  }),
};
