import { expect, it } from "vitest";
import { newPlace } from "../../fault/slow/support.ts";
import { owner } from "../../support/harness.ts";
import { startChild } from "../../support/processes.ts";

const script = new URL("attempt.child.ts", import.meta.url);

/** By a process of its own. */
async function attempt(place: string, attempts: number, ahead = 0): Promise<{ code: string; left: number }> {
  const child = startChild(script, [place, owner.name, String(attempts), String(ahead)]);
  const line = await child.line((each) => each.startsWith("{"));
  expect(await child.ended).toBe(0);
  return JSON.parse(line ?? "null") as { code: string; left: number };
}

it("processes of one start of the computer agree on what is left, also one whose clock is ahead by a day", async () => {
  const { place, harness } = await newPlace();
  await harness.console.close();
  const begun = performance.now();
  expect((await attempt(place, 5)).code).toBe("SIGN_IN_REFUSED");
  const first = await attempt(place, 1);
  const ahead = await attempt(place, 1, 26 * 3_600_000);
  const passed = performance.now() - begun;
  for (const { code, left } of [first, ahead]) {
    expect(code).toBe("THROTTLED");
    expect(left).toBeLessThanOrEqual(30_000);
    expect(left).toBeGreaterThanOrEqual(30_000 - passed - 100);
  }
  expect(ahead.left).toBeLessThan(first.left);
});
