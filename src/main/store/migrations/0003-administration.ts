/** Version 3: several administrators, step-up, countersignature, and a data key that can be rotated. */
export const administration = `
  ALTER TABLE admins ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'on' CHECK (second_factor IN ('on', 'off'));
  -- Whether the next sign-in must enrol an own authenticator first.
  ALTER TABLE admins ADD COLUMN must_enrol INTEGER NOT NULL DEFAULT 0 CHECK (must_enrol IN (0, 1));
  ALTER TABLE admins ADD COLUMN last_sign_in_at INTEGER;
  ALTER TABLE admins ADD COLUMN password_changed_at INTEGER NOT NULL DEFAULT 0;
  UPDATE admins SET password_changed_at = created_at;

  CREATE TABLE invitations (
    admin_id TEXT PRIMARY KEY REFERENCES admins (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE sessions ADD COLUMN origin TEXT NOT NULL DEFAULT 'window' CHECK (origin IN ('window', 'terminal'));

  CREATE TABLE step_ups (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (session_id, kind)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    procedure TEXT NOT NULL,
    digest BLOB NOT NULL,
    title TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    requester_id TEXT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    -- The session that it was asked for in, with which it ends. Null: it waits for longer than a session lasts.
    session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
    needs TEXT NOT NULL CHECK (needs IN ('administrator', 'recovery key', 'delay')),
    requested_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ready_at INTEGER,
    approver_id TEXT,
    approver TEXT,
    approved_at INTEGER
  ) STRICT;
  CREATE INDEX approvals_requester ON approvals (requester_id, procedure);
  CREATE INDEX approvals_session ON approvals (session_id);

  ALTER TABLE vault_slots ADD COLUMN label TEXT NOT NULL DEFAULT '';
  ALTER TABLE vault_slots ADD COLUMN checked_at INTEGER;

  ALTER TABLE console ADD COLUMN key_created_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE console ADD COLUMN passphrase_at_start INTEGER NOT NULL DEFAULT 0 CHECK (passphrase_at_start IN (0, 1));
  UPDATE console SET key_created_at = created_at;

  -- Data keys that were exchanged, sealed under the present one: what they made and cannot be made anew (the MACs of
  -- past events, the hashes of backup codes) is still checked with them.
  CREATE TABLE retired_keys (
    key_id BLOB PRIMARY KEY,
    sealed BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    retired_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- Null: the present data key's pepper.
  ALTER TABLE backup_code_sets ADD COLUMN key_id BLOB;
`;
