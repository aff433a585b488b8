import { describe, expect, it } from "vitest";
import { describeChange } from "#main/policy/describe.ts";
import {
  BackupApproval,
  defaultPolicy,
  Paper,
  type Policy,
  policyContradictions,
  type PolicyKey,
  policyKeys,
  SoleApproval,
} from "#shared/model/policy.ts";
import { keptKeys, weakenedKeys } from "#shared/model/policy-rules.ts";
import { Algorithm, TokenKind } from "#shared/model/records.ts";
import { changesOf } from "../../../src/renderer/features/policies/changes.ts";

/** Every non-empty part of some values, in their order. */
const partsOf = <Value>(values: readonly Value[]): Value[][] =>
  Array.from({ length: 2 ** values.length - 1 }, (_, part) =>
    values.filter((_value, at) => ((part + 1) >> at) % 2 === 1),
  );

const choices: { [Key in PolicyKey]?: readonly Policy[Key][] } = {
  issuer: ["", "Lindenhof"],
  kinds: partsOf(TokenKind.options),
  algorithms: partsOf(Algorithm.options),
  defaultAlgorithm: Algorithm.options,
  digits: partsOf([6, 8] as const),
  defaultDigits: [6, 8],
  periods: partsOf([30, 60] as const),
  defaultPeriod: [30, 60],
  paper: Paper.options,
  soleApproval: SoleApproval.options,
  backupApproval: BackupApproval.options,
};

/** Some values of a setting. */
function valuesOf(key: PolicyKey): readonly unknown[] {
  const usual = defaultPolicy[key];
  if (typeof usual === "boolean") return [false, true];
  return choices[key] ?? (typeof usual === "number" ? [usual - 1, usual, usual + 1] : []);
}

const withSetting = (key: PolicyKey, value: unknown): Policy => ({ ...defaultPolicy, [key]: value });

const isWeakerInWindow = (before: Policy, after: Policy): boolean =>
  changesOf(before, after).some(({ weaker }) => weaker !== null);

const needsSecondSignature = (before: Policy, after: Policy): boolean => describeChange(before, after) !== null;

describe.each(policyKeys)("a change of %s", (key) => {
  const values = valuesOf(key);
  const changes = values.flatMap((from) => values.filter((to) => to !== from).map((to) => [from, to] as const));

  it("needs a second signature exactly when the window calls it weaker", () => {
    expect(changes.length).toBeGreaterThan(0);
    for (const [from, to] of changes) {
      const [before, after] = [withSetting(key, from), withSetting(key, to)];
      expect(needsSecondSignature(before, after), `${String(from)} -> ${String(to)}`).toBe(
        isWeakerInWindow(before, after),
      );
    }
  });
});

describe("the settings that a restore keeps", () => {
  const policies = partsOf([6, 8] as const).flatMap((digits) =>
    digits.flatMap((defaultDigits) =>
      partsOf([30, 60] as const).flatMap((periods) =>
        periods.map((defaultPeriod): Policy => ({ ...defaultPolicy, digits, defaultDigits, periods, defaultPeriod })),
      ),
    ),
  );

  it("leave nothing weaker, and never contradict what comes from the backup", () => {
    expect(policies.length).toBe(16);
    for (const present of policies) {
      for (const backup of policies) {
        const kept = Object.fromEntries(keptKeys(present, backup).map((key) => [key, present[key]]));
        const restored: Policy = { ...backup, ...kept };
        expect(weakenedKeys(present, restored), JSON.stringify({ present, backup })).toEqual([]);
        expect(policyContradictions(restored), JSON.stringify({ present, backup })).toEqual({});
      }
    }
  });
});

describe("weaker", () => {
  it.each<[PolicyKey, unknown, unknown]>([
    ["kinds", ["totp"], ["totp", "hotp"]],
    ["kinds", ["totp"], ["hotp"]],
    ["digits", [8], [6, 8]],
    ["defaultDigits", 8, 6],
    ["periods", [30], [30, 60]],
    ["defaultPeriod", 30, 60],
    ["acceptedSteps", 1, 2],
    ["lookAhead", 10, 11],
    ["resyncReach", 100, 101],
    ["codeGroups", 3, 2],
    ["enrolmentMinutes", 15, 16],
    ["letterDays", 14, 15],
    ["returnSlip", true, false],
    ["freeFailures", 4, 5],
    ["firstDelaySeconds", 60, 30],
    ["longestDelaySeconds", 3600, 1800],
    ["failureLimit", 20, 100],
    ["secondFactorOptional", false, true],
    ["sessionHours", 12, 13],
    ["idleMinutes", 15, 16],
    ["sessionsSurviveRestart", false, true],
    ["stepUpMinutes", 5, 6],
    ["soleApproval", "recovery key", "delay"],
    ["soleApproval", "delay", "recovery key"],
    ["soleApprovalHours", 24, 23],
  ])("is %s from %j to %j", (key, from, to) => {
    expect(needsSecondSignature(withSetting(key, from), withSetting(key, to))).toBe(true);
  });

  it.each<[PolicyKey, unknown, unknown]>([
    ["kinds", ["totp", "hotp"], ["totp"]],
    ["digits", [6, 8], [8]],
    ["digits", [6], [6, 8]],
    ["periods", [30, 60], [30]],
    ["algorithms", ["SHA512"], ["SHA1"]],
    ["defaultAlgorithm", "SHA512", "SHA1"],
    ["codeCount", 10, 20],
    ["codeCount", 10, 5],
    ["lowCodes", 3, 0],
    ["returnSlip", false, true],
    ["issuer", "", "Lindenhof"],
    ["paper", "A4", "US Letter"],
  ])("is not %s from %j to %j", (key, from, to) => {
    expect(needsSecondSignature(withSetting(key, from), withSetting(key, to))).toBe(false);
  });
});
