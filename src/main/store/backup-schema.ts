import type { BackupTrigger } from "#shared/model/backups.ts";
import type { BackupId, BackupRunId, DestinationId, RecipientId, RestoreId } from "#shared/model/ids.ts";
import type { CarryOver } from "#shared/model/restores.ts";

/** How and when backups are made without a person. One row. */
export interface BackupPlanRow {
  id: number;
  /** JSON: `BackupPlan`. */
  plan: string;
  updated_at: number;
}

/** Whom automatic backups are encrypted to. */
export interface BackupRecipientRow {
  id: RecipientId;
  name: string;
  /** `age1…` */
  recipient: string;
  created_at: number;
  /** When somebody last showed its identity. */
  proven_at: number | null;
}

/** A place that keeps backups. Access keys are in the computer's keychain. */
export interface DestinationRow {
  id: DestinationId;
  name: string;
  /** JSON: `DestinationSettings`. */
  settings: string;
  /** Of a folder: the id in its marker file. */
  marker: string | null;
  enabled: 0 | 1;
  created_at: number;
  last_success_at: number | null;
  /** In words for people. */
  last_error: string | null;
}

/** A backup that the console made by itself. */
export interface BackupRow {
  id: BackupId;
  name: string;
  created_at: number;
  cause: BackupTrigger;
  /** Bytes. */
  size: number;
  /** Hexadecimal. */
  sha256: string;
  users: number;
  tokens: number;
  /** The last event of the audit that is in it. */
  audit_seq: number;
  pinned: 0 | 1;
  proven_at: number | null;
}

/** How a backup is at a destination. */
export interface BackupCopyRow {
  backup_id: BackupId;
  destination_id: DestinationId;
  state: "stored" | "failed" | "removed";
  at: number;
  error: string | null;
}

/** One time that a backup was made, or was to be. */
export interface BackupRunRow {
  id: BackupRunId;
  cause: BackupTrigger;
  begun_at: number;
  ended_at: number;
  outcome: "done" | "partial" | "failed" | "skipped";
  backup_id: BackupId | null;
  /** JSON: lines for people. */
  problems: string;
  acknowledged_by: string | null;
  acknowledged_at: number | null;
}

/** A restore that this store came from. */
export interface RestoreRow {
  id: RestoreId;
  at: number;
  backup_name: string;
  backup_at: number;
  carry_over: CarryOver;
  /** Why an owner has declined; null where nobody did. */
  reason: string | null;
  /** JSON: what was carried over or left out, by kind. */
  counts: string;
  /** The first event at which the backup's audit chain was broken; null: it was unbroken. */
  audit_broken_at: number | null;
  /** JSON: what nobody has dealt with yet. */
  tasks: string;
  settled_at: number | null;
}
