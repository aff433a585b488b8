import { describe, expect, it } from "vitest";
import { healthReport } from "#main/system/health.ts";
import type { UserSide } from "#main/base/ports.ts";
import { toldAll } from "../../support/told.ts";
import { addOwner, theOwner } from "../../support/administrators.ts";
import { Authenticator, enrolPhone } from "../../support/authenticators.ts";
import { codeFor, type Harness, openHarness, owner, setUp } from "../../support/harness.ts";
import { fakeUserSide } from "../enrolment/in-person/user-side.ts";

const user = { username: "ann" };

/** A console whose owner has the own codes; nobody is enrolled yet. */
async function ready({ userSide }: { userSide?: UserSide } = {}) {
  const harness = await openHarness(userSide ? { userSide } : {});
  const { codeSet, secret, recoveryKey } = await setUp(harness);
  await harness.call("account.confirmBackupCodes", { codeSet });
  await harness.call("users.add", user);
  return { harness, secret, recoveryKey };
}

const statusOf = async (harness: Harness) => (await harness.call("users.get", { user })).backupCodes;

/** Who is named, as window and terminal say it. */
async function named(harness: Harness): Promise<string[]> {
  const inWindow = await harness.call("system.health", {});
  const inTerminal = await healthReport({
    dataDir: harness.dataDir,
    runtime: { name: "terminal", version: "24" },
    keychain: { state: "unavailable", reason: null },
    now: harness.clock.now(),
  });
  expect(inTerminal.unconfirmedCodes).toEqual(inWindow.unconfirmedCodes);
  const names = inWindow.unconfirmedCodes?.names ?? [];
  const lines = inWindow.attention.filter((line) => line.startsWith("Nobody has confirmed"));
  expect(lines).toHaveLength(names.length === 0 ? 0 : 1);
  expect(toldAll(inTerminal.attention)).toEqual(expect.arrayContaining(lines));
  return names;
}

const confirmations = async (harness: Harness) =>
  (await harness.call("audit.list", { action: "backup_codes.confirm" })).rows;

describe("new codes of a person", () => {
  it("that a killed process never showed are named until somebody confirms them, once in the audit log", async () => {
    const { harness } = await ready();
    await enrolPhone(harness, "ann");
    await harness.reopen();
    expect(await named(harness)).toEqual(["ann"]);
    expect(await statusOf(harness)).toMatchObject({ remaining: 10, handedOverAt: null });

    const { codeSet } = await harness.call("tokens.regenerateBackupCodes", { user });
    harness.clock.advance(60_000);
    expect(await named(harness)).toEqual(["ann"]);
    await harness.call("tokens.confirmBackupCodes", { codeSet });
    const confirmed = harness.clock.now();
    expect(await named(harness)).toEqual([]);
    harness.clock.advance(60_000);
    await harness.call("tokens.confirmBackupCodes", { codeSet });
    expect(await statusOf(harness)).toMatchObject({ handedOverAt: confirmed });
    expect(await confirmations(harness)).toMatchObject([{ actor: owner.name, target: "ann", result: "done" }]);
  });

  it("are handed over when one of them is used, not when one is only tested", async () => {
    const { harness } = await ready();
    const { backupCodes } = await enrolPhone(harness, "ann");
    const asked = { user, backupCode: backupCodes[0] ?? "" };
    await harness.call("verification.test", asked);
    expect(await named(harness)).toEqual(["ann"]);
    await harness.call("verification.check", asked);
    expect(await named(harness)).toEqual([]);
    expect(await statusOf(harness)).toMatchObject({ remaining: 9, handedOverAt: harness.clock.now() });
  });

  it("are not confirmed by whoever still looks at the set before: that one is void", async () => {
    const { harness } = await ready();
    await enrolPhone(harness, "ann");
    const older = await harness.call("tokens.regenerateBackupCodes", { user });
    await harness.call("tokens.regenerateBackupCodes", { user });
    expect((await harness.refuse("tokens.confirmBackupCodes", { codeSet: older.codeSet })).code).toBe("TOKEN_STATE");
    expect(await named(harness)).toEqual(["ann"]);
    expect(await confirmations(harness)).toEqual([]);
  });

  it("are named up to five, with how many more; not those of people whose codes do not count", async () => {
    const { harness } = await ready();
    const names = ["ann", "ben", "cleo", "dov", "eva", "fay", "gus"];
    for (const username of names.slice(1)) await harness.call("users.add", { username });
    for (const username of names) await enrolPhone(harness, username);
    await harness.call("users.disable", { user: { username: "gus" } });
    expect(await named(harness)).toEqual(names.slice(0, 5));
    const { attention, unconfirmedCodes } = await harness.call("system.health", {});
    expect(unconfirmedCodes?.count).toBe(6);
    expect(attention).toContain(
      "Nobody has confirmed that these people have their new backup codes: ann, ben, cleo, dov, eva and 1 more.",
    );
  });
});

describe("an administrator's own new codes", () => {
  it("are named until they are confirmed, which nobody else can do for them", async () => {
    const { harness } = await ready();
    const { codeSet } = await harness.call("account.regenerateBackupCodes", {});
    await harness.reopen();
    expect(await named(harness)).toEqual([owner.name]);
    expect((await harness.call("account.get", {})).backupCodes).toMatchObject({ handedOverAt: null });
    expect((await harness.refuse("tokens.confirmBackupCodes", { codeSet })).code).toBe("NOT_FOUND");
    await harness.call("account.confirmBackupCodes", { codeSet });
    expect(await named(harness)).toEqual([]);
    const { rows } = await harness.call("audit.list", { action: "account.confirm_backup_codes" });
    expect(rows).toHaveLength(2);
  });

  it("of a first sign-in are named until one of them signs in", async () => {
    const { harness, secret, recoveryKey } = await ready();
    const olga = await theOwner(harness, secret, owner);
    const paul = await addOwner(harness, olga, "paul", recoveryKey);
    expect(await named(harness)).toEqual(["paul"]);
    await harness.call("access.signIn", {
      name: "paul",
      password: paul.password,
      backupCode: paul.backupCodes[0] ?? "",
    });
    expect(await named(harness)).toEqual([]);
  });
});

describe("codes that are shown in the person's window", () => {
  async function shown() {
    const side = fakeUserSide();
    const { harness } = await ready({ userSide: side });
    await harness.call("inPerson.open", { user });
    const { enrolment } = await harness.call("inPerson.show", {}, side.window.caller);
    const code = codeFor(enrolment.secret, harness.clock);
    await harness.call("inPerson.confirm", { code }, side.window.caller);
    return { harness, side };
  }

  it("are handed over when the person says so", async () => {
    const { harness, side } = await shown();
    expect(await named(harness)).toEqual(["ann"]);
    await harness.call("inPerson.finish", {}, side.window.caller);
    expect(await named(harness)).toEqual([]);
    expect(await harness.call("inPerson.state", {})).toMatchObject({ step: "done" });
    expect(await confirmations(harness)).toHaveLength(1);
  });

  it("stay named when the window was closed by hand", async () => {
    const { harness, side } = await shown();
    side.window.closeByHand();
    await expect.poll(() => harness.call("inPerson.state", {})).toMatchObject({ step: "closed", enrolled: true });
    expect(await named(harness)).toEqual(["ann"]);
  });

  it("that were made anew meanwhile are not: the window closes, and the operator is told", async () => {
    const { harness, side } = await shown();
    await harness.call("tokens.regenerateBackupCodes", { user });
    expect((await harness.refuse("inPerson.finish", {}, side.window.caller)).code).toBe("TOKEN_STATE");
    expect(side.window.isOpen).toBe(false);
    expect(await harness.call("inPerson.state", {})).toMatchObject({ step: "closed", enrolled: true });
    expect(await named(harness)).toEqual(["ann"]);
  });
});

it("codes that come with a hardware token are confirmed by the set that its assignment names", async () => {
  const { harness } = await ready();
  const seed = "3132333435363738393031323334353637383930";
  await harness.call("inventory.add", { serial: "GA-1", seed });
  const display = new Authenticator(Buffer.from(seed, "hex"));
  const { codeSet } = await harness.call("inventory.assign", { serial: "GA-1", user, code: display.now(harness) });
  expect(await named(harness)).toEqual(["ann"]);
  if (codeSet === null) throw new Error("no codes were made");
  await harness.call("tokens.confirmBackupCodes", { codeSet });
  expect(await named(harness)).toEqual([]);
});
