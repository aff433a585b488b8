import { expect, it } from "vitest";
import { type Person, signInAgain, stepUp, theOwner } from "../../../support/administrators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";
import { memoryKeychain } from "../../../support/memory-keychain.ts";

const next = "four copper lanterns in rain";

async function begin(overrides: Parameters<typeof openHarness>[0] = {}): Promise<{ harness: Harness; olga: Person }> {
  const harness = await openHarness(overrides);
  const { secret } = await setUp(harness);
  const olga = await theOwner(harness, secret, owner);
  return { harness, olga };
}

/** A second window of the same person. */
async function secondWindow(harness: Harness, olga: Person): Promise<Person> {
  const other = { ...olga, caller: newCaller() };
  await signInAgain(harness, other);
  return other;
}

it("a new password ends every other session and is the only one that signs in", async () => {
  const { harness, olga } = await begin();
  const other = await secondWindow(harness, olga);
  await stepUp(harness, olga, "own security");
  const before = olga.caller.session.get();
  await harness.call("account.changePassword", { current: olga.password, next });
  expect(olga.caller.session.get()).not.toBe(before);
  expect((await harness.refuse("access.whoami", {}, other.caller)).code).toBe("NOT_SIGNED_IN");
  const account = await harness.call("account.get", {});
  expect(account).toMatchObject({
    name: "olga",
    passwordChangedAt: harness.clock.now(),
    sessions: [{ current: true }],
  });
  const code = codeFor(olga.secret, harness.clock);
  const old = { name: "olga", password: olga.password, code };
  expect((await harness.refuse("access.signIn", old, newCaller())).code).toBe("SIGN_IN_REFUSED");
  await harness.call("access.signIn", { ...old, password: next }, newCaller());
});

it("a wrong present password and a weak new one change nothing", async () => {
  const { harness, olga } = await begin();
  await stepUp(harness, olga, "own security");
  expect((await harness.refuse("account.changePassword", { current: "wrong", next })).code).toBe("SIGN_IN_REFUSED");
  const weak = await harness.refuse("account.changePassword", { current: olga.password, next: "password1" });
  expect(weak.code).toBe("PASSWORD_REFUSED");
  expect(weak.fields).toHaveProperty("next");
  await harness.call("account.changePassword", { current: olga.password, next });
});

it("where the password opens the vault, the new one does", async () => {
  const keychain = memoryKeychain();
  keychain.refuses = true;
  const { harness, olga } = await begin({ keychain });
  await stepUp(harness, olga, "own security");
  await harness.call("account.changePassword", { current: olga.password, next });
  await harness.reopen();
  const code = codeFor(olga.secret, harness.clock);
  const old = { name: "olga", password: olga.password, code };
  expect((await harness.refuse("access.signIn", old, newCaller())).code).toBe("SIGN_IN_REFUSED");
  await harness.call("access.signIn", { ...old, password: next }, newCaller());
});

it("a second authenticator is added; the only one is not removed", async () => {
  const { harness, olga } = await begin();
  await stepUp(harness, olga, "own security");
  const [only] = (await harness.call("account.get", {})).authenticators;
  if (!only) throw new Error("no authenticator");
  expect((await harness.refuse("account.removeAuthenticator", { tokenId: only.id })).code).toBe("TOKEN_STATE");
  const { tokenId, secret } = await harness.call("account.beginAuthenticator", { label: "Tablet" });
  const wrong = await harness.refuse("account.confirmAuthenticator", { tokenId, code: "000000" });
  expect(wrong.code).toBe("ENROLMENT_CODE_WRONG");
  const code = codeFor(secret, harness.clock);
  const account = await harness.call("account.confirmAuthenticator", { tokenId, code });
  expect(account.authenticators.map(({ label, status }) => [label, status])).toEqual([
    [only.label, "active"],
    ["Tablet", "active"],
  ]);
  harness.clock.advance(30_000);
  await stepUp(harness, { ...olga, secret }, "own security");
  const left = await harness.call("account.removeAuthenticator", { tokenId: only.id });
  expect(left.authenticators.map(({ id }) => id)).toEqual([tokenId]);
  const old = { name: "olga", password: olga.password, code: codeFor(olga.secret, harness.clock) };
  expect((await harness.refuse("access.signIn", old, newCaller())).code).toBe("SIGN_IN_REFUSED");
});

it("a replaced authenticator goes when the new one is proven, and other sessions with it", async () => {
  const { harness, olga } = await begin();
  const other = await secondWindow(harness, olga);
  await stepUp(harness, olga, "own security");
  const [only] = (await harness.call("account.get", {})).authenticators;
  if (!only) throw new Error("no authenticator");
  const { tokenId, secret } = await harness.call("account.beginAuthenticator", { replaces: only.id });
  await harness.call("access.whoami", {}, other.caller);
  const code = codeFor(secret, harness.clock);
  const { authenticators, sessions } = await harness.call("account.confirmAuthenticator", { tokenId, code });
  expect(authenticators.map(({ id }) => id)).toEqual([tokenId]);
  expect(sessions).toHaveLength(1);
  expect((await harness.refuse("access.whoami", {}, other.caller)).code).toBe("NOT_SIGNED_IN");
});

it("an authenticator that is not proven in time is not taken", async () => {
  const { harness, olga } = await begin();
  await stepUp(harness, olga, "own security");
  const { tokenId, secret, expiresAt } = await harness.call("account.beginAuthenticator", {});
  harness.clock.advance(expiresAt - harness.clock.now() - 60_000);
  await harness.call("access.whoami", {});
  harness.clock.advance(90_000);
  await signInAgain(harness, olga);
  await stepUp(harness, olga, "own security");
  const code = codeFor(secret, harness.clock);
  expect((await harness.refuse("account.confirmAuthenticator", { tokenId, code })).code).toBe("ENROLMENT_EXPIRED");
});

it("new backup codes of 75 bits take the place of the old ones", async () => {
  const { harness, olga } = await begin();
  await stepUp(harness, olga, "own security");
  const first = (await harness.call("account.regenerateBackupCodes", {})).backupCodes;
  expect(first).toHaveLength(10);
  for (const code of first) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){2}$/u);
  await stepUp(harness, olga, "own security");
  const second = (await harness.call("account.regenerateBackupCodes", {})).backupCodes;
  const signIn = { name: "olga", password: olga.password };
  const refused = await harness.refuse("access.signIn", { ...signIn, backupCode: first[0] ?? "" }, newCaller());
  expect(refused.code).toBe("SIGN_IN_REFUSED");
  await harness.call("access.signIn", { ...signIn, backupCode: second[0] ?? "" }, newCaller());
});

it("ends one other session, or all of them, never the one that asks", async () => {
  const { harness, olga } = await begin();
  const [one, two] = [await secondWindow(harness, olga), await secondWindow(harness, olga)];
  const { sessions } = await harness.call("account.get", {});
  expect(sessions).toHaveLength(3);
  const own = sessions.find(({ current }) => current);
  const other = await harness.call("access.whoami", {}, one.caller);
  const left = await harness.call("account.endSession", { id: other.id });
  expect(left.sessions).toHaveLength(2);
  expect((await harness.refuse("access.whoami", {}, one.caller)).code).toBe("NOT_SIGNED_IN");
  expect((await harness.refuse("account.endSession", { id: own?.id ?? other.id })).code).toBe("INVALID_REFERENCE");
  expect((await harness.call("account.endOtherSessions", {})).sessions).toHaveLength(1);
  expect((await harness.refuse("access.whoami", {}, two.caller)).code).toBe("NOT_SIGNED_IN");
});

it("the second factor is not turned off against the policy", async () => {
  const { harness, olga } = await begin();
  await stepUp(harness, olga, "own security");
  expect((await harness.refuse("account.turnOffSecondFactor", {})).code).toBe("POLICY_REFUSED");
  expect(await harness.call("account.get", {})).toMatchObject({ secondFactor: "on", authenticators: [{}] });
});
