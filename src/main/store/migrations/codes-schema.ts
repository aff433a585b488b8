import type { AdminId, BackupCodeSetId, UserId } from "#shared/model/ids.ts";

export interface BackupCodeSetRow {
  id: BackupCodeSetId;
  user_id: UserId | null;
  admin_id: AdminId | null;
  salt: Buffer;
  /** JSON: cost of Argon2id. */
  params: string;
  total: number;
  used: number;
  created_at: number;
  voided_at: number | null;
  /** When somebody confirmed that the holder has the codes, or one was first used; null: not yet. */
  handed_over_at: number | null;
  /** The retired data key whose pepper its codes have; null: the current one's. */
  key_id: Buffer | null;
}

export interface BackupCodeRow {
  set_id: BackupCodeSetId;
  position: number;
  hash: Buffer;
  used_at: number | null;
}
