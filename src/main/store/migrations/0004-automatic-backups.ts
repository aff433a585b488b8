/** Version 4: automatic backups, and where they are. */
export const automaticBackups = `
  CREATE TABLE backup_plan (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    plan TEXT NOT NULL CHECK (json_valid(plan)),
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE backup_recipients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    proven_at INTEGER
  ) STRICT;

  CREATE TABLE destinations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    -- Of a folder: the id in its marker file, so that a disk that is not there is not taken for an empty one.
    marker TEXT,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at INTEGER NOT NULL,
    last_success_at INTEGER,
    last_error TEXT
  ) STRICT;

  CREATE TABLE backups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('schedule', 'person', 'import', 'rotation', 'restore')),
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    users INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    -- The last event of the audit that is in it.
    audit_seq INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    proven_at INTEGER
  ) STRICT;

  CREATE TABLE backup_copies (
    backup_id TEXT NOT NULL REFERENCES backups (id) ON DELETE CASCADE,
    destination_id TEXT NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('stored', 'failed', 'removed')),
    at INTEGER NOT NULL,
    error TEXT,
    PRIMARY KEY (backup_id, destination_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX backup_copies_destination ON backup_copies (destination_id);

  CREATE TABLE backup_runs (
    id TEXT PRIMARY KEY,
    cause TEXT NOT NULL CHECK (cause IN ('schedule', 'person', 'import', 'rotation', 'restore')),
    begun_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'partial', 'failed', 'skipped')),
    backup_id TEXT REFERENCES backups (id) ON DELETE SET NULL,
    problems TEXT NOT NULL CHECK (json_valid(problems)),
    acknowledged_by TEXT,
    acknowledged_at INTEGER
  ) STRICT;
  CREATE INDEX backup_runs_problems ON backup_runs (id) WHERE acknowledged_at IS NULL AND outcome IN ('partial', 'failed');
  CREATE INDEX backup_runs_backup ON backup_runs (backup_id);
`;
