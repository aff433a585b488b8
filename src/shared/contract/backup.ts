import { z } from "zod";
import { Timestamp } from "../model/records.ts";
import { Progress } from "./audit.ts";
import { evenWithoutStore, mutation, query } from "./procedure.ts";
import { NewPassphrase, Passphrase } from "./secrets.ts";

/** A path: from a dialog in the window, from the command line in a terminal. */
const FilePath = z
  .string("The file is missing.")
  .min(1, "The file is missing.")
  .max(4096, "The file's name is too long.");

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
});
export type BackupReport = z.infer<typeof BackupReport>;

export const BackupVerification = BackupReport.extend({
  valid: z.literal(true),
  /** What was checked, in order, with the number of things checked. */
  checks: z.array(z.strictObject({ name: z.string(), count: z.int().nonnegative() })),
});
export type BackupVerification = z.infer<typeof BackupVerification>;

export const RestoreReport = BackupReport.extend({
  /** Folder that keeps the store that was replaced; null when there was none. */
  keptAside: z.string().nullable(),
  /** What opens the restored store's keys on this computer: its passphrase, or this backup's where it had none. */
  opensWith: z.enum(["keychain", "password", "passphrase", "backup passphrase"]),
});
export type RestoreReport = z.infer<typeof RestoreReport>;

export const backup = {
  create: mutation({
    input: z.strictObject({
      file: FilePath,
      passphrase: NewPassphrase,
      overwrite: z.boolean().optional(),
    }),
    output: BackupReport,
    allow: ["owner"],
    progress: Progress,
  }),
  /**
   * Decrypts and proves a backup without touching the store. A backup that is not sound is an error:
   * BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED or BACKUP_NEWER.
   */
  verify: query({
    input: z.strictObject({ file: FilePath, passphrase: Passphrase }),
    output: BackupVerification,
    allow: ["owner"],
    ...evenWithoutStore,
    progress: Progress,
  }),
  /** Verifies, keeps the present store aside, switches. Every session ends. */
  restore: mutation({
    input: z.strictObject({ file: FilePath, passphrase: Passphrase }),
    output: RestoreReport,
    allow: ["owner"],
    ...evenWithoutStore,
    // Over a store with administrators.
    stepUp: "restore",
    countersign: true,
    progress: Progress,
  }),
};
