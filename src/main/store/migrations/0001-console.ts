/** Version 1: the console, its administrators, people, authenticators and the audit log. */
export const firstTables = `
  CREATE TABLE console (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    issuer TEXT NOT NULL,
    setup TEXT NOT NULL CHECK (setup IN ('pending', 'complete')),
    created_at INTEGER NOT NULL,
    clock_floor INTEGER NOT NULL,
    audit_seq INTEGER NOT NULL,
    audit_mac BLOB NOT NULL,
    audit_head_mac BLOB NOT NULL
  ) STRICT;

  CREATE TABLE vault_slots (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('keychain', 'passphrase', 'recovery')),
    params TEXT NOT NULL CHECK (json_valid(params)),
    wrapped_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE admins (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'operator', 'helpdesk', 'auditor')),
    status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'disabled')),
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    admin_id TEXT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,
    wrapped_key BLOB,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    idle_ms INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    locked_at INTEGER
  ) STRICT;
  CREATE INDEX sessions_admin ON sessions (admin_id);

  CREATE TABLE users (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    email TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX users_name ON users (name_sort, pk);

  CREATE VIRTUAL TABLE users_fts USING fts5 (
    username, name, email,
    content = 'users', content_rowid = 'pk',
    prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO users_fts (users_fts, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER users_fts_insert AFTER INSERT ON users BEGIN
    INSERT INTO users_fts (rowid, username, name, email) VALUES (new.pk, new.username, new.name, new.email);
  END;
  CREATE TRIGGER users_fts_delete AFTER DELETE ON users BEGIN
    INSERT INTO users_fts (users_fts, rowid, username, name, email) VALUES ('delete', old.pk, old.username, old.name, old.email);
  END;
  CREATE TRIGGER users_fts_update AFTER UPDATE OF username, name, email ON users BEGIN
    INSERT INTO users_fts (users_fts, rowid, username, name, email) VALUES ('delete', old.pk, old.username, old.name, old.email);
    INSERT INTO users_fts (rowid, username, name, email) VALUES (new.pk, new.username, new.name, new.email);
  END;

  CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    admin_id TEXT REFERENCES admins (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
    digits INTEGER NOT NULL CHECK (digits IN (6, 8)),
    period INTEGER NOT NULL CHECK (period IN (30, 60)),
    status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'disabled', 'locked', 'revoked')),
    seed BLOB,
    last_step INTEGER,
    drift INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    replaces TEXT,
    created_at INTEGER NOT NULL,
    activated_at INTEGER,
    last_used_at INTEGER,
    expires_at INTEGER,
    CHECK ((user_id IS NULL) <> (admin_id IS NULL)),
    CHECK ((seed IS NULL) = (status = 'revoked'))
  ) STRICT;
  CREATE INDEX tokens_user ON tokens (user_id, id) WHERE user_id IS NOT NULL;
  CREATE INDEX tokens_admin ON tokens (admin_id, id) WHERE admin_id IS NOT NULL;

  CREATE TABLE backup_code_sets (
    id TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    admin_id TEXT REFERENCES admins (id) ON DELETE CASCADE,
    salt BLOB NOT NULL,
    params TEXT NOT NULL CHECK (json_valid(params)),
    total INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    voided_at INTEGER,
    CHECK ((user_id IS NULL) <> (admin_id IS NULL))
  ) STRICT;
  CREATE INDEX backup_code_sets_user ON backup_code_sets (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX backup_code_sets_admin ON backup_code_sets (admin_id) WHERE admin_id IS NOT NULL;

  CREATE TABLE backup_codes (
    set_id TEXT NOT NULL REFERENCES backup_code_sets (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (set_id, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE throttle (
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit_events (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id TEXT,
    actor TEXT,
    action TEXT NOT NULL,
    target TEXT,
    target_id TEXT,
    result TEXT NOT NULL CHECK (result IN ('done', 'accepted', 'refused', 'failed')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    mac BLOB NOT NULL
  ) STRICT;
  CREATE INDEX audit_events_action ON audit_events (action, seq);
  CREATE INDEX audit_events_target ON audit_events (target_id, seq) WHERE target_id IS NOT NULL;
`;
