import { describe, expect, it } from "vitest";
import { systemClock } from "#main/base/clock.ts";
import type { Moment, Uptime } from "#main/base/ports.ts";
import type { Counted } from "#main/store/console/counted-time.ts";
import { countedAt } from "#main/throttle/wait.ts";

const hour = 3_600_000;
const noon = Date.UTC(2026, 0, 5, 12);
const computer = { id: "00" };

const at = (now: number, boot: string | null, ms: number): Moment => {
  const uptime = (): Uptime => ({ boot, ms });
  return { now, computer, clock: { now: () => now, uptime } };
};

/** Counted at noon, ten hours after the first start. */
const since = (boot: string | null): Counted => ({
  own: { boot, uptime: 10 * hour, counted: 1000 * hour, at: noon },
  latest: 1000 * hour,
});

const passed = (counted: Counted, moment: Moment): number => (countedAt(counted, moment) - 1000 * hour) / hour;

describe("the store's own time", () => {
  it.each([
    ["goes on with the computer", noon + hour, 11 * hour, 1],
    ["does not see a clock that is set ahead", noon + 26 * hour, 10 * hour, 0],
    ["does not see one that is set back", noon - 26 * hour, 11 * hour, 1],
    ["counts while the computer is suspended, as its uptime does", noon + 8 * hour, 18 * hour, 8],
  ])("in one start of the computer: %s", (_what, now, up, hours) => {
    expect(passed(since("first"), at(now, "first", up))).toBe(hours);
    expect(passed(since(null), at(now, null, up))).toBe(hours);
  });

  it.each([
    ["as long as it has been running since, not while it was off", noon + 20 * hour, 3 * hour, 3],
    ["no longer than its clock knows of", noon + hour, 3 * hour, 1],
    ["nothing yet where its clock was set back", noon - hour, 3 * hour, 0],
    ["no more by a clock that was set ahead meanwhile", noon + 1000 * hour, hour, 1],
  ])("after another start: %s", (_what, now, up, hours) => {
    expect(passed(since("first"), at(now, "second", up))).toBe(hours);
    expect(passed(since(null), at(now, null, up))).toBe(hours);
  });

  it("where nothing names the start, never runs faster than time", () => {
    // Started again, and running for longer than before.
    expect(passed(since(null), at(noon + 30 * hour, null, 12 * hour))).toBe(2);
  });

  it("learns nothing from a computer that went back in one start, as a virtual machine can", () => {
    expect(passed(since("first"), at(noon + 26 * hour, "first", 9 * hour))).toBe(0);
  });

  it("stands still on a computer that has not counted, however long it has been running", () => {
    expect(passed({ own: null, latest: 1000 * hour }, at(noon + 26 * hour, "other", 900 * hour))).toBe(0);
  });

  it("follows the computer that has counted furthest", () => {
    const { own } = since("first");
    expect(passed({ own, latest: 1005 * hour }, at(noon, "first", 11 * hour))).toBe(5);
  });

  it("begins with the clock", () => {
    expect(countedAt({ own: null, latest: null }, at(noon, "first", hour))).toBe(noon);
  });
});

describe("this computer's uptime", () => {
  it("is whole milliseconds since a start that has a name on Linux, and grows", () => {
    const { boot, ms } = systemClock.uptime();
    expect(Number.isInteger(ms)).toBe(true);
    expect(ms).toBeGreaterThan(0);
    expect(systemClock.uptime().ms).toBeGreaterThanOrEqual(ms);
    if (process.platform === "linux") expect(boot).toMatch(/^[\da-f-]{36}$/u);
    expect(systemClock.uptime().boot).toBe(boot);
  });
});
