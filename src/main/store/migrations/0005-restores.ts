/** What a store was restored from, and what somebody still has to review because of it. */
export const restoresTable = `
  CREATE TABLE restores (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    backup_name TEXT NOT NULL,
    backup_at INTEGER NOT NULL,
    carry_over TEXT NOT NULL CHECK (carry_over IN ('carried', 'declined', 'unread')),
    reason TEXT,
    counts TEXT NOT NULL CHECK (json_valid(counts)),
    audit_broken_at INTEGER,
    -- JSON: the tasks that nobody has dealt with yet.
    tasks TEXT NOT NULL CHECK (json_valid(tasks)),
    settled_at INTEGER
  ) STRICT;
  CREATE INDEX restores_open ON restores (id) WHERE settled_at IS NULL;
`;
