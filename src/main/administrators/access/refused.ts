import { AppError, defaultText } from "#shared/errors.ts";
import { durationAsText } from "#shared/model/durations.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import { rolledBack, suspectClock } from "../../base/clock.ts";
import { readClockSamples } from "../../store/factors/clock-samples.ts";
import { readConsole } from "../../store/console/console.ts";
import type { Db } from "../../store/store.ts";

/** What the console knows about its own clock, from events and people's codes alone: nothing from the attempt. */
async function clockAdvice(db: Db, now: number): Promise<Text> {
  const row = await readConsole(db);
  if (row && rolledBack(row.clock_floor, now)) return text("access.clockSetBack");
  const { suspectedMs } = suspectClock(await readClockSamples(db, now));
  if (suspectedMs === null) return text("access.checkClock");
  const away = durationAsText(Math.abs(suspectedMs) / 1000);
  return text("access.clockWrong", { away, behind: suspectedMs > 0 });
}

/**
 * The refusal of a sign-in or of a fresh code. It is the same whatever was wrong: what it says about this computer's
 * clock does not depend on the attempt.
 *
 * @param now UTC milliseconds; shown, so that people can compare
 * @param what was asked for and is wrong
 */
export async function signInRefused(
  db: Db,
  now: number,
  { what = defaultText("SIGN_IN_REFUSED"), cause }: { what?: Text; cause?: unknown } = {},
): Promise<AppError> {
  return new AppError("SIGN_IN_REFUSED", {
    text: sentences(what, await clockAdvice(db, now)),
    details: { now },
    ...(cause === undefined ? {} : { cause }),
  });
}
