import { describe, expect, it } from "vitest";
import { delayAfter } from "#main/throttle/throttle.ts";

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
    expect(delayAfter(failures)).toBe(delay);
  });

  it("lets fewer than a hundred guesses through in a day", () => {
    const day = 86_400_000;
    let time = 0;
    let failures = 0;
    while (time < day) {
      failures += 1;
      time += delayAfter(failures);
    }
    expect(failures).toBeLessThan(100);
  });
});
