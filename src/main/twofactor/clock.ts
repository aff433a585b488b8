import { AppError } from "#shared/errors.ts";
import { rolledBack } from "../base/clock.ts";
import type { Change } from "../call/change.ts";
import type { ConsoleRow } from "../store/migrations/schema.ts";

/**
 * @returns the store's own row as this change sees it
 * @throws AppError CLOCK_ROLLED_BACK: codes of the past would be accepted again; SETUP_REQUIRED
 */
export async function requireClock({ head, at: now }: Pick<Change, "head" | "at">): Promise<ConsoleRow> {
  const row = await head();
  if (rolledBack(row.clock_floor, now)) {
    throw new AppError("CLOCK_ROLLED_BACK", { details: { now, lastEventAt: row.clock_floor } });
  }
  return row;
}
