import { describe, expect, it } from "vitest";
import Database from "better-sqlite3";
import { storeFile } from "#main/store/data-folder.ts";
import { defaultPolicy, type Policy } from "#shared/model/policy.ts";
import { openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

describe("policies", () => {
  it("are the defaults until an owner says otherwise, and stay after a restart", async () => {
    const harness = await ready();
    expect(await harness.call("policies.get", {})).toEqual(defaultPolicy);
    await harness.call("policies.set", { changes: { letterDays: 21, algorithms: ["SHA1", "SHA256"] } });
    await harness.reopen();
    expect(await harness.call("policies.get", {})).toEqual({
      ...defaultPolicy,
      letterDays: 21,
      algorithms: ["SHA1", "SHA256"],
    });
  });

  it("leave an event for each changed setting, with before, after and the reason", async () => {
    const harness = await ready();
    await harness.call("policies.set", {
      changes: { letterDays: 21, codeCount: defaultPolicy.codeCount, digits: [6] },
      reason: "The post is slow",
    });
    const { rows } = await harness.call("audit.list", { action: "policy" });
    expect(rows.map(({ target, details }) => ({ target, ...details }))).toEqual([
      { target: "letterDays", before: 14, after: 21, reason: "The post is slow" },
      { target: "digits", before: "6, 8", after: "6", reason: "The post is slow" },
    ]);
  });

  it.each<[Partial<Policy>, keyof Policy]>([
    [{ digits: [8] }, "defaultDigits"],
    [{ algorithms: ["SHA512"] }, "defaultAlgorithm"],
    [{ periods: [60] }, "defaultPeriod"],
    [{ firstDelaySeconds: 600, longestDelaySeconds: 60 }, "longestDelaySeconds"],
    [{ lowCodes: 10, codeCount: 10 }, "lowCodes"],
    [{ failureLimit: 5, freeFailures: 9 }, "failureLimit"],
  ])("refuse %j, which contradicts, mark the setting and change nothing", async (changes, field) => {
    const harness = await ready();
    const error = await harness.refuse("policies.set", { changes });
    expect(error).toMatchObject({
      code: "POLICY_REFUSED",
      fields: { [`changes.${field}`]: expect.any(String) as string },
    });
    expect(await harness.call("policies.get", {})).toEqual(defaultPolicy);
    expect((await harness.call("audit.list", { action: "policy" })).rows).toEqual([]);
  });

  it.each([
    { acceptedSteps: 6 },
    { failureLimit: 101 },
    { codeCount: 4 },
    { codeGroups: 1 },
    { firstDelaySeconds: 29 },
    { letterDays: 91 },
    { letterDays: 1.5 },
    { algorithms: [] },
    { issuer: "a:b" },
    { unknown: 1 },
  ])("refuse %j, which is out of its bound", async (changes) => {
    const harness = await ready();
    expect((await harness.refuse("policies.set", { changes })).code).toBe("INVALID_INPUT");
  });

  it("take a stored value that is out of today's bounds for not settled", async () => {
    const harness = await ready();
    const raw = new Database(storeFile(harness.dataDir));
    raw.exec(`INSERT INTO policies VALUES ('failureLimit', '5000', 1), ('letterDays', '7', 1), ('gone', '1', 1)`);
    raw.close();
    expect(await harness.call("policies.get", {})).toEqual({ ...defaultPolicy, letterDays: 7 });
  });
});
