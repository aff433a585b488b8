/**
 * Whether somebody signed in to a system with an authenticator that it was handed. It is about what was handed over: it ends
 * with that, and when something else is handed over in its place.
 */
export const targetProofs = `
  CREATE TABLE target_proofs (
    target_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('accepted', 'refused')),
    note TEXT NOT NULL,
    admin TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (target_id, token_id),
    FOREIGN KEY (target_id, token_id) REFERENCES target_tokens (target_id, token_id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER target_proofs_void AFTER UPDATE OF facts ON target_tokens WHEN new.facts IS NOT old.facts
  BEGIN
    DELETE FROM target_proofs WHERE target_id = old.target_id AND token_id = old.token_id;
  END;
`;
