import { fillSearchIndex } from "./fill-search-index.ts";
import type { Migrating } from "./migration.ts";

/** Sets a person's enrolment to the strongest state among the authenticators; a locked one counts as disabled. */
const enrolmentOf = (user: string): string => `
    UPDATE users SET enrolment = coalesce((
      SELECT CASE max(CASE t.status WHEN 'active' THEN 3 WHEN 'pending' THEN 2 WHEN 'revoked' THEN 0 ELSE 1 END)
        WHEN 3 THEN 'active' WHEN 2 THEN 'pending' WHEN 1 THEN 'disabled' ELSE 'none' END
      FROM tokens t WHERE t.user_id = ${user}), 'none')
    WHERE id = ${user};`;

const tables = `
  DROP TRIGGER users_fts_insert;
  DROP TRIGGER users_fts_delete;
  DROP TRIGGER users_fts_update;
  DROP TABLE users_fts;

  CREATE TABLE users_new (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    email TEXT NOT NULL,
    external_id TEXT NOT NULL,
    external_key TEXT UNIQUE,
    notes TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'left')),
    enrolment TEXT NOT NULL DEFAULT 'none' CHECK (enrolment IN ('none', 'pending', 'active', 'disabled')),
    ordinal INTEGER UNIQUE,
    search TEXT NOT NULL,
    import_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO users_new
    SELECT pk, id, username, username_key, name, name_sort, email, '', NULL, '', status,
      coalesce((
        SELECT CASE max(CASE t.status WHEN 'active' THEN 3 WHEN 'pending' THEN 2 WHEN 'revoked' THEN 0 ELSE 1 END)
          WHEN 3 THEN 'active' WHEN 2 THEN 'pending' WHEN 1 THEN 'disabled' ELSE 'none' END
        FROM tokens t WHERE t.user_id = users.id), 'none'),
      NULL, '', NULL, created_at, updated_at
    FROM users;
  DROP TABLE users;
  ALTER TABLE users_new RENAME TO users;
  CREATE INDEX users_name ON users (name_sort, pk);
  CREATE INDEX users_status ON users (status, ordinal);
  CREATE INDEX users_enrolment ON users (enrolment, ordinal);
  CREATE INDEX users_import ON users (import_id) WHERE import_id IS NOT NULL;

  -- Every text of one to three letters that a user's texts hold; rows in the order of names. What is deleted goes
  -- at the index's next merging: going at once would take longer than everything else about the row.
  CREATE VIRTUAL TABLE users_fts USING fts5 (
    grams, content = '', columnsize = 0, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"
  );

  CREATE TABLE user_counts (
    status TEXT NOT NULL,
    enrolment TEXT NOT NULL,
    users INTEGER NOT NULL,
    PRIMARY KEY (status, enrolment)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO user_counts SELECT status, enrolment, count(*) FROM users GROUP BY status, enrolment;
  -- Whoever writes users counts them: a trigger on inserting would cost more than the insert.
  CREATE TRIGGER users_uncounted AFTER DELETE ON users BEGIN
    UPDATE user_counts SET users = users - 1 WHERE status = old.status AND enrolment = old.enrolment;
  END;
  CREATE TRIGGER users_recounted AFTER UPDATE OF status, enrolment ON users
    WHEN old.status <> new.status OR old.enrolment <> new.enrolment BEGIN
    UPDATE user_counts SET users = users - 1 WHERE status = old.status AND enrolment = old.enrolment;
    INSERT INTO user_counts VALUES (new.status, new.enrolment, 1)
      ON CONFLICT (status, enrolment) DO UPDATE SET users = users + 1;
  END;
  CREATE TRIGGER users_touched
    AFTER UPDATE OF username, name, email, external_id, notes, status, enrolment, updated_at ON users
    WHEN new.import_id IS NOT NULL AND new.import_id IS old.import_id BEGIN
    UPDATE users SET import_id = NULL WHERE pk = new.pk;
  END;

  CREATE TABLE groups (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    members INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE group_members (
    group_pk INTEGER NOT NULL REFERENCES groups (pk) ON DELETE CASCADE,
    user_pk INTEGER NOT NULL REFERENCES users (pk) ON DELETE CASCADE,
    PRIMARY KEY (group_pk, user_pk)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX group_members_user ON group_members (user_pk);
  CREATE TRIGGER group_members_counted AFTER INSERT ON group_members BEGIN
    UPDATE groups SET members = members + 1 WHERE pk = new.group_pk;
  END;
  CREATE TRIGGER group_members_uncounted AFTER DELETE ON group_members BEGIN
    UPDATE groups SET members = members - 1 WHERE pk = old.group_pk;
  END;

  CREATE TABLE saved_filters (
    id TEXT PRIMARY KEY,
    admin_id TEXT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    filter TEXT NOT NULL CHECK (json_valid(filter)),
    sort TEXT NOT NULL,
    UNIQUE (admin_id, name_key)
  ) STRICT;

  CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    admin TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sums TEXT NOT NULL CHECK (json_valid(sums)),
    new_groups TEXT NOT NULL CHECK (json_valid(new_groups)),
    undone_at INTEGER
  ) STRICT;
  CREATE TABLE import_rows (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    PRIMARY KEY (import_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX import_rows_before ON import_rows (user_id) WHERE before IS NOT NULL;
  -- Nothing of a deleted user stays in what could have been undone.
  CREATE TRIGGER users_forgotten AFTER DELETE ON users BEGIN
    UPDATE import_rows SET before = '{}' WHERE user_id = old.id AND before IS NOT NULL;
  END;
  CREATE TABLE import_presets (
    name TEXT PRIMARY KEY,
    headers TEXT NOT NULL CHECK (json_valid(headers))
  ) STRICT;

  CREATE TABLE policies (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value)),
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE hardware_tokens (
    id TEXT PRIMARY KEY,
    serial TEXT NOT NULL,
    serial_key TEXT NOT NULL UNIQUE,
    model TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('totp', 'hotp')),
    algorithm TEXT NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
    digits INTEGER NOT NULL CHECK (digits IN (6, 8)),
    period INTEGER NOT NULL CHECK (period IN (30, 60)),
    state TEXT NOT NULL CHECK (state IN ('stock', 'assigned', 'lost', 'retired')),
    seed BLOB,
    last_step INTEGER,
    drift INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((seed IS NULL) = (state = 'retired'))
  ) STRICT;

  DROP INDEX tokens_user;
  DROP INDEX tokens_admin;
  CREATE TABLE tokens_new (
    id TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    admin_id TEXT REFERENCES admins (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('totp', 'hotp')),
    label TEXT NOT NULL,
    serial TEXT,
    hardware_id TEXT REFERENCES hardware_tokens (id),
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
  INSERT INTO tokens_new
    SELECT id, user_id, admin_id, 'totp', label, NULL, NULL, algorithm, digits, period, status, seed, last_step,
      drift, failures, replaces, created_at, activated_at, last_used_at, expires_at
    FROM tokens;
  DROP TABLE tokens;
  ALTER TABLE tokens_new RENAME TO tokens;
  CREATE INDEX tokens_user ON tokens (user_id, id) WHERE user_id IS NOT NULL;
  CREATE INDEX tokens_admin ON tokens (admin_id, id) WHERE admin_id IS NOT NULL;
  CREATE INDEX tokens_status ON tokens (status, id) WHERE user_id IS NOT NULL;
  CREATE UNIQUE INDEX tokens_hardware ON tokens (hardware_id) WHERE hardware_id IS NOT NULL AND status <> 'revoked';
  CREATE TRIGGER tokens_added AFTER INSERT ON tokens WHEN new.user_id IS NOT NULL BEGIN
    ${enrolmentOf("new.user_id")}
  END;
  CREATE TRIGGER tokens_moved AFTER UPDATE OF status ON tokens
    WHEN new.user_id IS NOT NULL AND old.status <> new.status BEGIN
    ${enrolmentOf("new.user_id")}
  END;
  CREATE TRIGGER tokens_removed AFTER DELETE ON tokens WHEN old.user_id IS NOT NULL BEGIN
    ${enrolmentOf("old.user_id")}
  END;

  CREATE TABLE letters (
    id TEXT PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_id TEXT REFERENCES tokens (id) ON DELETE SET NULL,
    printed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    voided_at INTEGER
  ) STRICT;
  CREATE INDEX letters_user ON letters (user_id);
  CREATE INDEX letters_token ON letters (token_id) WHERE token_id IS NOT NULL;
  CREATE TABLE letter_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    logo BLOB,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    closing TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
`;

/** Version 2: groups, imports, hardware tokens, letters, policies, and a search index in the order of names. */
export async function directoryAtScale(store: Migrating): Promise<void> {
  await store.exec(tables);
  await fillSearchIndex(store.tx);
}
