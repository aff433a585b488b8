import { describe, expect, test } from "vitest";
import { measure, median, percentile } from "../../../scripts/lib/measure.ts";

describe("measuring a figure", () => {
  test("both sides take turns, the first one too, and warm-up rounds do not count", async () => {
    const order: string[] = [];
    const ours = [100, 4, 5, 9];
    const theirs = [100, 2, 2, 2];
    const result = await measure({
      name: "x",
      unit: "MB",
      rounds: 3,
      warmup: 1,
      limit: 2.5,
      ours: () => (order.push("ours"), ours.shift()),
      baseline: () => (order.push("baseline"), theirs.shift()),
    });
    expect(order).toEqual(["baseline", "ours", "ours", "baseline", "baseline", "ours", "ours", "baseline"]);
    expect(result).toMatchObject({ ours: 5, baseline: 2, value: 2.5, ok: true });
  });

  test("over the limit is a miss", async () => {
    const figure = { name: "x", unit: "MB", rounds: 1, limit: 1.9, ours: () => 4, baseline: () => 2 } as const;
    expect(await measure(figure)).toMatchObject({ value: 2, ok: false });
  });

  test("without a baseline the limit is absolute", async () => {
    const figure = { name: "x", unit: "ms", rounds: 1, limit: 50, ours: () => 49 } as const;
    expect(await measure(figure)).toMatchObject({ value: 49, baseline: undefined, ok: true });
  });

  test("without a returned number the time counts", async () => {
    const figure = { name: "x", unit: "us", rounds: 1, limit: 1, ours: () => Promise.resolve() } as const;
    const { ours } = await measure(figure);
    expect(ours).toBeGreaterThan(0);
    expect(ours).toBeLessThan(1_000_000);
  });

  test("megabytes cannot be timed", async () => {
    const figure = { name: "x", unit: "MB", rounds: 1, limit: 1, ours: () => undefined } as const;
    await expect(measure(figure)).rejects.toThrow("must return its number");
  });
});

test("median and percentile", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});
