/** When the whole audit log was last verified, and the result: one row. */
export const auditCheck = `
CREATE TABLE audit_check (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  events INTEGER NOT NULL,
  valid INTEGER NOT NULL CHECK (valid IN (0, 1))
) STRICT;
`;
