import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type Kept } from "#main/backups/plan/retention.ts";
import type { RetentionRules } from "#shared/model/backups.ts";

const none: RetentionRules = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
const at = (text: string): number => new Date(text).getTime();
const one = (text: string, more: Partial<Kept> = {}): Kept => ({
  createdAt: at(text),
  pinned: false,
  proven: true,
  ...more,
});
const kept = (backups: readonly Kept[], rules: Partial<RetentionRules>): boolean[] =>
  decide(backups, { ...none, ...rules }).map((reasons) => reasons.length > 0);

describe("retention", () => {
  it("keeps the newest of each day, hour, week, month and year, whatever the order", () => {
    const backups = [
      one("2026-11-24T09:10:00"),
      one("2026-11-24T09:50:00"),
      one("2026-11-23T23:59:00"),
      one("2026-11-15T12:00:00"),
      one("2026-10-31T12:00:00"),
      one("2025-12-31T12:00:00"),
    ];
    expect(kept(backups, { daily: 2 })).toEqual([false, true, true, false, false, false]);
    expect(kept(backups, { hourly: 1 })).toEqual([false, true, false, false, false, false]);
    expect(kept(backups, { weekly: 2 })).toEqual([false, true, false, true, false, false]);
    expect(kept(backups, { monthly: 2 })).toEqual([false, true, false, false, true, false]);
    expect(kept(backups, { yearly: 5 })).toEqual([false, true, false, false, false, true]);
    expect(kept(backups, { last: 3 })).toEqual([true, true, true, false, false, false]);
  });

  it("counts only periods in which there is a backup, as restic does", () => {
    const backups = [one("2026-11-24T09:00:00"), one("2026-11-01T09:00:00"), one("2026-06-01T09:00:00")];
    expect(kept(backups, { daily: 3 })).toEqual([true, true, true]);
  });

  it("counts the weeks of ISO 8601: New Year's days belong to the week before", () => {
    const backups = [one("2027-01-03T12:00:00"), one("2026-12-28T12:00:00"), one("2026-12-27T12:00:00")];
    expect(kept(backups, { weekly: 5 })).toEqual([true, false, true]);
  });

  it("keeps everything without a rule", () => {
    expect(kept([one("2020-01-01T00:00:00"), one("2026-01-01T00:00:00")], {})).toEqual([true, true]);
  });

  it("never lets a pinned one or the newest proven one go, nor an unproven one take its place", () => {
    const backups = [
      one("2026-11-24T09:00:00", { proven: false }),
      one("2026-11-23T09:00:00"),
      one("2026-11-22T09:00:00", { pinned: true }),
      one("2026-11-21T09:00:00"),
    ];
    expect(kept(backups, { last: 1 })).toEqual([true, true, true, false]);
    expect(decide(backups, { ...none, last: 1 })).toEqual([["last"], ["newest proven"], ["pinned"], []]);
  });

  const rules = fc.record(
    Object.fromEntries(Object.keys(none).map((rule) => [rule, fc.nat({ max: 5 })])) as Record<
      keyof RetentionRules,
      fc.Arbitrary<number>
    >,
  );
  const backup = fc.record({
    createdAt: fc.integer({ min: at("2020-01-01T00:00:00"), max: at("2026-11-24T00:00:00") }),
    pinned: fc.boolean(),
    proven: fc.boolean(),
  });
  const backups = fc.uniqueArray(backup, { maxLength: 40, selector: ({ createdAt }) => createdAt });

  it("of any backups keeps the newest proven one and all pinned ones", () => {
    fc.assert(
      fc.property(backups, rules, (given, chosen) => {
        const stays = decide(given, chosen).map((reasons) => reasons.length > 0);
        const newest = given.filter(({ proven }) => proven).toSorted((a, b) => b.createdAt - a.createdAt)[0];
        const going = given.filter((_, place) => stays[place] !== true);
        expect(going.filter((each) => each.pinned || each === newest)).toEqual([]);
      }),
    );
  });

  it("keeps no fewer when a rule is widened, and the same when it is asked twice of what stayed", () => {
    fc.assert(
      fc.property(backups, rules, (given, chosen) => {
        const stays = given.filter((_, place) => (decide(given, chosen)[place] ?? []).length > 0);
        const wider = { ...chosen, last: chosen.last === 0 ? 0 : chosen.last + 1 };
        const more = given.filter((_, place) => (decide(given, wider)[place] ?? []).length > 0);
        expect(stays.every((each) => more.includes(each))).toBe(true);
        expect(decide(stays, chosen).every((reasons) => reasons.length > 0)).toBe(true);
      }),
    );
  });
});
