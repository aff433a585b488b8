export interface ThrottleRow {
  key: string;
  /** Failures in a row. */
  failures: number;
  /** In the store's own time (`counted_time`); 0: not blocked. */
  blocked_until: number;
  /** UTC milliseconds. */
  updated_at: number;
}

/** How far a computer has counted the store's own time, by which waits are measured. */
export interface CountedTimeRow {
  /** A hash that tells it from others; empty: before any counted. */
  computer: string;
  /** Which start of it; null: unknown. */
  boot: string | null;
  /** How long the computer had been running, in milliseconds. */
  uptime: number;
  /** The store's own time at that moment, in milliseconds. */
  counted: number;
  /** The same moment by the computer's clock, UTC milliseconds. */
  at: number;
}
