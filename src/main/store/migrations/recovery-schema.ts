/** At most one row: a recovery key that was shown and is not confirmed yet. */
export interface PreparedRecoveryRow {
  id: 1;
  /** HMAC-SHA-256 of the key under the pepper. */
  key_hash: Buffer;
  /** JSON: if it exists in shares only. */
  shares: string | null;
  prepared_at: number;
}
