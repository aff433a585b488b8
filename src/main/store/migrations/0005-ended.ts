/**
 * Ended authenticators, for as long as their codes are recognised. Nothing accepts their codes, and their seeds open
 * only here. The seed of a hardware token is in the inventory.
 */
export const endedTokens = `
  CREATE TABLE ended_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hardware_id TEXT REFERENCES hardware_tokens (id),
    label TEXT NOT NULL,
    serial TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('totp', 'hotp')),
    algorithm TEXT NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
    digits INTEGER NOT NULL CHECK (digits IN (6, 8)),
    period INTEGER NOT NULL CHECK (period IN (30, 60)),
    seed BLOB,
    last_step INTEGER,
    drift INTEGER NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('replaced', 'revoked', 'lost', 'returned', 'cancelled', 'expired', 'void')),
    ended_at INTEGER NOT NULL,
    CHECK ((seed IS NULL) = (hardware_id IS NOT NULL))
  ) STRICT;
  CREATE INDEX ended_tokens_user ON ended_tokens (user_id);
  CREATE INDEX ended_tokens_time ON ended_tokens (ended_at);
`;
