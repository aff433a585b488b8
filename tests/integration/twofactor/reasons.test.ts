import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { allowEverything, Authenticator, begunByLetter, enrolPhone } from "../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  await allowEverything(harness);
  await harness.call("users.add", { username: "ann" });
  const check = (code: string, tokenId?: TokenId) =>
    harness.call("verification.check", { user: { username: "ann" }, code, tokenId });
  const test = (code: string, tokenId?: TokenId) =>
    harness.call("verification.test", { user: { username: "ann" }, code, tokenId });
  return { harness, check, test };
}

const tokensOf = async (harness: Harness) => (await harness.call("users.get", { user: { username: "ann" } })).tokens;

const statusOf = async (harness: Harness, tokenId: TokenId) =>
  (await tokensOf(harness)).find(({ id }) => id === tokenId)?.status;

describe("a refused code says why", () => {
  it("names the other authenticator that it belongs to, and does not use it up", async () => {
    const { harness, check } = await ready();
    const one = await enrolPhone(harness, "ann", { label: "Phone" });
    const two = await enrolPhone(harness, "ann", { label: "Tablet" });
    harness.clock.advance(60_000);
    const code = two.phone.now(harness);
    const verdict = await check(code, one.tokenId);
    expect(verdict).toMatchObject({ result: "refused", reason: "other_token", tokenId: two.tokenId });
    expect(verdict.message).toContain("Tablet");
    expect(await check(code, two.tokenId)).toMatchObject({ result: "accepted", tokenId: two.tokenId });
    // Only the one that was asked counts the failure.
    const failures = (await tokensOf(harness)).map((token) => [token.label, token.failures]);
    expect(Object.fromEntries(failures)).toEqual({ Phone: 1, Tablet: 0 });
  });

  it("refuses to look at another user's authenticator", async () => {
    const { harness } = await ready();
    const { tokenId } = await enrolPhone(harness, "ann");
    await harness.call("users.add", { username: "bob" });
    const asked = { user: { username: "bob" }, code: "123456", tokenId };
    expect((await harness.refuse("verification.check", asked)).code).toBe("INVALID_REFERENCE");
    expect((await harness.refuse("verification.test", asked)).code).toBe("INVALID_REFERENCE");
  });

  it.each([
    { algorithm: "SHA256", digits: 8, period: 60 },
    { algorithm: "SHA512", digits: 6, period: 30 },
    { algorithm: "SHA1", digits: 8, period: 30 },
  ] as const)("knows an app that ignores $algorithm, $digits digits, $period s", async (form) => {
    const { harness, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann", form);
    harness.clock.advance(120_000);
    const ignorant = new Authenticator(phone.seed);
    const verdict = await check(ignorant.now(harness));
    expect(verdict).toMatchObject({ result: "refused", reason: "wrong_parameters", tokenId });
    expect(verdict.message).toContain("SHA1, 6 digits and 30 seconds");
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
  });

  it("says the same where it happens at the confirmation", async () => {
    const { harness } = await ready();
    const { tokenId, secret } = await harness.call("tokens.begin", { user: { username: "ann" }, algorithm: "SHA512" });
    const error = await harness.refuse("tokens.confirm", { tokenId, code: new Authenticator(secret).now(harness) });
    expect(error).toMatchObject({ code: "ENROLMENT_CODE_WRONG", details: { reason: "wrong_parameters" } });
    expect(error.message).toContain("SHA1, 6 digits");
  });

  it("says that a user has left", async () => {
    const { harness, check, test } = await ready();
    const { phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(30_000);
    await harness.call("users.setStatus", { user: { username: "ann" }, status: "left" });
    const verdict = await check(phone.now(harness));
    expect(verdict).toMatchObject({ result: "refused", reason: "user_disabled" });
    expect(verdict.message).toContain("left");
    expect(await test(phone.now(harness))).toMatchObject({ result: "refused", reason: "user_disabled" });
  });
});

describe("a counter", () => {
  it("is looked ahead for as far as the policy says, and never behind", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", { changes: { lookAhead: 5 } });
    const { phone } = await enrolPhone(harness, "ann", { kind: "hotp" });
    expect(await check(phone.at(0))).toMatchObject({ reason: "already_used" });
    expect(await check(phone.at(5))).toMatchObject({ result: "accepted", driftSteps: null });
    for (const counter of [5, 4, 3, 1, 0]) expect(await check(phone.at(counter))).toMatchObject({ result: "refused" });
    const verdict = await check(phone.at(12));
    expect(verdict).toMatchObject({ result: "refused", reason: "drifted", driftSteps: 6 });
    expect(verdict.message).toContain("6 codes were skipped");
    expect(await check(phone.at(10))).toMatchObject({ result: "accepted" });
    // The one that came too early was told so, and is gone.
    expect(await check(phone.at(12))).toMatchObject({ result: "refused", reason: "already_used" });
    expect(await check(phone.at(13))).toMatchObject({ result: "accepted" });
  });

  it("is shown to apps with its kind and its beginning", async () => {
    const { harness } = await ready();
    const { uri } = await harness.call("tokens.begin", { user: { username: "ann" }, kind: "hotp", digits: 8 });
    const parsed = new URL(uri);
    expect(parsed.host).toBe("hotp");
    expect(parsed.searchParams.get("counter")).toBe("0");
    expect(parsed.searchParams.get("digits")).toBe("8");
    expect(parsed.searchParams.has("period")).toBe(false);
  });
});

describe("a test of a code", () => {
  it("says what a check would say, uses nothing up, and leaves one event", async () => {
    const { harness, check, test } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(60_000);
    const before = await tokensOf(harness);
    for (let time = 0; time < 2; time += 1) {
      expect(await test(phone.now(harness))).toMatchObject({
        result: "accepted",
        reason: "ok",
        tokenId,
        driftSteps: 0,
      });
    }
    expect(await test(phone.now(harness, 5))).toMatchObject({ reason: "drifted", driftSteps: 5 });
    expect(await test(phone.wrong(harness))).toMatchObject({ reason: "wrong_code" });
    expect(await tokensOf(harness)).toEqual(before);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
    const { rows } = await harness.call("audit.list", { action: "verification" });
    expect(rows.map(({ action, result }) => [action, result])).toEqual([
      ["verification.check", "accepted"],
      ["verification.test", "refused"],
      ["verification.test", "refused"],
      ["verification.test", "accepted"],
      ["verification.test", "accepted"],
    ]);
  });

  it("is no way to guess: wrong ones wait as checks do, and do not make checks wait", async () => {
    const { harness, check, test } = await ready();
    const { phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(60_000);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await test(phone.wrong(harness))).toMatchObject({ reason: "wrong_code" });
    }
    const waits = await test(phone.now(harness));
    expect(waits).toMatchObject({ reason: "throttled", retryAt: harness.clock.now() + 30_000 });
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
    expect((await tokensOf(harness))[0]).toMatchObject({ failures: 0 });
  });

  it("waits while checks wait", async () => {
    const { harness, check, test } = await ready();
    const { phone } = await enrolPhone(harness, "ann");
    for (let attempt = 0; attempt < 5; attempt += 1) await check(phone.wrong(harness));
    expect(await test(phone.now(harness, 1))).toMatchObject({ reason: "throttled" });
  });
});

describe("a letter's enrolment", () => {
  const byLetter = (harness: Harness, input: { replaces?: TokenId } = {}) => begunByLetter(harness, "ann", input);

  it("is activated by its user's first right code, which then is used up", async () => {
    const { harness, check, test } = await ready();
    const { tokenId, phone } = await byLetter(harness);
    const code = phone.now(harness);
    expect(await test(code)).toMatchObject({ result: "accepted", tokenId });
    expect((await tokensOf(harness))[0]).toMatchObject({ status: "pending" });
    expect(await check(phone.wrong(harness))).toMatchObject({ reason: "wrong_code" });
    expect(await check(code)).toMatchObject({ result: "accepted", reason: "ok", tokenId });
    expect((await tokensOf(harness))[0]).toMatchObject({ status: "active", expiresAt: null });
    expect(await check(code)).toMatchObject({ result: "refused", reason: "already_used" });
    const { rows } = await harness.call("audit.list", { action: "token.confirm" });
    expect(rows).toMatchObject([{ actor: "olga", target: "ann", details: { tokenId, backupCodes: 0 } }]);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  it("takes the place of the older authenticator at that moment, not before", async () => {
    const { harness, check } = await ready();
    const old = await enrolPhone(harness, "ann");
    const { tokenId, phone } = await byLetter(harness, { replaces: old.tokenId });
    harness.clock.advance(60_000);
    expect(await check(old.phone.now(harness))).toMatchObject({ result: "accepted", tokenId: old.tokenId });
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted", tokenId });
    expect(await statusOf(harness, old.tokenId)).toBe("revoked");
    expect(await statusOf(harness, tokenId)).toBe("active");
    harness.clock.advance(60_000);
    expect(await check(old.phone.now(harness))).toMatchObject({ reason: "token_revoked", ended: { why: "replaced" } });
  });

  it("is not activated by another authenticator's check, nor after it was withdrawn", async () => {
    const { harness, check } = await ready();
    const old = await enrolPhone(harness, "ann");
    const { tokenId, phone } = await byLetter(harness, { replaces: old.tokenId });
    expect(await check(phone.now(harness), old.tokenId)).toMatchObject({ result: "refused" });
    const raw = new Database(storeFile(harness.dataDir));
    raw.prepare("UPDATE letters SET voided_at = 1").run();
    raw.close();
    expect(await check(phone.now(harness))).toMatchObject({ reason: "token_pending", tokenId });
    expect(await statusOf(harness, tokenId)).toBe("pending");
  });
});

describe("the policy", () => {
  it.each([
    ["kinds", ["totp"], { kind: "hotp" }, "kind"],
    ["algorithms", ["SHA1"], { algorithm: "SHA512" }, "algorithm"],
    ["digits", [6], { digits: 8 }, "digits"],
    ["periods", [30], { period: 60 }, "period"],
  ] as const)("of allowed %s refuses others and names the field", async (key, allowed, asked, field) => {
    const { harness } = await ready();
    await harness.call("policies.set", { changes: { [key]: [...allowed] } });
    const error = await harness.refuse("tokens.begin", { user: { username: "ann" }, ...asked });
    expect(error.code).toBe("POLICY_REFUSED");
    expect(Object.keys(error.fields ?? {})).toEqual([field]);
    await harness.call("tokens.begin", { user: { username: "ann" } });
  });

  it("gives defaults, issuer, window, and the shape of backup codes", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", {
      changes: {
        issuer: "Acme Login",
        defaultAlgorithm: "SHA256",
        defaultDigits: 8,
        acceptedSteps: 3,
        codeCount: 6,
        codeGroups: 4,
        lowCodes: 5,
      },
    });
    const { tokenId, secret, uri } = await harness.call("tokens.begin", { user: { username: "ann" } });
    expect(uri).toContain("otpauth://totp/Acme%20Login:ann?");
    const phone = new Authenticator(secret, { algorithm: "SHA256", digits: 8 });
    const { backupCodes } = await harness.call("tokens.confirm", { tokenId, code: phone.now(harness, -3) });
    expect(backupCodes).toHaveLength(6);
    for (const code of backupCodes) expect(code).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/u);
    expect(await check(phone.now(harness, 3))).toMatchObject({ result: "accepted", driftSteps: 3 });
    const user = { username: "ann" };
    expect((await harness.call("users.get", { user })).backupCodes).toMatchObject({ remaining: 6, low: false });
    const [, backupCode = ""] = backupCodes;
    await harness.call("verification.check", { user, backupCode });
    expect((await harness.call("users.get", { user })).backupCodes).toMatchObject({
      remaining: 5,
      low: true,
      usedAt: [null, harness.clock.now(), null, null, null, null],
    });
  });

  it("sets the delays and the limit of wrong codes, of users only", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", {
      changes: { freeFailures: 0, firstDelaySeconds: 60, longestDelaySeconds: 60, failureLimit: 6 },
    });
    const { phone } = await enrolPhone(harness, "ann");
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await check(phone.wrong(harness))).toMatchObject({ reason: "wrong_code" });
      expect(await check(phone.wrong(harness))).toMatchObject({
        reason: "throttled",
        retryAt: harness.clock.now() + 60_000,
      });
      harness.clock.advance(60_000);
    }
    expect((await tokensOf(harness))[0]).toMatchObject({ status: "locked", failures: 6 });
    const wrong = { name: "olga", password: "not that one", code: "000000" };
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect((await harness.refuse("access.signIn", wrong)).code).toBe("SIGN_IN_REFUSED");
    }
  });
});
