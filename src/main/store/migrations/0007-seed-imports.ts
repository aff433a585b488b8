/**
 * Version 7: imports of authenticators and hardware tokens from other programs' files. `as_made` says how a row was when
 * the import made it: an import whose rows are still so can be undone. What was deleted since has no row any more, so that fewer
 * than `made` are left.
 */
export const seedImports = `
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
