import { describe, expect, it } from "vitest";
import { suspectClock } from "#main/base/clock.ts";
import type { TokenRow } from "#main/store/migrations/schema.ts";
import { followedDrift } from "#main/twofactor/check.ts";
import { type Moving, matchAccepted, matchDrifted, matchInHand, matchPair } from "#main/twofactor/match.ts";
import { codeOfStep } from "#main/twofactor/totp.ts";

const seed = Buffer.from("12345678901234567890");
const totp: Moving = {
  kind: "totp",
  algorithm: "SHA1",
  digits: 8,
  period: 30,
  last_step: null,
  drift: 0,
};
const hotp: Moving = { ...totp, kind: "hotp" };
const window = { acceptedSteps: 1, lookAhead: 3 };
const now = 1000;
const at = now * 30_000;
const code = (step: number): string => codeOfStep(seed, step, totp);

describe("the accepted window", () => {
  it("of time lies around the followed drift and around the clock", () => {
    const drifted = { ...totp, drift: 5 };
    const found = [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7].filter((offset) =>
      matchAccepted(seed, drifted, code(now + offset), at, window),
    );
    expect(found).toEqual([-1, 0, 1, 4, 5, 6]);
  });

  it("of a counter holds as many values as it looks ahead, from the next on", () => {
    const used = { ...hotp, last_step: 9 };
    const found = [8, 9, 10, 11, 12, 13].filter((counter) => matchAccepted(seed, used, code(counter), at, window));
    expect(found).toEqual([10, 11, 12]);
    expect(matchAccepted(seed, hotp, code(0), at, window)).toEqual({ step: 0, drift: 0 });
  });
});

describe("two codes one after the other", () => {
  const pair = (first: number) => ({ first: code(first), second: code(first + 1) });

  it("are found at either end of the reach, and where the second one stands", () => {
    expect(matchPair(seed, totp, pair(now - 100), at, 100)).toEqual({ step: now - 99, drift: -99 });
    expect(matchPair(seed, totp, pair(now + 100), at, 100)).toEqual({ step: now + 101, drift: 101 });
    expect(matchPair(seed, totp, pair(now + 101), at, 100)).toBeNull();
    expect(matchPair(seed, hotp, pair(99), at, 100)).toEqual({ step: 100, drift: 99 });
    expect(matchPair(seed, hotp, pair(100), at, 100)).toBeNull();
  });

  it("are both newer than what was accepted", () => {
    expect(matchPair(seed, { ...totp, last_step: now }, pair(now), at, 100)).toBeNull();
    expect(matchPair(seed, { ...totp, last_step: now - 1 }, pair(now), at, 100)).not.toBeNull();
    expect(matchPair(seed, { ...hotp, last_step: 5 }, pair(5), at, 100)).toBeNull();
    expect(matchPair(seed, { ...hotp, last_step: 4 }, pair(5), at, 100)).not.toBeNull();
  });
});

describe("a device in hand", () => {
  it("is proven ten minutes off, but never by what was accepted before", () => {
    expect(matchInHand(seed, totp, code(now - 20), at, window)).toEqual({ step: now - 20, drift: -20 });
    expect(matchInHand(seed, totp, code(now - 21), at, window)).toBeNull();
    expect(matchInHand(seed, { ...totp, last_step: now }, code(now), at, window)).toBeNull();
    expect(matchInHand(seed, { ...hotp, last_step: 3 }, code(23), at, window)).toEqual({ step: 23, drift: 19 });
    expect(matchInHand(seed, { ...hotp, last_step: 3 }, code(3), at, window)).toBeNull();
  });
});

describe("suspecting this computer's clock", () => {
  const samples = (seconds: number[]) => seconds.map((offset) => ({ offsetMs: offset * 1000, stepMs: 30_000 }));
  const hours = (count: number) => count * 3600;

  it.each([
    [[], null],
    [[30, 30, 30, 30], null],
    [[30, 30, 30, 0, 0], 30],
    [[30, 30, 0, 0, 0], null],
    [[30, 30, -30, -30, 0], null],
    [[-60, -60, -60, -60, 30, 0], -60],
    [[0, 0, 0, 0, 0], null],
  ] as [number[], number | null][])("of offsets %j, newest first, makes %j", (offsets, seconds) => {
    expect(suspectClock(samples(offsets))).toMatchObject({
      samples: offsets.length,
      suspectedMs: seconds === null ? null : seconds * 1000,
    });
  });

  it("takes offsets that lie a step apart for one, as the beginning of a step falls", () => {
    expect(suspectClock(samples([240, 270, 240, 270, 240, 270])).suspectedMs).not.toBeNull();
  });

  it("needs only three that are far off by the same, and does not wait until they outnumber those of before", () => {
    const before = Array.from({ length: 40 }, () => 0);
    expect(suspectClock(samples([hours(1), hours(1), ...before]))).toMatchObject({ suspectedMs: null });
    expect(suspectClock(samples([hours(1), hours(1), hours(1), ...before]))).toMatchObject({
      suspectedMs: hours(1) * 1000,
      samples: 5,
    });
    expect(suspectClock(samples([hours(1), hours(-2), hours(3), ...before]))).toMatchObject({ suspectedMs: null });
  });

  it("ends as soon as the newest three are right", () => {
    const off = Array.from({ length: 40 }, () => 240);
    expect(suspectClock(samples([0, 0, ...off])).suspectedMs).toBe(240_000);
    expect(suspectClock(samples([0, 0, 0, ...off])).suspectedMs).toBeNull();
  });
});

describe("following a clock that drifts", () => {
  const row = (drift: number, kind: "totp" | "hotp" = "totp") => ({ kind, drift }) as TokenRow;

  it("goes as far as ten steps by itself, and from beyond only back", () => {
    expect([-11, -10, -1, 0, 10, 11].map((drift) => followedDrift(row(9), drift))).toEqual([-10, -10, -1, 0, 10, 10]);
    // Only a resynchronisation leads as far as forty.
    expect([39, 40, 41].map((drift) => followedDrift(row(40), drift))).toEqual([39, 40, 40]);
    expect([-39, -41].map((drift) => followedDrift(row(-40), drift))).toEqual([-39, -40]);
  });

  it("is nothing that a counter does", () => {
    expect(followedDrift(row(0, "hotp"), 7)).toBe(0);
  });
});

describe("explaining a code of another time", () => {
  const far = (seconds: number) =>
    matchDrifted(seed, totp, code(now + 100_000 + seconds / 30), (now + 100_000) * 30_000);

  it.each([0.25, 1, 2, 5.5, 5.75, 9.5, 12, 14, 24, 26].flatMap((hours) => [hours, -hours]))(
    "finds one that is %d hours off, and two minutes more",
    (hours) => {
      const steps = hours * 120;
      for (const more of [-4, 0, 4]) expect(far((steps + more) * 30)?.drift).toBe(steps + more);
    },
  );

  it("finds any within the hour, and none that is off by an odd time or by days", () => {
    for (const steps of [-119, -22, 22, 119]) expect(far(steps * 30)?.drift).toBe(steps);
    for (const steps of [3 * 120 + 12, 48 * 120]) expect(far(steps * 30)).toBeNull();
  });
});
