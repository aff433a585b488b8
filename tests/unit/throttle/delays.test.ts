import { describe, expect, it } from "vitest";
import { administratorDelays, delayAfter } from "#main/throttle/throttle.ts";

describe("the delay after failures in a row", () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 30_000],
    [6, 60_000],
    [7, 120_000],
    [11, 1_920_000],
    [12, 3_600_000],
    [99, 3_600_000],
    [1_000_000, 3_600_000],
  ])("after %i it is %i ms", (failures, delay) => {
    expect(delayAfter(failures, administratorDelays)).toBe(delay);
  });

  it("lets fewer than a hundred guesses through in a day", () => {
    const day = 86_400_000;
    let time = 0;
    let failures = 0;
    while (time < day) {
      failures += 1;
      time += delayAfter(failures, administratorDelays);
    }
    expect(failures).toBeLessThan(100);
  });

  it.each([
    [0, 0],
    [1, 60_000],
    [2, 120_000],
    [3, 180_000],
    [50, 180_000],
  ])("is what the policy says: after %i it is %i ms", (failures, delay) => {
    const delays = { freeFailures: 0, firstDelaySeconds: 60, longestDelaySeconds: 180 };
    expect(delayAfter(failures, delays)).toBe(delay);
  });
});
