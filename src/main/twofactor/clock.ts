import { AppError } from "#shared/errors.ts";
import { rolledBack } from "../base/clock.ts";
import { readConsole } from "../store/console/console.ts";
import type { Tx } from "../store/open.ts";
import type { ConsoleRow } from "../store/migrations/schema.ts";

/**
 * @returns the store's own row as this transaction sees it
 * @throws AppError CLOCK_ROLLED_BACK: codes of the past would be accepted again; SETUP_REQUIRED
 */
export async function requireClock(tx: Tx, now: number): Promise<ConsoleRow> {
  const row = await readConsole(tx);
  if (!row) throw new AppError("SETUP_REQUIRED");
  if (rolledBack(row.clock_floor, now)) {
    throw new AppError("CLOCK_ROLLED_BACK", { details: { now, lastEventAt: row.clock_floor } });
  }
  return row;
}
