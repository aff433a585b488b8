/**
 * Imports of authenticators and hardware tokens from other programs' files. `as_made` says how a row was when
 * the import made it: an import whose rows are still so can be undone. What was deleted since has no row any more, so that fewer
 * than `made` are left.
 */
const seedImports = `
  CREATE TABLE seed_imports (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    admin TEXT NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    sums TEXT NOT NULL,
    made INTEGER NOT NULL DEFAULT 0,
    undone_at INTEGER
  ) STRICT;
  CREATE INDEX seed_imports_by_time ON seed_imports (at);
  CREATE TABLE seed_import_rows (
    import_id TEXT NOT NULL REFERENCES seed_imports (id) ON DELETE CASCADE,
    token_id TEXT REFERENCES tokens (id) ON DELETE CASCADE,
    hardware_id TEXT REFERENCES hardware_tokens (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    as_made TEXT NOT NULL DEFAULT '',
    CHECK ((token_id IS NOT NULL) + (hardware_id IS NOT NULL) + (user_id IS NOT NULL) = 1)
  ) STRICT;
  CREATE INDEX seed_import_rows_by_import ON seed_import_rows (import_id);
  CREATE UNIQUE INDEX seed_import_rows_by_token ON seed_import_rows (token_id) WHERE token_id IS NOT NULL;
  CREATE UNIQUE INDEX seed_import_rows_by_hardware ON seed_import_rows (hardware_id) WHERE hardware_id IS NOT NULL;
  CREATE UNIQUE INDEX seed_import_rows_by_user ON seed_import_rows (user_id) WHERE user_id IS NOT NULL;
`;

/**
 * Systems that verify codes, and which authenticators each has been handed. A row stays when its authenticator is deleted
 * here: it is still alive there, until somebody says that it was removed. `facts`: what was handed over beside the key,
 * which never changes.
 */
const targets = `
  CREATE TABLE targets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    group_id TEXT REFERENCES groups (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL,
    exported_at INTEGER
  ) STRICT;
  CREATE TABLE target_tokens (
    target_id TEXT NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    token_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    username TEXT NOT NULL,
    label TEXT NOT NULL,
    serial TEXT NOT NULL,
    facts TEXT NOT NULL,
    exported_at INTEGER NOT NULL,
    PRIMARY KEY (target_id, token_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX target_tokens_by_user ON target_tokens (user_id);
`;

/** Version 7: authenticators come from other programs, and go to the systems that verify codes. */
export const version7 = seedImports + targets;
