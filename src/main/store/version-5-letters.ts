/** Why a letter is void; null where an older version did not write it down. */
export const letterReasons = `
  ALTER TABLE letters ADD COLUMN void_reason TEXT
    CHECK (void_reason IN ('reprinted', 'withdrawn', 'enrolled', 'left', 'guessed'));
`;
