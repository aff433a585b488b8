import type { CountedTimeRow } from "../migrations/waits-schema.ts";
import { row as firstRow, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";

/** How far a computer has counted, and how far any has. */
export interface Counted {
  own: Omit<CountedTimeRow, "computer"> | null;
  /** Null: nothing has had to wait yet. */
  latest: number | null;
}

/** A row with `countedColumns`. */
export type JoinedCounted = Partial<Omit<CountedTimeRow, "computer">> & { latest: number | null };

/** For joining: the row of one computer as `m`, which may be missing. */
export const countedColumns =
  "m.boot, m.uptime, m.counted, m.at, (SELECT max(counted) FROM counted_time) AS latest" as const;

export function countedIn({ boot, uptime, counted, at, latest }: JoinedCounted): Counted {
  if (typeof uptime !== "number" || typeof counted !== "number" || typeof at !== "number") return { own: null, latest };
  return { own: { boot: boot ?? null, uptime, counted, at }, latest };
}

export async function readCounted(db: Db, computer: string): Promise<Counted> {
  const found = await firstRow<JoinedCounted>(
    db,
    `SELECT ${countedColumns} FROM (SELECT 1) LEFT JOIN counted_time m ON m.computer = ?`,
    computer,
  );
  return found ? countedIn(found) : { own: null, latest: null };
}

export async function writeCounted(tx: Tx, { computer, boot, uptime, counted, at }: CountedTimeRow): Promise<void> {
  await run(
    tx,
    `INSERT INTO counted_time (computer, boot, uptime, counted, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (computer)
       DO UPDATE SET boot = excluded.boot, uptime = excluded.uptime, counted = excluded.counted, at = excluded.at`,
    computer,
    boot,
    uptime,
    counted,
    at,
  );
}

/** Whether anything waits: somebody after wrong attempts, or a sole owner for an approval. */
export async function somethingWaits(db: Db): Promise<boolean> {
  const found = await firstRow(
    db,
    `SELECT 1 FROM approvals WHERE needs = 'delay'
       UNION ALL SELECT 1 FROM throttle WHERE blocked_until > (SELECT max(counted) FROM counted_time) LIMIT 1`,
  );
  return found !== undefined;
}
