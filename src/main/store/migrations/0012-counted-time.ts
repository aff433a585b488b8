/**
 * The store's own time: how far each computer has counted it, by how long it had been running. It begins with the
 * latest time of any event, so that what was to wait until then goes on with what is left, or with the whole wait where
 * the wrong attempt left no event.
 */
export const countedTime = `
  CREATE TABLE counted_time (
    computer TEXT PRIMARY KEY,
    boot TEXT,
    uptime INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO counted_time (computer, boot, uptime, counted, at)
    SELECT '', NULL, 0, clock_floor, clock_floor FROM console;
  UPDATE throttle SET blocked_until = min(blocked_until, console.clock_floor + blocked_until - updated_at)
    FROM console WHERE blocked_until > 0;
`;
