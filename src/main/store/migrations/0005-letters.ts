/** Why a letter is void; null if an older version did not record it. */
export const letterReasons = `
  ALTER TABLE letters ADD COLUMN void_reason TEXT
    CHECK (void_reason IN ('reprinted', 'withdrawn', 'enrolled', 'left', 'guessed'));
`;
