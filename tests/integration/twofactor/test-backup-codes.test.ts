import { describe, expect, it } from "vitest";
import { enrolPhone } from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";

const user = { username: "ann" };
const wrong = "ZZZZZ-ZZZZ7";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  await harness.call("users.add", user);
  const ann = await enrolPhone(harness, "ann");
  const test = (backupCode: string) => harness.call("verification.test", { user, backupCode });
  const check = (backupCode: string) => harness.call("verification.check", { user, backupCode });
  return { harness, ann, test, check, codes: ann.backupCodes };
}

describe("a test of a backup code", () => {
  it("says what a check would say, and uses nothing up", async () => {
    const { test, check, codes } = await ready();
    const [first = "", second = ""] = codes;
    const right = { result: "accepted", reason: "ok", method: "backup_code", remainingBackupCodes: 10 };
    expect(await test(first)).toMatchObject(right);
    expect(await test(first)).toMatchObject(right);
    expect(await test(wrong)).toMatchObject({ result: "refused", reason: "wrong_code", remainingBackupCodes: 10 });
    expect(await test("hello")).toMatchObject({ result: "refused", reason: "malformed" });
    expect(await check(first)).toMatchObject({ result: "accepted", remainingBackupCodes: 9 });
    expect(await test(first)).toMatchObject({ result: "refused", reason: "already_used", remainingBackupCodes: 9 });
    expect(await test(second)).toMatchObject({ result: "accepted", remainingBackupCodes: 9 });
  });

  it("says so where the person has none, is disabled, or the codes were made anew", async () => {
    const { harness, test, codes } = await ready();
    await harness.call("tokens.regenerateBackupCodes", { user });
    expect(await test(codes[0] ?? "")).toMatchObject({ result: "refused", reason: "codes_replaced" });
    await harness.call("users.setStatus", { user, status: "disabled" });
    expect(await test(codes[0] ?? "")).toMatchObject({ result: "refused", reason: "user_disabled" });
    const bob = { username: "bob" };
    await harness.call("users.add", bob);
    const asked = { user: bob, backupCode: wrong };
    expect(await harness.call("verification.test", asked)).toMatchObject({ reason: "no_token", actions: ["enrol"] });
  });

  it("is no way to find one: wrong ones wait as at a check, and end at the limit, those of checks included", async () => {
    const { harness, test, check, codes } = await ready();
    await harness.call("policies.set", {
      changes: { failureLimit: 6, freeFailures: 2, firstDelaySeconds: 30, longestDelaySeconds: 60 },
    });
    const reasons: string[] = [];
    for (let count = 0; count < 4; count += 1) reasons.push((await test(wrong)).reason);
    expect(reasons).toEqual(["wrong_code", "wrong_code", "wrong_code", "throttled"]);
    expect(await test(codes[0] ?? "")).toMatchObject({ reason: "throttled" });
    const wait = () => harness.clock.advance(61_000);
    wait();
    for (let count = 0; count < 3; count += 1) {
      expect((await check(wrong)).reason).toBe("wrong_code");
      wait();
    }
    const over = await test(codes[0] ?? "");
    expect(over).toMatchObject({ result: "refused", reason: "throttled", retryAt: null });
    expect((await check(codes[0] ?? "")).result).toBe("accepted");
    expect((await test(codes[1] ?? "")).result).toBe("accepted");
  });

  it("counts from the beginning once the person has given a right code", async () => {
    const { harness, test, check, codes } = await ready();
    await harness.call("policies.set", { changes: { failureLimit: 6, freeFailures: 5, lowCodes: 1 } });
    for (const code of codes.slice(0, 3)) {
      for (let count = 0; count < 5; count += 1) expect((await test(wrong)).reason).toBe("wrong_code");
      expect((await check(code)).result).toBe("accepted");
    }
  });
});
