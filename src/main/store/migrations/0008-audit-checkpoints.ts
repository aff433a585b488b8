/**
 * The key that signs checkpoints of the audit log, and the checkpoints: each covers the events from after the one before it
 * up to `seq`. `statement` is the text that was signed, byte for byte.
 */
export const auditCheckpoints = `
  CREATE TABLE audit_signing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    public_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE audit_checkpoints (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    statement TEXT NOT NULL,
    signature BLOB NOT NULL
  ) STRICT;
`;
