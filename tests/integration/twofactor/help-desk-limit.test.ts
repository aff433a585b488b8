import { expect, it } from "vitest";
import { addPerson, theOwner } from "../../support/administrators.ts";
import { enrolPhone } from "../../support/authenticators.ts";
import type { Policy } from "#shared/model/policy.ts";
import { openHarness, owner, setUp } from "../../support/harness.ts";

const user = { username: "ann" };

async function ready(changes: Partial<Policy> = {}) {
  const harness = await openHarness();
  const { secret } = await setUp(harness);
  await harness.call("policies.set", { changes: { failureLimit: 100, freeFailures: 4, ...changes } });
  await harness.call("users.add", user);
  const ann = await enrolPhone(harness, "ann");
  const boss = await theOwner(harness, secret, owner);
  const desk = await addPerson(harness, boss, "dora", "helpdesk");
  const operator = await addPerson(harness, boss, "otto", "operator");
  const check = (code: string) => harness.call("verification.check", { user, code }, desk.caller);
  const test = (code: string) => harness.call("verification.test", { user, code }, desk.caller);
  const unlock = (by = desk) =>
    harness.call("tokens.unlock", { tokenId: ann.tokenId, reason: "on the phone" }, by.caller);
  const wrong = ann.phone.wrong(harness);
  return { wrong, harness, boss, desk, operator, ann, check, test, unlock };
}

it("an accomplice at the help desk does not make guessing endless: at a hundred in a row only an operator unlocks", async () => {
  const { harness, boss, desk, operator, ann, wrong, check, unlock } = await ready();
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    expect(await check(wrong)).toMatchObject({ reason: "wrong_code" });
    if (attempt >= 5 && attempt < 100) await unlock();
  }
  const refused = await harness.refuse("tokens.unlock", { tokenId: ann.tokenId }, desk.caller);
  expect(refused).toMatchObject({ code: "FORBIDDEN", details: { failures: 100 } });
  expect(refused.message).toContain("operator or an owner");
  const [last] = (await harness.call("audit.list", { action: "token.unlock" }, boss.caller)).rows;
  expect(last).toMatchObject({ actor: "dora", result: "refused", details: { failures: 100, countKept: true } });
  const token = await harness.call("tokens.unlock", { tokenId: ann.tokenId }, operator.caller);
  expect(token).toMatchObject({ status: "active", failures: 0 });
  expect(await check(ann.phone.now(harness, 1))).toMatchObject({ result: "accepted" });
});

it("tests of codes are not made endless either", async () => {
  const { harness, desk, operator, ann, wrong, test, unlock } = await ready();
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    expect(await test(wrong)).toMatchObject({ reason: "wrong_code" });
    if (attempt >= 5) await unlock();
  }
  expect(await test(wrong)).toMatchObject({ reason: "throttled", retryAt: null });
  expect((await harness.refuse("tokens.unlock", { tokenId: ann.tokenId }, desk.caller)).code).toBe("FORBIDDEN");
  await harness.call("tokens.unlock", { tokenId: ann.tokenId }, operator.caller);
  expect(await test(ann.phone.now(harness, 1))).toMatchObject({ result: "accepted" });
});

it("a help desk ends the wait and unlocks below a hundred; the count goes on, and each limit locks again", async () => {
  const { harness, boss, ann, wrong, check, unlock } = await ready({
    failureLimit: 5,
    freeFailures: 0,
    firstDelaySeconds: 30,
    longestDelaySeconds: 60,
  });
  const states: string[] = [];
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    expect(await check(wrong)).toMatchObject({ reason: "wrong_code" });
    const { status, failures } = await unlock();
    expect([status, failures]).toEqual(["active", attempt]);
    const { rows } = await harness.call("audit.list", { action: "token.lock" }, boss.caller);
    states.push(String(rows.length));
  }
  expect(states.join("")).toBe("000011111222");
  expect(await check(ann.phone.now(harness, 1))).toMatchObject({ result: "accepted" });
  const { tokens } = await harness.call("users.get", { user }, boss.caller);
  expect(tokens.map(({ failures }) => failures)).toEqual([0]);
});

it("nothing else that clears the count is open to a help desk", async () => {
  const { harness, desk, ann } = await ready();
  const { tokenId } = ann;
  for (const refused of [
    await harness.refuse("tokens.disable", { tokenId }, desk.caller),
    await harness.refuse("tokens.enable", { tokenId }, desk.caller),
    await harness.refuse("tokens.regenerateBackupCodes", { user }, desk.caller),
    await harness.refuse("users.setStatus", { user, status: "active" }, desk.caller),
  ]) {
    expect(refused.code).toBe("FORBIDDEN");
  }
});

it("an operator who enables a disabled authenticator, or finds a lost device, leaves the count in the audit log", async () => {
  const { harness, boss, operator, ann, wrong, check } = await ready();
  await check(wrong);
  await harness.call("tokens.disable", { tokenId: ann.tokenId }, operator.caller);
  await harness.call("tokens.enable", { tokenId: ann.tokenId }, operator.caller);
  expect((await harness.call("users.get", { user }, boss.caller)).tokens).toMatchObject([{ failures: 0 }]);
  const { id } = await harness.call("inventory.add", { serial: "D1", seed: "31".repeat(20) }, operator.caller);
  await harness.refuse("inventory.assign", { serial: "D1", user, code: "000000" }, operator.caller);
  await harness.call("inventory.lost", { id }, operator.caller);
  await harness.call("inventory.found", { id }, operator.caller);
  for (const action of ["token.enable", "hardware.found"]) {
    const { rows } = await harness.call("audit.list", { action }, boss.caller);
    expect(rows[0]?.details, action).toMatchObject({ failures: 1 });
  }
});
