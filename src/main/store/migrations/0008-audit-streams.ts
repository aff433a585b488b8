/**
 * Where events are copied to as they come. `sent`: the last event that the other side has for certain. `problem`: why the
 * last attempt failed, as a stored text.
 */
export const auditStreams = `
  CREATE TABLE audit_streams (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    created_at INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    sent_at INTEGER,
    problem TEXT
  ) STRICT;
`;
