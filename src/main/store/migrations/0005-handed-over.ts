/**
 * When somebody confirmed that the holder has these backup codes, or one was first used; null: perhaps nobody ever saw
 * them. Sets of older versions count as handed over.
 */
export const handedOver = `
  ALTER TABLE backup_code_sets ADD COLUMN handed_over_at INTEGER;
  UPDATE backup_code_sets SET handed_over_at = created_at;
  CREATE INDEX backup_code_sets_unconfirmed ON backup_code_sets (id)
    WHERE voided_at IS NULL AND handed_over_at IS NULL;
`;
