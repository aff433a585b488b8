import { z } from "zod";
import { BackupCounts } from "#shared/contract/archive.ts";
import { Timestamp } from "#shared/model/records.ts";

/** docs/formats/backup.md describes the file for people. */
export const manifestName = "manifest.json";
export const vaultName = "vault.json";
export const databaseName = "console.db";

/** A format that this version cannot read gets the next number. */
export const formatVersion = 1;

/** Both JSON parts are far smaller; a larger one is not ours and is not read into memory. */
export const jsonLimit = 64 * 1024;

const Part = z.strictObject({
  /** Bytes. */
  size: z.int().nonnegative(),
  /** Hexadecimal, lower case. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
});
export type Part = z.infer<typeof Part>;

/** Read before the rest, so that another or a newer format gets a separate answer. */
export const ManifestHead = z.object({
  format: z.literal("countersign-backup"),
  version: z.int().positive(),
  schema: z.int().positive(),
});

export const Manifest = z.strictObject({
  format: z.literal("countersign-backup"),
  version: z.literal(formatVersion),
  /** The store's schema version. */
  schema: z.int().positive(),
  createdAt: Timestamp,
  organisation: z.string(),
  storeId: z.string().min(1),
  counts: BackupCounts,
  parts: z.strictObject({ [vaultName]: Part, [databaseName]: Part }),
  /** Head of the audit chain. */
  audit: z.strictObject({ seq: z.int().nonnegative(), mac: z.base64() }),
});
export type Manifest = z.infer<typeof Manifest>;

export const VaultFile = z.strictObject({
  format: z.literal("countersign-vault"),
  version: z.literal(1),
  storeId: z.string().min(1),
  /** 32 bytes. */
  dataKey: z.base64(),
});
export type VaultFile = z.infer<typeof VaultFile>;
