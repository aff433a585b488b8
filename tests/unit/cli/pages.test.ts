import { describe, expect, it } from "vitest";
import { collect } from "../../../src/cli/pages.ts";

/** A list of `total` numbers that gives at most 200 at once, as the console does. */
function list(total: number) {
  const asked: number[] = [];
  const read = (limit: number, cursor: string | undefined) => {
    asked.push(limit);
    if (limit > 200) throw new RangeError("Too many at once.");
    const start = Number(cursor ?? 0);
    const end = Math.min(start + limit, total);
    const rows = Array.from({ length: end - start }, (_, index) => start + index);
    return Promise.resolve({ rows, nextCursor: end < total ? String(end) : null, total });
  };
  return { asked, read };
}

describe("paging", () => {
  it.each([
    [50, 1000, 50, [50]],
    [200, 1000, 200, [200]],
    [450, 1000, 450, [200, 200, 50]],
    [1000, 303, 303, [200, 200]],
    [50, 0, 0, [50]],
    [400, 400, 400, [200, 200]],
  ])("up to %i of %i rows gives %i, asking for %j", async (limit, total, given, expected) => {
    const { asked, read } = list(total);
    const { rows, last } = await collect(limit, read);
    expect(rows).toEqual(Array.from({ length: given }, (_, index) => index));
    expect(asked).toEqual(expected);
    expect(last.nextCursor === null).toBe(given === total);
  });
});
