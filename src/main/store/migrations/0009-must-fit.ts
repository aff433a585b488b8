/** Whether what people newly get has to fit a system. */
export const mustFit = `
  ALTER TABLE targets ADD COLUMN must_fit INTEGER NOT NULL DEFAULT 0 CHECK (must_fit IN (0, 1));
`;
