import { describe, expect, it } from "vitest";
import { codeFor, enrol, type Harness, openHarness, owner, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const ann = await enrol(harness, "ann");
  const check = (input: { code: string } | { backupCode: string }) =>
    harness.call("verification.check", { user: { username: "ann" }, ...input });
  return { harness, admin, ann, check };
}

/** A code that this seed shows at none of the steps around now. */
function wrongCode(secret: string, harness: Harness): string {
  const shown = new Set(Array.from({ length: 61 }, (_, index) => codeFor(secret, harness.clock, index - 30)));
  for (let guess = 0; ; guess += 1) {
    const code = String(guess).padStart(6, "0");
    if (!shown.has(code)) return code;
  }
}

describe("checking a code", () => {
  it("accepts the current one and refuses it when it comes again", async () => {
    const { harness, ann, check } = await ready();
    const code = codeFor(ann.secret, harness.clock);
    expect(await check({ code })).toMatchObject({
      result: "accepted",
      reason: "ok",
      method: "totp",
      tokenId: ann.tokenId,
      driftSteps: 0,
    });
    expect(await check({ code })).toMatchObject({ result: "refused", reason: "already_used" });
  });

  it("accepts a code with blanks as people read it out", async () => {
    const { harness, ann, check } = await ready();
    const code = codeFor(ann.secret, harness.clock);
    expect(await check({ code: ` ${code.slice(0, 3)} ${code.slice(3)} ` })).toMatchObject({ result: "accepted" });
  });

  it("refuses the code that confirmed the enrolment", async () => {
    const { harness, ann, check } = await ready();
    expect(await check({ code: codeFor(ann.secret, harness.clock, -1) })).toMatchObject({
      result: "refused",
      reason: "already_used",
    });
  });

  it("accepts no older step once a newer one was accepted", async () => {
    const { harness, ann, check } = await ready();
    expect(await check({ code: codeFor(ann.secret, harness.clock, 1) })).toMatchObject({
      result: "accepted",
      driftSteps: 1,
    });
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      result: "refused",
      reason: "already_used",
    });
  });

  it("accepts one code once when it comes many times at once", async () => {
    const { harness, ann, check } = await ready();
    const code = codeFor(ann.secret, harness.clock);
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => check({ code })));
    expect(verdicts.filter(({ result }) => result === "accepted")).toHaveLength(1);
  });

  it.each([-20, -5, -3, 2, 3, 20])("says by how much it has drifted: %i steps", async (steps) => {
    const { harness, ann, check } = await ready();
    harness.clock.advance(600_000);
    expect(await check({ code: codeFor(ann.secret, harness.clock, steps) })).toMatchObject({
      result: "refused",
      reason: "drifted",
      driftSteps: steps,
    });
  });

  it("follows a clock that drifts slowly, and takes it back when it is corrected", async () => {
    const { harness, ann, check } = await ready();
    for (const drift of [1, 2, 3]) {
      harness.clock.advance(300_000);
      expect(await check({ code: codeFor(ann.secret, harness.clock, drift) })).toMatchObject({
        result: "accepted",
        driftSteps: drift,
      });
    }
    harness.clock.advance(300_000);
    expect(await check({ code: codeFor(ann.secret, harness.clock, 0) })).toMatchObject({
      result: "accepted",
      driftSteps: 0,
    });
  });

  it("says that a code is wrong, and counts it", async () => {
    const { harness, ann, check } = await ready();
    expect(await check({ code: wrongCode(ann.secret, harness) })).toMatchObject({
      result: "refused",
      reason: "wrong_code",
      tokenId: null,
    });
    expect((await harness.call("users.get", { user: { username: "ann" } })).tokens).toMatchObject([{ failures: 1 }]);
    await check({ code: codeFor(ann.secret, harness.clock) });
    expect((await harness.call("users.get", { user: { username: "ann" } })).tokens).toMatchObject([{ failures: 0 }]);
  });

  it("says that the user has nothing to check against", async () => {
    const { harness } = await ready();
    await harness.call("users.add", { username: "bob" });
    const verdict = await harness.call("verification.check", { user: { username: "bob" }, code: "123456" });
    expect(verdict).toMatchObject({ result: "refused", reason: "no_token" });
  });

  it("says that the authenticator is disabled, pending, or revoked and gone", async () => {
    const { harness, ann, check } = await ready();
    await harness.call("tokens.disable", { tokenId: ann.tokenId });
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      reason: "token_disabled",
      tokenId: ann.tokenId,
    });
    await harness.call("tokens.revoke", { tokenId: ann.tokenId });
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({ reason: "token_revoked" });
    const { secret } = await harness.call("tokens.begin", { user: { username: "ann" } });
    expect(await check({ code: codeFor(secret, harness.clock) })).toMatchObject({ reason: "token_pending" });
  });

  it("accepts nothing of a disabled user", async () => {
    const { harness, ann, check } = await ready();
    await harness.call("users.disable", { user: { username: "ann" } });
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      result: "refused",
      reason: "user_disabled",
    });
    expect(await check({ backupCode: ann.backupCodes[0] ?? "" })).toMatchObject({
      result: "refused",
      reason: "user_disabled",
    });
    await harness.call("users.enable", { user: { username: "ann" } });
    expect(await check({ backupCode: ann.backupCodes[0] ?? "" })).toMatchObject({ result: "accepted" });
  });

  it("finds no administrator by their account", async () => {
    const { harness } = await ready();
    expect((await harness.refuse("verification.check", { user: { username: "olga" }, code: "123456" })).code).toBe(
      "NOT_FOUND",
    );
  });
});

describe("checking a backup code", () => {
  it("accepts each once", async () => {
    const { check, ann } = await ready();
    const [backupCode = ""] = ann.backupCodes;
    expect(await check({ backupCode: backupCode.toLowerCase().replace("-", " ") })).toMatchObject({
      result: "accepted",
      method: "backup_code",
      remainingBackupCodes: 9,
    });
    expect(await check({ backupCode })).toMatchObject({
      result: "refused",
      reason: "already_used",
      remainingBackupCodes: 9,
    });
  });

  it("accepts one once when it comes many times at once", async () => {
    const { check, ann } = await ready();
    const backupCode = ann.backupCodes[3] ?? "";
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => check({ backupCode })));
    expect(verdicts.filter(({ result }) => result === "accepted")).toHaveLength(1);
  });

  it("tells a wrong one from what cannot be one", async () => {
    const { check } = await ready();
    expect(await check({ backupCode: "00000-00000" })).toMatchObject({ reason: "wrong_code" });
    expect(await check({ backupCode: "hello" })).toMatchObject({ reason: "malformed" });
  });
});

describe("wrong codes in a row", () => {
  it("delay the next check, also over a restart, and say until when", async () => {
    const { harness, ann, check } = await ready();
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await check({ code: wrongCode(ann.secret, harness) })).toMatchObject({ reason: "wrong_code" });
    await harness.reopen();
    const verdict = await check({ code: codeFor(ann.secret, harness.clock) });
    expect(verdict).toMatchObject({ result: "refused", reason: "throttled", retryAt: harness.clock.now() + 30_000 });
    harness.clock.advance(30_000);
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({ result: "accepted" });
  });

  it("lock the authenticator at a hundred", async () => {
    const { harness, admin, ann, check } = await ready();
    for (let attempt = 0; attempt < 100; attempt += 1) {
      expect(await check({ code: wrongCode(ann.secret, harness) })).toMatchObject({ reason: "wrong_code" });
      harness.clock.advance(3_600_000);
      await harness.call("access.signIn", { ...owner, code: codeFor(admin.secret, harness.clock) });
    }
    expect((await harness.call("users.get", { user: { username: "ann" } })).tokens).toMatchObject([
      { status: "locked", failures: 100 },
    ]);
  });
});

describe("wrong backup codes in a row", () => {
  it("void the codes that are left at the limit, and new ones count afresh", async () => {
    const { harness, ann } = await ready();
    await harness.call("policies.set", {
      changes: { failureLimit: 6, freeFailures: 4, firstDelaySeconds: 30, longestDelaySeconds: 60 },
    });
    const user = { username: "ann" };
    const guess = async (): Promise<string> => {
      harness.clock.advance(60_000);
      return (await harness.call("verification.check", { user, backupCode: "ZZZZZ-ZZZZ7" })).reason;
    };
    const reasons: string[] = [];
    for (let n = 0; n < 7; n += 1) reasons.push(await guess());
    expect(reasons).toEqual([...Array.from({ length: 6 }, () => "wrong_code"), "no_token"]);
    harness.clock.advance(60_000);
    const right = await harness.call("verification.check", { user, backupCode: ann.backupCodes[0] ?? "" });
    expect(right).toMatchObject({ result: "refused", reason: "codes_replaced" });
    const { rows } = await harness.call("audit.list", { action: "backup_codes.void" });
    expect(rows).toMatchObject([{ actor: null, target: "ann" }]);
    const fresh = await harness.call("tokens.regenerateBackupCodes", { user });
    const check = (backupCode: string) => harness.call("verification.check", { user, backupCode });
    expect(await check("ZZZZZ-ZZZZ7")).toMatchObject({ reason: "wrong_code" });
    expect(await check(fresh.backupCodes[0] ?? "")).toMatchObject({ result: "accepted" });
  });
});

describe("a clock that was set back", () => {
  it("stops the checks until an owner says that it is right", async () => {
    const { harness, ann, check } = await ready();
    harness.clock.advance(-300_000);
    const refused = await harness.refuse("verification.check", {
      user: { username: "ann" },
      code: codeFor(ann.secret, harness.clock),
    });
    expect(refused.code).toBe("CLOCK_ROLLED_BACK");
    await harness.call("system.acceptClock", {});
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      result: "refused",
      reason: "already_used",
    });
    harness.clock.advance(330_000);
    expect(await check({ code: codeFor(ann.secret, harness.clock) })).toMatchObject({ result: "accepted" });
  });

  it("by less than a minute is a correction", async () => {
    const { harness, ann, check } = await ready();
    harness.clock.advance(-29_000);
    expect((await check({ code: codeFor(ann.secret, harness.clock, 1) })).result).toBe("accepted");
  });
});
