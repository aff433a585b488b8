import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { PolicyKey } from "#shared/model/policy.ts";
import { addPerson, enrolOneself, type Person, theOwner } from "../../../support/administrators.ts";
import {
  codeFor,
  type Harness,
  newCaller,
  openHarness,
  owner,
  setUp,
  temporaryFolder,
} from "../../../support/harness.ts";
import { backUp, check, query, restoreNaming, signIn, withBackup } from "./older.ts";

const reason = "Has left the team";

/** An owner and an operator, Paul, in a console of which there is a backup. */
async function withPaul() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const olga = await theOwner(harness, admin.secret, owner);
  const paul = await addPerson(harness, olga, "paul", "operator");
  harness.authority = admin;
  const given = await backUp(harness);
  return { harness, admin, olga, paul, given };
}

const paulIn = async (harness: Harness) =>
  (await harness.call("admins.list", {})).administrators.find(({ name }) => name === "paul");

/** Somebody's sign-in with a right code, which must be refused. */
async function cannotSignIn(harness: Harness, { name, password, secret }: Person): Promise<void> {
  const signingIn = { name, password, code: codeFor(secret, harness.clock) };
  expect(await harness.refuse("access.signIn", signingIn, newCaller())).toMatchObject({ code: "SIGN_IN_REFUSED" });
}

it.each(["disable", "remove"] as const)(
  "an administrator whom an owner did %s since cannot sign in after a restore",
  async (act) => {
    const { harness, admin, paul, given } = await withPaul();
    await harness.call(`admins.${act}`, { id: paul.id, reason });
    const { named, count } = await restoreNaming(harness, given, "administratorsEnded");
    expect({ named, count }).toEqual({
      named: [{ name: "paul", detail: act === "remove" ? "removed" : "disabled" }],
      count: 1,
    });
    await signIn(harness, admin);
    expect(await paulIn(harness)).toMatchObject({ status: "disabled" });
    await cannotSignIn(harness, paul);
  },
);

it("an administrator who got a lesser role since keeps it after a restore", async () => {
  const { harness, admin, paul, given } = await withPaul();
  await harness.call("admins.setRole", { id: paul.id, role: "auditor", reason });
  const { named, count } = await restoreNaming(harness, given, "administratorsChanged");
  expect({ named, count }).toEqual({ named: [{ name: "paul", detail: "operator to auditor" }], count: 1 });
  await signIn(harness, admin);
  expect(await paulIn(harness)).toMatchObject({ role: "auditor", status: "active" });
});

it("an administrator whose second factor was reset since still has to enrol anew after a restore", async () => {
  const { harness, admin, paul, given } = await withPaul();
  await harness.call("admins.resetSecondFactor", { id: paul.id, reason });
  const { named } = await restoreNaming(harness, given, "administratorsChanged");
  expect(named).toEqual([{ name: "paul", detail: "" }]);
  await signIn(harness, admin);
  expect(await paulIn(harness)).toMatchObject({ status: "reset", authenticators: 0, invitedUntil: null });
  await cannotSignIn(harness, paul);
});

it("a session that was open in the backup, or was ended since, is none after a restore", async () => {
  const { harness, paul, given } = await withPaul();
  const window = paul.caller.session.get();
  await harness.call("access.signOut", {}, paul.caller);
  expect(window).not.toBeNull();
  await harness.call("archive.restore", given);
  expect(query(harness, "SELECT 1 FROM sessions")).toEqual([]);
  for (const caller of [harness.caller, newCaller({ token: window })]) {
    expect((await harness.refuse("users.list", {}, caller)).code).toBe("NOT_SIGNED_IN");
  }
});

it("an invitation that was used since, or not, is none after a restore", async () => {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const used = await harness.call("admins.invite", { name: "paul", role: "operator" });
  const unused = await harness.call("admins.invite", { name: "vera", role: "auditor" });
  const given = await backUp(harness);
  await enrolOneself(harness, used);
  await harness.call("archive.restore", given);
  expect(query(harness, "SELECT 1 FROM invitations")).toEqual([]);
  for (const { code, admin: who } of [used, unused]) {
    const begin = { name: who.name, invitation: code, password: "seven grey herons over mud" };
    expect((await harness.refuse("access.beginOwnEnrolment", begin, newCaller())).code).toBe("INVITATION_REFUSED");
  }
  await signIn(harness, admin);
  expect(await paulIn(harness)).toMatchObject({ invitedUntil: null });
});

it("a backup key that was removed since stays removed: no later backup is encrypted to it", async () => {
  const { harness, admin, given } = await withBackup([]);
  const { rows } = await harness.call("recipients.list", {});
  await harness.call("recipients.make", { name: "New safe" });
  for (const { id } of rows) await harness.call("recipients.remove", { id });
  const { named, count } = await restoreNaming(harness, given, "recipientsRemoved");
  expect({ named, count }).toEqual({ named: [{ name: "Safe", detail: "" }], count: 1 });
  await signIn(harness, admin);
  expect((await harness.call("recipients.list", {})).rows).toEqual([]);
  await harness.call("recipients.make", { name: "Newest safe" });
  const file = join(temporaryFolder(), "later.age");
  await harness.call("archive.create", { file });
  const opened = await harness.refuse("archive.preview", { file, identity: given.identity });
  expect(opened.code).toMatch(/^BACKUP_/u);
  expect(readFileSync(file).subarray(0, 3).toString()).toBe("age");
});

it.each([
  ["disabled", "disabled"],
  ["left", "left"],
] as const)("a person who was %s since stays so after a restore", async (_what, status) => {
  const { harness, admin, person, given } = await withBackup(["ann"]);
  await harness.call("users.setStatus", { user: { username: "ann" }, status });
  const { named, count } = await restoreNaming(harness, given, "peopleDisabled");
  expect({ named, count }).toEqual({ named: [{ name: "ann", detail: status }], count: 1 });
  await signIn(harness, admin);
  expect(await check(harness, "ann", { code: codeFor(person("ann").secret, harness.clock) })).toMatchObject({
    reason: "user_disabled",
  });
});

it("an authenticator that was locked by wrong codes since stays locked after a restore, and wrong codes stay counted", async () => {
  const { harness, admin, person, given } = await withBackup(["ann", "ben"]);
  await harness.call("policies.set", { changes: { failureLimit: 5, freeFailures: 4 } });
  for (let guess = 0; guess < 5; guess += 1) await check(harness, "ann", { code: "000000" });
  for (let guess = 0; guess < 3; guess += 1) await check(harness, "ben", { code: "000000" });
  const { named, count } = await restoreNaming(harness, given, "authenticatorsDisabled");
  expect({ named, count }).toEqual({ named: [{ name: "ann", detail: expect.any(String) as string }], count: 1 });
  await signIn(harness, admin);
  expect(await check(harness, "ann", { code: codeFor(person("ann").secret, harness.clock) })).toMatchObject({
    reason: "token_locked",
  });
  for (let guess = 0; guess < 2; guess += 1) {
    await check(harness, "ben", { code: "000000" });
    harness.clock.advance(60_000);
  }
  expect(await check(harness, "ben", { code: codeFor(person("ben").secret, harness.clock) })).toMatchObject({
    reason: "token_locked",
  });
});

it("a setting that was made stricter since stays so after a restore, one that was made weaker does not come along", async () => {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const given = await backUp(harness);
  await harness.call("policies.set", { changes: { letterDays: 30 } });
  query(harness, `INSERT INTO policies VALUES ('soleApproval', '"delay"', 0)`);
  await harness.call("archive.create", { file: given.file, overwrite: true });
  query(harness, "DELETE FROM policies WHERE key = 'soleApproval'");
  await harness.call("policies.set", { changes: { failureLimit: 10, letterDays: 7 } });
  await harness.call("policies.set", { changes: { acceptedSteps: 5, lowCodes: 4 } });
  const { named, count } = await restoreNaming(harness, given, "settingsStricter");
  expect({ named, count }).toEqual({
    named: [
      { name: "Time to use a letter, in days", detail: "30 → 7" },
      { name: "Wrong codes until locked", detail: "100 → 10" },
      { name: "Without a second administrator", detail: "delay → recovery key" },
    ],
    count: 3,
  });
  await signIn(harness, admin);
  const policy = await harness.call("policies.get", {});
  const now = (...keys: PolicyKey[]) => keys.map((key) => policy[key]);
  expect(now("failureLimit", "letterDays", "soleApproval")).toEqual([10, 7, "recovery key"]);
  expect(now("acceptedSteps", "lowCodes")).toEqual([1, 3]);
});

it("a setting that was made stricter since is named, and is a task, where an owner declines", async () => {
  const { harness, admin, given } = await withBackup([]);
  await harness.call("policies.set", { changes: { failureLimit: 10 } });
  const report = await harness.call("archive.restore", {
    ...given,
    declineCarryOver: { reason: "Set by an intruder" },
  });
  expect(report.since).toContainEqual({ kind: "settingsStricter", count: 1 });
  expect(report.tasks).toContain("settings");
  await signIn(harness, admin);
  expect(await harness.call("policies.get", {})).toMatchObject({ failureLimit: 100 });
  expect((await harness.call("archive.restored", {}))?.tasks).toContain("settings");
});
