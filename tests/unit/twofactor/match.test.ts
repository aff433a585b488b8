import { describe, expect, it } from "vitest";
import { suspectClock } from "#main/clock.ts";
import { type Moving, matchAccepted, matchInHand, matchPair } from "#main/twofactor/match.ts";
import { codeOfStep } from "#main/twofactor/totp.ts";

const seed = Buffer.from("12345678901234567890");
const totp: Moving = { kind: "totp", algorithm: "SHA1", digits: 8, period: 30, last_step: null, drift: 0 };
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
  it.each([
    [[], null],
    [[30, 30, 30, 30], null],
    [[30, 30, 30, 0, 0], 30],
    [[30, 30, 0, 0, 0], null],
    [[30, 30, -30, -30, 0], null],
    [[-60, -60, -60, -60, 30, 0], -60],
    [[0, 0, 0, 0, 0], null],
  ] as [number[], number | null][])("of offsets %j makes %j", (offsets, suspectedMs) => {
    expect(suspectClock(offsets)).toMatchObject({ samples: offsets.length, suspectedMs });
  });
});
