/**
 * A store can be open on several desks. `desk_id` of a session: where it was begun; of a slot: whose keychain has its
 * key, null for what a person opens. Rows of older versions have none until the desk that upgraded takes them over when
 * it opens the store: the store does not know which desk it is opened on. `leases`: who does what only one desk does at a
 * time; a row of a desk that was killed stays until the next one, and holds nobody up.
 */
export const desks = `
  CREATE TABLE desks (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  ALTER TABLE sessions ADD COLUMN desk_id TEXT REFERENCES desks (id) ON DELETE CASCADE;
  ALTER TABLE vault_slots ADD COLUMN desk_id TEXT REFERENCES desks (id) ON DELETE CASCADE
    CHECK (desk_id IS NULL OR kind = 'keychain');
  CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    desk_id TEXT NOT NULL REFERENCES desks (id) ON DELETE CASCADE,
    since INTEGER NOT NULL
  ) STRICT;
`;
