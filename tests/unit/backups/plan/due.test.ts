import { describe, expect, it } from "vitest";
import { isDue, nextDue } from "#main/backups/plan/due.ts";
import { type BackupPlan, defaultPlan } from "#shared/model/backups.ts";

const at = (text: string): number => new Date(text).getTime();
const plan = (changes: Partial<BackupPlan>): BackupPlan => ({ ...defaultPlan, ...changes });

describe("the next backup", () => {
  it("is none while the schedule is off", () => {
    expect(nextDue(plan({ every: "off" }), null)).toBeNull();
    expect(isDue(plan({ every: "off" }), null, at("2026-11-24T12:00:00"))).toBe(false);
  });

  it("is due at once when there was none", () => {
    expect(isDue(plan({ every: "week" }), null, at("2026-11-24T12:00:00"))).toBe(true);
  });

  it.each([
    ["hour", {}, "2026-11-24T12:34:00", "2026-11-24T13:00:00"],
    ["hour", {}, "2026-11-24T12:00:00", "2026-11-24T13:00:00"],
    ["day", { hour: 20 }, "2026-11-24T12:34:00", "2026-11-24T20:00:00"],
    ["day", { hour: 20 }, "2026-11-24T20:00:00", "2026-11-25T20:00:00"],
    ["day", { hour: 0 }, "2026-12-31T12:00:00", "2027-01-01T00:00:00"],
    ["week", { hour: 8, weekday: 1 }, "2026-11-24T12:00:00", "2026-11-30T08:00:00"],
    ["week", { hour: 8, weekday: 2 }, "2026-11-24T07:59:00", "2026-11-24T08:00:00"],
    ["week", { hour: 8, weekday: 7 }, "2026-11-29T08:00:00", "2026-12-06T08:00:00"],
  ] as const)("every %s %j after %s comes at %s", (every, changes, last, next) => {
    expect(nextDue(plan({ every, ...changes }), at(last))).toBe(at(next));
  });

  it("that was missed stays due until it is made", () => {
    const daily = plan({ every: "day", hour: 20 });
    const last = at("2026-11-20T20:00:00");
    expect(isDue(daily, last, at("2026-11-21T19:59:59"))).toBe(false);
    expect(isDue(daily, last, at("2026-11-24T03:00:00"))).toBe(true);
    expect(isDue(daily, at("2026-11-24T03:00:00"), at("2026-11-24T04:00:00"))).toBe(false);
  });

  it("is not put off by a clock that was set back", () => {
    const daily = plan({ every: "day", hour: 20 });
    expect(isDue(daily, at("2027-11-20T20:00:00"), at("2026-11-24T03:00:00"))).toBe(true);
    // A few minutes are a correction.
    expect(isDue(daily, at("2026-11-24T03:05:00"), at("2026-11-24T03:00:00"))).toBe(false);
  });
});
