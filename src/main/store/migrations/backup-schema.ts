import type { BackupTrigger } from "#shared/model/backups.ts";
import type { BackupId, BackupRunId, DestinationId, RecipientId, RestoreId } from "#shared/model/ids.ts";
import type { CarryOver } from "#shared/model/restores.ts";

/** How and when automatic backups are made. One row. */
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
  /** When somebody last tested its backup key. */
  proven_at: number | null;
}

/** A location of backups. Access keys are in the computer's keychain. */
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
  /** For people to read. */
  last_error: string | null;
}

/** An automatic backup. */
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
  /** The last audit event that is in it. */
  audit_seq: number;
  pinned: 0 | 1;
  proven_at: number | null;
}

/** The state of a backup at a location. */
export interface BackupCopyRow {
  backup_id: BackupId;
  destination_id: DestinationId;
  state: "stored" | "failed" | "removed";
  at: number;
  error: string | null;
}

/** A backup run, or an attempt at one. */
export interface BackupRunRow {
  id: BackupRunId;
  cause: BackupTrigger;
  begun_at: number;
  ended_at: number;
  outcome: "done" | "partial" | "failed" | "skipped";
  backup_id: BackupId | null;
  /** JSON: lines for people to read. */
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
  /** Why an owner has declined; null if nobody did. */
  reason: string | null;
  /** JSON: what was carried over or left out, by kind. */
  counts: string;
  /** The first event at which the backup's audit chain was broken; null: it was unbroken. */
  audit_broken_at: number | null;
  /** JSON: what nobody has dealt with yet. */
  tasks: string;
  settled_at: number | null;
}
