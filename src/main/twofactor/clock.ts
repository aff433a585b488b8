import { AppError } from "#shared/errors.ts";
import { rolledBack } from "../clock.ts";
import { readConsole } from "../store/console.ts";
import type { Db } from "../store/open.ts";

/** @throws AppError CLOCK_ROLLED_BACK: codes of the past would be accepted again */
export async function requireClock(db: Db, now: number): Promise<void> {
  const row = await readConsole(db);
  if (row && rolledBack(row.clock_floor, now)) {
    throw new AppError("CLOCK_ROLLED_BACK", { details: { now, lastEventAt: row.clock_floor } });
  }
}
