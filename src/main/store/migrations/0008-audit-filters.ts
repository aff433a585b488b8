/**
 * What an administrator did, and what happened on a day, found without reading the whole log. `audit_days`: the first and
 * the last event of each day (days since 1970 in UTC). A clock that was set back makes such a stretch longer, not wrong.
 */
export const auditFilters = `
  CREATE INDEX audit_events_actor ON audit_events (actor, seq) WHERE actor IS NOT NULL;
  CREATE TABLE audit_days (
    day INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL
  ) STRICT;
  INSERT INTO audit_days (day, first, last)
    SELECT at / 86400000, min(seq), max(seq) FROM audit_events GROUP BY 1;
`;
