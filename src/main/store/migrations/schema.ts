import type { Generated } from "kysely";
import type { VoidReason } from "#shared/contract/letters.ts";
import type { HardwareTokenState } from "#shared/contract/inventory.ts";
import type { ActKind } from "#shared/model/acts.ts";
import type {
  AdminId,
  ApprovalId,
  DeskId,
  GroupId,
  HardwareTokenId,
  ImportId,
  LetterId,
  LetterTemplateId,
  SavedFilterId,
  SessionId,
  TokenId,
  UserId,
} from "#shared/model/ids.ts";
import type {
  Algorithm,
  AuditEvent,
  Digits,
  EnrolmentState,
  Period,
  Role,
  TokenKind,
  TokenStatus,
  UserStatus,
} from "#shared/model/records.ts";
import type {
  BackupPlanRow,
  BackupRecipientRow,
  DestinationRow,
  BackupRow,
  BackupCopyRow,
  BackupRunRow,
  RestoreRow,
} from "./backup-schema.ts";
import type { AuditCheckpointRow, AuditDayRow, AuditSigningRow, AuditStreamRow } from "./audit-schema.ts";
import type { BackupCodeRow, BackupCodeSetRow } from "./codes-schema.ts";
import type { DeskRow, LeaseRow } from "./desks-schema.ts";
import type { EndedTokenRow } from "./ended-schema.ts";
import type { PreparedRecoveryRow } from "./recovery-schema.ts";
import type { ExchangeSchema } from "./seeds-schema.ts";
import type { CountedTimeRow, ThrottleRow } from "./waits-schema.ts";

/** Rows as SQLite holds them. Times are UTC milliseconds; sealed values are the vault's. */
export interface Schema extends ExchangeSchema {
  console: ConsoleRow;
  desks: DeskRow;
  leases: LeaseRow;
  vault_slots: VaultSlotRow;
  admins: AdminRow;
  sessions: SessionRow;
  users: UserRow;
  users_fts: { rowid: number; users_fts: string; grams: string };
  user_counts: UserCountRow;
  groups: GroupRow;
  group_members: { group_pk: number; user_pk: number };
  saved_filters: SavedFilterRow;
  imports: ImportRow;
  import_rows: ImportRowRow;
  import_presets: { name: string; headers: string };
  policies: PolicyRow;
  hardware_tokens: HardwareTokenRow;
  letters: LetterRow;
  letter_templates: LetterTemplateRow;
  tokens: TokenRow;
  ended_tokens: EndedTokenRow;
  backup_code_sets: BackupCodeSetRow;
  backup_codes: BackupCodeRow;
  throttle: ThrottleRow;
  counted_time: CountedTimeRow;
  audit_events: AuditRow;
  audit_signing: AuditSigningRow;
  audit_checkpoints: AuditCheckpointRow;
  audit_days: AuditDayRow;
  audit_streams: AuditStreamRow;
  audit_check: { id: 1; at: number; events: number; valid: 0 | 1 };
  invitations: InvitationRow;
  step_ups: StepUpRow;
  approvals: ApprovalRow;
  retired_keys: RetiredKeyRow;
  prepared_recovery: PreparedRecoveryRow;
  backup_plan: BackupPlanRow;
  backup_recipients: BackupRecipientRow;
  destinations: DestinationRow;
  backups: BackupRow;
  backup_copies: BackupCopyRow;
  backup_runs: BackupRunRow;
  restores: RestoreRow;
}

/** A one-time code that begins an administrator's own enrolment. */
export interface InvitationRow {
  admin_id: AdminId;
  /** HMAC-SHA-256 of the code's bytes under the pepper. */
  code_hash: Buffer;
  created_at: number;
  expires_at: number;
}

/** When a fresh code was given for a kind of action. */
export interface StepUpRow {
  session_id: SessionId;
  kind: ActKind;
  given_at: number;
}

/** An action that waits for a second administrator's approval, or has it and was not yet done. */
export interface ApprovalRow {
  id: ApprovalId;
  procedure: string;
  /** HMAC-SHA-256 over the procedure, its input and what it would do. */
  digest: Buffer;
  title: string;
  /** JSON: lines. */
  facts: string;
  requester_id: AdminId;
  /** The session that it ends with; null: it waits longer than a session lasts. */
  session_id: SessionId | null;
  needs: "administrator" | "recovery key" | "delay";
  requested_at: number;
  /** UTC milliseconds; of a delay in the store's own time (`counted_time`). */
  expires_at: number;
  /** Of a delay, in the store's own time. */
  ready_at: number | null;
  approver_id: AdminId | null;
  /** Name of the approver at that time. */
  approver: string | null;
  approved_at: number | null;
}

/** A data key that was rotated out. */
export interface RetiredKeyRow {
  key_id: Buffer;
  /** The data key, sealed under the current one. */
  sealed: Buffer;
  /** The last audit event whose MAC it made. */
  last_seq: number;
  retired_at: number;
}

/** One row: what the store is, and the head of the audit chain. */
export interface ConsoleRow {
  id: 1;
  store_id: string;
  organisation: string;
  issuer: string;
  setup: "pending" | "complete";
  created_at: number;
  /** The latest time of any event; codes are not checked while the clock is well behind it. */
  clock_floor: number;
  audit_seq: number;
  audit_mac: Buffer;
  /** Seals the pair above, so that cutting off the chain's end is detected. */
  audit_head_mac: Buffer;
  /** When the data key was made or last rotated. */
  key_created_at: number;
  /** 1: the keychain may not open the keys. */
  passphrase_at_start: 0 | 1;
}

export interface VaultSlotRow {
  id: string;
  kind: "keychain" | "passphrase" | "recovery";
  /** JSON: salt and cost of the derivation, or the keychain account. */
  params: string;
  wrapped_key: Buffer;
  created_at: number;
  /** Chosen by the person who made it. */
  label: string;
  /** When somebody last tested it. */
  checked_at: number | null;
  /** Whose keychain has its key; null for what a person opens. */
  desk_id: DeskId | null;
}

export interface AdminRow {
  id: AdminId;
  name: string;
  name_key: string;
  role: Role;
  status: "pending" | "active" | "disabled";
  /** PHC string of Argon2id. */
  password_hash: string;
  created_at: number;
  updated_at: number;
  second_factor: "on" | "off";
  /** 1: the next sign-in first enrols an authenticator. */
  must_enrol: 0 | 1;
  last_sign_in_at: number | null;
  password_changed_at: number;
}

export interface SessionRow {
  id: SessionId;
  admin_id: AdminId;
  /** SHA-256 of the token. */
  token_hash: Buffer;
  /** The data key wrapped under the token; only if no keychain has it. */
  wrapped_key: Buffer | null;
  created_at: number;
  last_seen_at: number;
  idle_ms: number;
  expires_at: number;
  locked_at: number | null;
  origin: "window" | "terminal";
  /** Where it was begun. */
  desk_id: DeskId | null;
}

export interface UserRow {
  pk: Generated<number>;
  id: UserId;
  username: string;
  username_key: string;
  name: string;
  /** What the list is sorted by: the folded name, or the folded username without one. */
  name_sort: string;
  email: string;
  external_id: string;
  /** `nameKey` of the external id; null without one. */
  external_key: string | null;
  look_key: string | null;
  notes: string;
  status: UserStatus;
  /** The strongest state among the person's authenticators; kept by triggers on them. */
  enrolment: Generated<EnrolmentState>;
  /** The person's position in the order of (name_sort, pk): row of the search index. Sparse; may move. */
  ordinal: number | null;
  /** The folded texts that are searched, one a line. */
  search: string;
  /** The import that changed the person last; null as soon as anything else does (triggers). */
  import_id: ImportId | null;
  created_at: number;
  updated_at: number;
}

/** How many people are in a pair of states; kept by triggers, except for new people, whom the writing code counts. */
export interface UserCountRow {
  status: UserStatus;
  enrolment: EnrolmentState;
  users: number;
}

export interface GroupRow {
  pk: Generated<number>;
  id: GroupId;
  name: string;
  name_key: string;
  description: string;
  /** Kept by triggers on the memberships. */
  members: Generated<number>;
  created_at: number;
}

export interface SavedFilterRow {
  id: SavedFilterId;
  admin_id: AdminId;
  name: string;
  name_key: string;
  /** JSON of the contract's UserFilter. */
  filter: string;
  sort: string;
}

export interface ImportRow {
  id: ImportId;
  at: number;
  admin: string;
  file_name: string;
  /** JSON of the contract's ImportSums. */
  sums: string;
  /** JSON: ids of the groups that it made. */
  new_groups: string;
  undone_at: number | null;
}

/** What an import did to one person. */
export interface ImportRowRow {
  import_id: ImportId;
  user_id: UserId;
  /** JSON of the columns before; null: the person was created. */
  before: string | null;
}

export interface PolicyRow {
  key: string;
  /** JSON. */
  value: string;
  updated_at: number;
}

/** A device in the inventory. While it is assigned, its authenticator has the seed under a separate seal. */
export interface HardwareTokenRow {
  id: HardwareTokenId;
  serial: string;
  serial_key: string;
  model: string;
  kind: TokenKind;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
  state: HardwareTokenState;
  /** Sealed; null once it is retired. */
  seed: Buffer | null;
  /** The last accepted moving factor of any holder: none up to it is accepted again. */
  last_step: number | null;
  drift: number;
  created_at: number;
  updated_at: number;
  /** JSON array: accepted time steps, as of an authenticator. */
  ahead_used: string;
}

export interface LetterRow {
  id: LetterId;
  serial: string;
  user_id: UserId;
  /** The enrolment that it carries; null once that is gone. */
  token_id: TokenId | null;
  printed_at: number;
  expires_at: number;
  voided_at: number | null;
  /** Null while it is not void, and if an older version did not record it. */
  void_reason: VoidReason | null;
}

export interface LetterTemplateRow {
  id: LetterTemplateId;
  name: string;
  name_key: string;
  language: string;
  /** PNG or JPEG. */
  logo: Buffer | null;
  title: string;
  introduction: string;
  closing: string;
  updated_at: number;
}

/** An authenticator of a person or of an administrator: exactly one of the two ids is set. */
export interface TokenRow {
  id: TokenId;
  user_id: UserId | null;
  admin_id: AdminId | null;
  kind: TokenKind;
  label: string;
  serial: string | null;
  hardware_id: HardwareTokenId | null;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
  status: TokenStatus;
  /** Sealed; null once the token is revoked. */
  seed: Buffer | null;
  /** The last accepted time step or counter value; none up to it is accepted again (RFC 6238 5.2, RFC 4226 7.2). */
  last_step: number | null;
  drift: number;
  /** Wrong codes in a row. */
  failures: number;
  /** Those that were meant for this one alone: another one's success does not clear them. */
  aimed_failures: number;
  /** JSON array: accepted time steps ahead of this computer's clock, beyond `last_step`, and the newest of the others. */
  ahead_used: string;
  /** JSON array: steps whose codes were refused as too early. None of them is accepted later. */
  ahead_told: string;
  replaces: TokenId | null;
  created_at: number;
  activated_at: number | null;
  last_used_at: number | null;
  expires_at: number | null;
}

export interface AuditRow {
  seq: number;
  at: number;
  actor_id: string | null;
  actor: string | null;
  action: string;
  target: string | null;
  target_id: string | null;
  result: AuditEvent["result"];
  /** JSON object of safe facts. */
  details: string;
  /** HMAC-SHA-256 over the row before and this row. */
  mac: Buffer;
}
