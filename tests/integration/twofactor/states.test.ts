import { describe, expect, it } from "vitest";
import type { TokenId } from "#shared/model/ids.ts";
import type { TokenStatus } from "#shared/model/records.ts";
import { Authenticator, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import { codeFor, type Harness, openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  // Few wrong codes lock, and none costs a delay before that.
  await harness.call("policies.set", { changes: { failureLimit: 5 } });
  return { harness, admin };
}

interface Prepared {
  tokenId: TokenId;
  phone: Authenticator;
}

/** A new user's authenticator in a state, brought there by the console's own procedures. */
async function prepare(harness: Harness, username: string, status: TokenStatus): Promise<Prepared> {
  await harness.call("users.add", { username });
  if (status === "pending") {
    const { tokenId, secret } = await harness.call("tokens.begin", { user: { username } });
    return { tokenId, phone: new Authenticator(secret) };
  }
  const { tokenId, phone } = await enrolPhone(harness, username);
  if (status === "disabled") await harness.call("tokens.disable", { tokenId });
  if (status === "revoked") await harness.call("tokens.revoke", { tokenId });
  if (status === "locked") {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await harness.call("verification.check", { user: { username }, code: phone.wrong(harness) });
    }
  }
  return { tokenId, phone };
}

const acts = ["confirm", "cancel", "disable", "enable", "unlock", "revoke"] as const;
type Act = (typeof acts)[number];

/** Where each act leads to from each state; null: refused. Written down here once more, on purpose. */
const expected: Record<TokenStatus, Record<Act, TokenStatus | "gone" | null>> = {
  pending: { confirm: "active", cancel: "gone", disable: null, enable: null, unlock: null, revoke: "revoked" },
  active: { confirm: null, cancel: null, disable: "disabled", enable: "active", unlock: "active", revoke: "revoked" },
  disabled: { confirm: null, cancel: null, disable: "disabled", enable: "active", unlock: null, revoke: "revoked" },
  locked: { confirm: null, cancel: null, disable: "disabled", enable: null, unlock: "active", revoke: "revoked" },
  revoked: { confirm: null, cancel: null, disable: null, enable: null, unlock: null, revoke: "revoked" },
};

const statusOf = async (harness: Harness, username: string) =>
  (await harness.call("users.get", { user: { username } })).tokens[0]?.status ?? "gone";

describe.each(Object.keys(expected) as TokenStatus[])("an authenticator that is %s", (status) => {
  it.each(acts)("answers to %s as it may", async (act) => {
    const { harness } = await ready();
    const { tokenId, phone } = await prepare(harness, "ann", status);
    expect(await statusOf(harness, "ann")).toBe(status);
    const input = act === "confirm" ? { tokenId, code: phone.now(harness) } : { tokenId };
    const reply = await harness.console.call(`tokens.${act}`, input, harness.caller);
    const to = expected[status][act];
    if (to === null) {
      expect(reply).toMatchObject({ ok: false, error: { code: "TOKEN_STATE" } });
      expect(await statusOf(harness, "ann")).toBe(status);
    } else {
      expect(reply).toMatchObject({ ok: true });
      expect(await statusOf(harness, "ann")).toBe(to);
    }
  });
});

describe("a locked authenticator", () => {
  it("accepts nothing until it is unlocked, which also ends the waiting time", async () => {
    const { harness, admin } = await ready();
    const { tokenId, phone } = await prepare(harness, "ann", "locked");
    const check = () => harness.call("verification.check", { user: { username: "ann" }, code: phone.now(harness, 1) });
    expect(await check()).toMatchObject({ result: "refused", reason: "throttled" });
    harness.clock.advance(30_000);
    expect(await check()).toMatchObject({ result: "refused", reason: "token_locked", tokenId });
    harness.clock.advance(-30_000);
    const unlocked = await harness.call("tokens.unlock", { tokenId, reason: "the user called back" });
    expect(unlocked).toMatchObject({ status: "active", failures: 0 });
    expect(await check()).toMatchObject({ result: "accepted" });
    await signInAgain(harness, admin);
    const { rows } = await harness.call("audit.list", { action: "token" });
    expect(rows.map(({ action }) => action)).toEqual(["token.unlock", "token.lock", "token.confirm", "token.begin"]);
    expect(rows[0]?.details).toMatchObject({ tokenId, failures: 5, reason: "the user called back" });
    expect(rows[1]).toMatchObject({ actor: null, target: "ann" });
  });

  it("unlocks the waiting time alone where it is not locked", async () => {
    const { harness } = await ready();
    await harness.call("policies.set", { changes: { failureLimit: 100 } });
    const { tokenId, phone } = await prepare(harness, "ann", "active");
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await harness.call("verification.check", { user: { username: "ann" }, code: phone.wrong(harness) });
    }
    const check = () => harness.call("verification.check", { user: { username: "ann" }, code: phone.now(harness, 1) });
    expect(await check()).toMatchObject({ reason: "throttled" });
    expect(await harness.call("tokens.unlock", { tokenId })).toMatchObject({ status: "active", failures: 0 });
    expect(await check()).toMatchObject({ result: "accepted" });
  });
});

describe("a reason", () => {
  it("is kept in the audit with what was done", async () => {
    const { harness } = await ready();
    const { tokenId } = await prepare(harness, "ann", "active");
    await harness.call("tokens.disable", { tokenId, reason: "on leave" });
    await harness.call("tokens.revoke", { tokenId, reason: "phone lost" });
    const { rows } = await harness.call("audit.list", { action: "token", limit: 2 });
    expect(rows.map(({ action, details }) => [action, details["reason"]])).toEqual([
      ["token.revoke", "phone lost"],
      ["token.disable", "on leave"],
    ]);
  });
});

describe("renaming", () => {
  it("keeps both labels in the audit, and a name that is the same changes nothing", async () => {
    const { harness } = await ready();
    const { tokenId } = await prepare(harness, "ann", "active");
    expect(await harness.call("tokens.rename", { tokenId, label: "Work phone" })).toMatchObject({
      label: "Work phone",
    });
    await harness.call("tokens.rename", { tokenId, label: "Work phone" });
    const { rows } = await harness.call("audit.list", { action: "token.rename" });
    expect(rows.map(({ details }) => details)).toEqual([
      { tokenId, labelBefore: expect.stringMatching(/^Phone, \p{L}+ \d{4}$/u) as unknown, labelAfter: "Work phone" },
    ]);
  });
});

describe("the list of all authenticators", () => {
  it("pages newest first, and filters by user and state", async () => {
    const { harness } = await ready();
    const made: TokenId[] = [];
    for (const username of ["ann", "bob", "cyd"]) {
      harness.clock.advance(1000);
      made.push((await prepare(harness, username, "active")).tokenId);
    }
    const first = await harness.call("tokens.list", { limit: 2 });
    expect(first.rows.map(({ id, username }) => [id, username])).toEqual([
      [made[2], "cyd"],
      [made[1], "bob"],
    ]);
    const rest = await harness.call("tokens.list", { limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ rows: [{ id: made[0], username: "ann" }], nextCursor: null });
    await harness.call("tokens.disable", { tokenId: made[1] as TokenId });
    expect((await harness.call("tokens.list", { status: "disabled" })).rows.map(({ id }) => id)).toEqual([made[1]]);
    const ofAnn = await harness.call("tokens.list", { user: { username: "ann" } });
    expect(ofAnn.rows.map(({ id }) => id)).toEqual([made[0]]);
  });
});

describe("an enrolment that was not confirmed in time", () => {
  it("is refused and erased with the next one of its user", async () => {
    const { harness } = await ready();
    const { tokenId, phone } = await prepare(harness, "ann", "pending");
    harness.clock.advance(15 * 60_000 - 60_000);
    await harness.call("access.whoami", {});
    harness.clock.advance(60_001);
    const confirm = { tokenId, code: phone.now(harness) };
    expect((await harness.refuse("tokens.confirm", confirm)).code).toBe("ENROLMENT_EXPIRED");
    const check = await harness.call("verification.check", { user: { username: "ann" }, code: phone.now(harness) });
    expect(check).toMatchObject({ reason: "token_pending", tokenId });
    expect(check.message).toContain("expired");
    const next = await harness.call("tokens.begin", { user: { username: "ann" } });
    expect((await harness.call("tokens.list", {})).rows.map(({ id }) => id)).toEqual([next.tokenId]);
    const { rows } = await harness.call("audit.list", { action: "token.expire" });
    expect(rows).toMatchObject([{ actor: null, target: "ann", details: { tokenId } }]);
  });

  it("is erased at the next sign-in, once", async () => {
    const { harness, admin } = await ready();
    const { tokenId } = await prepare(harness, "ann", "pending");
    await prepare(harness, "bob", "active");
    harness.clock.advance(16 * 60_000);
    await signInAgain(harness, admin);
    harness.clock.advance(60_000);
    await signInAgain(harness, admin);
    expect(await harness.call("users.get", { user: { username: "ann" } })).toMatchObject({
      enrolment: "none",
      tokens: [],
    });
    const { rows } = await harness.call("audit.list", { action: "token.expire" });
    expect(rows).toMatchObject([{ details: { tokenId } }]);
  });

  it("lasts as long as the policy says", async () => {
    const { harness } = await ready();
    await harness.call("policies.set", { changes: { enrolmentMinutes: 5 } });
    await harness.call("users.add", { username: "ann" });
    const { tokenId, secret, expiresAt } = await harness.call("tokens.begin", { user: { username: "ann" } });
    expect(expiresAt).toBe(harness.clock.now() + 300_000);
    harness.clock.advance(300_000);
    await harness.call("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) });
  });
});
