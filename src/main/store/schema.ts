import type { Generated } from "kysely";
import type { AdminId, SessionId, TokenId, UserId } from "#shared/model/ids.ts";
import type { Algorithm, AuditEvent, Digits, Period, Role, TokenStatus, UserStatus } from "#shared/model/records.ts";

/** Rows as SQLite holds them. Times are UTC milliseconds; sealed values are the vault's. */
export interface Schema {
  console: ConsoleRow;
  vault_slots: VaultSlotRow;
  admins: AdminRow;
  sessions: SessionRow;
  users: UserRow;
  users_fts: { rowid: number; users_fts: string; rank: number };
  tokens: TokenRow;
  backup_code_sets: BackupCodeSetRow;
  backup_codes: BackupCodeRow;
  throttle: ThrottleRow;
  audit_events: AuditRow;
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
  /** Seals the pair above, so that cutting the chain's tail shows. */
  audit_head_mac: Buffer;
}

export interface VaultSlotRow {
  id: string;
  kind: "keychain" | "passphrase" | "recovery";
  /** JSON: salt and cost of the derivation, or the keychain account. */
  params: string;
  wrapped_key: Buffer;
  created_at: number;
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
}

export interface SessionRow {
  id: SessionId;
  admin_id: AdminId;
  /** SHA-256 of the token. */
  token_hash: Buffer;
  /** The data key wrapped under the token; only where no keychain holds it. */
  wrapped_key: Buffer | null;
  created_at: number;
  last_seen_at: number;
  idle_ms: number;
  expires_at: number;
  locked_at: number | null;
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
  status: UserStatus;
  created_at: number;
  updated_at: number;
}

/** An authenticator of a user or of an administrator: exactly one of the two ids is set. */
export interface TokenRow {
  id: TokenId;
  user_id: UserId | null;
  admin_id: AdminId | null;
  label: string;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
  status: TokenStatus;
  /** Sealed; null once the token is revoked. */
  seed: Buffer | null;
  /** The last accepted time step; no step up to it is accepted again (RFC 6238 5.2). */
  last_step: number | null;
  drift: number;
  failures: number;
  replaces: TokenId | null;
  created_at: number;
  activated_at: number | null;
  last_used_at: number | null;
  expires_at: number | null;
}

export interface BackupCodeSetRow {
  id: string;
  user_id: UserId | null;
  admin_id: AdminId | null;
  salt: Buffer;
  /** JSON: cost of Argon2id. */
  params: string;
  total: number;
  created_at: number;
  voided_at: number | null;
}

export interface BackupCodeRow {
  set_id: string;
  position: number;
  hash: Buffer;
  used_at: number | null;
}

export interface ThrottleRow {
  key: string;
  /** Failures in a row. */
  failures: number;
  blocked_until: number;
  updated_at: number;
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
