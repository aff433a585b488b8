/**
 * `aimed_failures`: of the failures in a row, those that were meant for this authenticator alone. Another one's
 * success does not end them.
 */
export const guesses = `
  ALTER TABLE tokens ADD COLUMN aimed_failures INTEGER NOT NULL DEFAULT 0;
`;
