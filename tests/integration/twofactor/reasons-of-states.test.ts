import { describe, expect, it } from "vitest";
import { begunByLetter, enrolPhone } from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";

const user = { username: "ann" };

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  await harness.call("users.add", user);
  const ann = await enrolPhone(harness, "ann");
  harness.clock.advance(30_000);
  const check = (code: string) => harness.call("verification.check", { user, code });
  const backup = (backupCode: string) => harness.call("verification.check", { user, backupCode });
  return { harness, ann, check, backup };
}

describe("a refusal names what is the case, and what helps", () => {
  it("where backup codes became void: new ones, and no new enrolment", async () => {
    const { harness, ann, backup } = await ready();
    await harness.call("policies.set", {
      changes: { failureLimit: 6, freeFailures: 0, firstDelaySeconds: 30, longestDelaySeconds: 60 },
    });
    for (let count = 0; count < 6; count += 1) {
      await backup("ZZZZZ-ZZZZ7");
      harness.clock.advance(61_000);
    }
    const verdict = await backup("ZZZZZ-ZZZZ7");
    expect(verdict).toMatchObject({ reason: "no_token", actions: ["new_backup_codes", "try_next_code"] });
    expect(verdict.message).toContain("no valid backup codes");
    expect(await backup(ann.backupCodes[0] ?? "")).toMatchObject({ reason: "codes_replaced" });
  });

  it("of a backup code of the set before: since which day it is void; and it counts like a wrong one", async () => {
    const { harness, ann, backup } = await ready();
    const [first = "", second = ""] = ann.backupCodes;
    const { backupCodes } = await harness.call("tokens.regenerateBackupCodes", { user });
    const verdict = await backup(first);
    expect(verdict).toMatchObject({
      result: "refused",
      reason: "codes_replaced",
      actions: ["try_next_code", "new_backup_codes"],
    });
    expect(verdict.message).toContain("void since 5 January 2026");
    const tested = { user, backupCode: second };
    expect(await harness.call("verification.test", tested)).toMatchObject({ message: verdict.message });
    expect(await backup("ZZZZZ-ZZZZ7")).toMatchObject({ reason: "wrong_code" });
    for (let count = 0; count < 3; count += 1) await backup(first);
    expect(await backup(backupCodes[0] ?? "")).toMatchObject({ reason: "throttled" });
  });

  it("of a wait, where nothing can be unlocked: no act that would be refused", async () => {
    const { harness, ann, backup } = await ready();
    await harness.call("tokens.disable", { tokenId: ann.tokenId });
    for (let count = 0; count < 5; count += 1) await backup("ZZZZZ-ZZZZ7");
    expect(await backup("ZZZZZ-ZZZZ7")).toMatchObject({
      reason: "throttled",
      actions: ["wait", "call_back"],
      targets: [],
    });
  });

  it.each(["disabled", "left"] as const)("of a person who is %s", async (status) => {
    const { harness, ann, check } = await ready();
    await harness.call("users.setStatus", { user, status });
    expect(await check(ann.phone.now(harness))).toMatchObject({
      reason: "user_disabled",
      actions: ["activate_person"],
    });
  });

  it("of a code that is older than one that was accepted: the next one is asked for first", async () => {
    const { harness, ann, check } = await ready();
    harness.clock.advance(300_000);
    await check(ann.phone.now(harness));
    const verdict = await check(ann.phone.now(harness, -6));
    expect(verdict).toMatchObject({ result: "refused", reason: "drifted" });
    expect(verdict.actions[0]).toBe("try_next_code");
    expect(verdict.message).toMatch(/^This code is an old one/u);
  });

  it("of a code of a waiting letter that was meant for the phone", async () => {
    const { harness, ann } = await ready();
    const letter = await begunByLetter(harness, "ann", { label: "By letter", replaces: ann.tokenId });
    const asked = { user, code: letter.phone.now(harness), tokenId: ann.tokenId };
    expect(await harness.call("verification.check", asked)).toMatchObject({
      reason: "other_token",
      tokenLabel: "By letter",
    });
  });
});

describe("an authenticator that is not active", () => {
  it.each(["disabled", "locked"] as const)("cannot be guessed at without waiting while it is %s", async (state) => {
    const { harness, ann, check } = await ready();
    if (state === "disabled") await harness.call("tokens.disable", { tokenId: ann.tokenId });
    else {
      await harness.call("policies.set", {
        changes: { failureLimit: 6, freeFailures: 5, firstDelaySeconds: 30, longestDelaySeconds: 60 },
      });
      for (let count = 0; count < 6; count += 1) await check(ann.phone.wrong(harness));
      harness.clock.advance(61_000);
    }
    expect(await check(ann.phone.now(harness))).toMatchObject({ reason: `token_${state}` });
    const reasons = [];
    for (let count = 0; count < 7; count += 1) reasons.push((await check(ann.phone.wrong(harness))).reason);
    expect(reasons.at(0)).toBe(`token_${state}`);
    expect(reasons.at(-1)).toBe("throttled");
    expect(await check(ann.phone.now(harness))).toMatchObject({ reason: "throttled" });
  });
});
