import type { BackupPlan } from "#shared/model/backups.ts";

const hour = 3_600_000;

/** If the last run is this much later than now, in milliseconds, the clock has been set back. */
const clockSlack = 15 * 60_000;

/** ISO 8601: 1 is Monday. */
const weekdayOf = (date: Date): number => date.getDay() || 7;

/**
 * When the next backup is due, in local time: the first whole hour, or the first time of the day, after the last one.
 *
 * @param last when the last counted one began (`lastCountedRun`), UTC milliseconds; null: there was none, and it is due
 * at once
 * @returns UTC milliseconds; null if nothing is scheduled
 */
export function nextDue(plan: BackupPlan, last: number | null): number | null {
  if (plan.every === "off") return null;
  if (last === null) return 0;
  if (plan.every === "hour") return (Math.floor(last / hour) + 1) * hour;
  const next = new Date(last);
  next.setHours(plan.hour, 0, 0, 0);
  const fits = (): boolean => next.getTime() > last && (plan.every === "day" || weekdayOf(next) === plan.weekday);
  while (!fits()) next.setDate(next.getDate() + 1);
  return next.getTime();
}

/** Whether one is due. A missed one is due until it is made; setting the clock back delays none. */
export function isDue(plan: BackupPlan, last: number | null, now: number): boolean {
  const due = nextDue(plan, last);
  return due !== null && (now >= due || (last !== null && last > now + clockSlack));
}
