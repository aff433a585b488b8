import { AppError } from "#shared/errors.ts";
import { durationInWords } from "#shared/model/durations.ts";
import { rolledBack, suspectClock } from "../../base/clock.ts";
import { readClockSamples } from "../../store/factors/clock-samples.ts";
import { rawOf } from "../../store/sqlite/connection.ts";
import { readConsole } from "../../store/console/console.ts";
import type { Db } from "../../store/open.ts";

const check = "Codes depend on the time: check that this computer shows the right date and time.";

/** What the console knows about its own clock, from events and people's codes alone: nothing from the attempt. */
async function clockAdvice(db: Db, now: number): Promise<string> {
  const row = await readConsole(db);
  if (row && rolledBack(row.clock_floor, now)) {
    return "This computer's clock is probably wrong: it is behind the last recorded event. Set it right and try again. If it is already right, use a backup code, and confirm the clock.";
  }
  const { suspectedMs } = suspectClock(readClockSamples(rawOf(db), now));
  if (suspectedMs === null) return check;
  const away = `${durationInWords(Math.abs(suspectedMs) / 1000)} ${suspectedMs > 0 ? "behind" : "ahead"}`;
  return `This computer's clock is probably wrong: about ${away}. Set it right and try again.`;
}

/**
 * The refusal of a sign-in or of a fresh code. It is the same whatever was wrong: what it says about this computer's
 * clock does not depend on the attempt.
 *
 * @param now UTC milliseconds; shown, so that people can compare
 * @param message what was asked for
 */
export async function signInRefused(
  db: Db,
  now: number,
  { message = "The name, the password or the code is wrong.", cause }: { message?: string; cause?: unknown } = {},
): Promise<AppError> {
  return new AppError("SIGN_IN_REFUSED", {
    message: `${message} ${await clockAdvice(db, now)}`,
    details: { now },
    ...(cause === undefined ? {} : { cause }),
  });
}
