/** A recovery key that was shown and is not confirmed yet: it opens nothing. */
export const preparedRecovery = `
  CREATE TABLE prepared_recovery (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_hash BLOB NOT NULL,
    shares TEXT CHECK (json_valid(shares)),
    prepared_at INTEGER NOT NULL
  ) STRICT;
`;
