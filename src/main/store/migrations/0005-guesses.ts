/**
 * `aimed_failures`: of the failures in a row, those that were meant for this authenticator alone. Another one's
 * success does not clear them.
 * `ahead_used`: JSON array of accepted time steps: those ahead of this computer's clock, beyond `last_step`, and the newest
 * of the others, which show what was accepted before a clock ran ahead.
 * `ahead_told`: JSON array of steps whose codes were refused as too early.
 */
export const guesses = `
  ALTER TABLE tokens ADD COLUMN aimed_failures INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE tokens ADD COLUMN ahead_used TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(ahead_used));
  ALTER TABLE tokens ADD COLUMN ahead_told TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(ahead_told));
`;
