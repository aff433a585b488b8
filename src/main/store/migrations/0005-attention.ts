/** People who need attention are found without reading everybody: few codes left, a letter that expired. */
export const attention = `
  -- How many codes of a set were used; kept by triggers.
  ALTER TABLE backup_code_sets ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
  UPDATE backup_code_sets SET used =
    (SELECT count(*) FROM backup_codes c WHERE c.set_id = backup_code_sets.id AND c.used_at IS NOT NULL);
  CREATE TRIGGER backup_codes_came_used AFTER INSERT ON backup_codes WHEN new.used_at IS NOT NULL BEGIN
    UPDATE backup_code_sets SET used = used + 1 WHERE id = new.set_id;
  END;
  CREATE TRIGGER backup_codes_used AFTER UPDATE OF used_at ON backup_codes
    WHEN (new.used_at IS NULL) <> (old.used_at IS NULL) BEGIN
    UPDATE backup_code_sets SET used = used + iif(new.used_at IS NULL, -1, 1) WHERE id = new.set_id;
  END;
  CREATE INDEX backup_code_sets_left ON backup_code_sets (total - used)
    WHERE voided_at IS NULL AND user_id IS NOT NULL;
  CREATE INDEX letters_expiry ON letters (expires_at) WHERE voided_at IS NULL;
`;
