import type { AuditStreamId } from "#shared/model/ids.ts";

/** The key that signs the audit log for others. One row, from the first checkpoint on. */
export interface AuditSigningRow {
  id: number;
  /** Ed25519, DER of SubjectPublicKeyInfo (RFC 8410). */
  public_key: Buffer;
  /** The private key, DER of PKCS #8, sealed under the data key. */
  sealed: Buffer;
  created_at: number;
}

/** A signed statement about the events from after the previous one up to `seq`. */
export interface AuditCheckpointRow {
  seq: number;
  /** UTC milliseconds. */
  at: number;
  /** JSON: `Statement`, exactly as it was signed. */
  statement: string;
  /** Ed25519, 64 bytes (RFC 8032). */
  signature: Buffer;
}

/** The first and the last event of a day. */
export interface AuditDayRow {
  /** Days since 1970-01-01, UTC. */
  day: number;
  first: number;
  last: number;
}

/** A place to which events are copied as they come. */
export interface AuditStreamRow {
  id: AuditStreamId;
  name: string;
  /** JSON: the contract's `AuditStreamSettings`. */
  settings: string;
  created_at: number;
  /** The last event that the other side has. */
  sent: number;
  /** UTC milliseconds; null before the first one. */
  sent_at: number | null;
  /** Stored text; null if the last attempt succeeded. */
  problem: string | null;
}
