import { describe, expect, it } from "vitest";
import type { TokenId } from "#shared/model/ids.ts";
import { allowEverything, Authenticator, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";

const reason = "a child pressed the button";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  await harness.call("users.add", { username: "ann" });
  const check = (code: string) => harness.call("verification.check", { user: { username: "ann" }, code });
  return { harness, admin, check };
}

const three = (phone: Authenticator, from: number) => ({
  first: phone.at(from),
  second: phone.at(from + 1),
  third: phone.at(from + 2),
  reason,
});

describe("an authenticator that is far ahead", () => {
  it.each([255, 1000, 20_000])(
    "comes back by three codes in a row from a counter of %i",
    async (counter) => {
      const { harness, check } = await ready();
      const { tokenId, phone } = await enrolPhone(harness, "ann", { kind: "hotp" });
      const { first, second } = three(phone, counter);
      expect((await harness.refuse("tokens.resync", { tokenId, first, second })).code).toBe("RESYNC_REFUSED");
      const { token, driftSteps } = await harness.call("tokens.resyncFar", { tokenId, ...three(phone, counter) });
      expect([token.failures, driftSteps]).toEqual([0, counter - 1]);
      for (const used of [1, counter, counter + 2]) expect((await check(phone.at(used))).result).toBe("refused");
      expect((await check(phone.at(counter + 3))).result).toBe("accepted");
      const [event] = (await harness.call("audit.list", { action: "token.resync" })).rows;
      expect(event).toMatchObject({ result: "done", target: "ann", details: { reason, driftSteps: counter - 1 } });
    },
    60_000,
  );

  it("comes back by three codes from a clock that is hours off", async () => {
    const { harness, admin, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(6 * 3_600_000);
    await signInAgain(harness, admin);
    await harness.call("tokens.resyncFar", { tokenId, ...three(phone, phone.step(harness) - 600) });
    harness.clock.advance(120_000);
    expect((await check(phone.now(harness, -600))).result).toBe("accepted");
  });

  it("is led to by the refusal of a code that is too far for one, and of any wrong one: nobody learns whether it fits", async () => {
    const { harness, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann", { kind: "hotp", label: "Fob" });
    const far = await check(phone.at(255));
    expect(far).toMatchObject({
      reason: "wrong_code",
      tokenId: null,
      actions: ["try_next_code", "resync_far"],
      targets: [{ tokenId, label: "Fob" }],
    });
    expect(far.message).toMatch(/Fob.*three codes in a row/u);
    expect(await check(phone.wrong(harness))).toEqual(far);
    expect(await harness.call("verification.test", { user: { username: "ann" }, code: phone.at(300) })).toEqual(far);
    const done = await harness.call("tokens.resyncFar", { tokenId, ...three(phone, 256) });
    expect(done.driftSteps).toBe(255);
  });

  it("is led to where it is recognised, but too far for two codes; a phone is not, whose clock can be set", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", { changes: { resyncReach: 20 } });
    const { tokenId, phone } = await enrolPhone(harness, "ann", { kind: "hotp", label: "Fob" });
    const skipped = await check(phone.at(60));
    expect(skipped).toMatchObject({ reason: "drifted", tokenId, actions: ["resync_far"] });
    expect(skipped.message).toContain("three consecutive codes");
    await harness.call("tokens.revoke", { tokenId });
    const other = await enrolPhone(harness, "ann", { label: "Phone" });
    expect((await check(other.phone.now(harness, 60))).actions).toEqual(["check_computer_clock"]);
    expect(await check(other.phone.wrong(harness))).toMatchObject({ actions: ["try_next_code"], targets: [] });
  });

  it("is led to for a hardware token with a clock of its own, and only for the one that is meant", async () => {
    const { harness, check } = await ready();
    const device = new Authenticator(Buffer.from("31".repeat(20), "hex"));
    await harness.call("inventory.add", { serial: "D7", seed: "31".repeat(20) });
    const given = { serial: "D7", user: { username: "ann" }, code: device.now(harness) };
    const { token } = await harness.call("inventory.assign", given);
    const { tokenId } = await enrolPhone(harness, "ann", { label: "Phone" });
    const wrong = device.wrong(harness);
    expect(await check(wrong)).toMatchObject({ targets: [{ tokenId: token.id }] });
    const asked = { user: { username: "ann" }, code: wrong, tokenId };
    expect(await harness.call("verification.check", asked)).toMatchObject({ actions: ["try_next_code"], targets: [] });
    const ahead = await check(device.now(harness, 2 * 60 * 5));
    expect(ahead).toMatchObject({ reason: "drifted", actions: ["check_computer_clock", "resync_far"] });
    expect(ahead.message).toContain("with three codes");
  });

  it("does not come back by other codes, which count as wrong ones; nor without a fresh code and a reason", async () => {
    const { harness } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann", { kind: "hotp" });
    const right = three(phone, 300);
    const far = (codes: Partial<typeof right>, id: TokenId = tokenId) =>
      harness.refuse("tokens.resyncFar", { tokenId: id, ...right, ...codes });
    expect((await far({})).code).toBe("STEP_UP_REQUIRED");
    await harness.call("tokens.resyncFar", { tokenId, ...right });
    expect((await far({ reason: " " })).code).toBe("INVALID_INPUT");
    const next = three(phone, 400);
    for (const wrong of [
      right,
      { ...next, third: phone.at(403) },
      { ...next, first: next.second, second: next.first },
    ]) {
      expect((await far(wrong)).code).toBe("RESYNC_REFUSED");
    }
    const { tokens } = await harness.call("users.get", { user: { username: "ann" } });
    expect(tokens).toMatchObject([{ failures: 3 }]);
    const { rows } = await harness.call("audit.list", { action: "token.resync" });
    expect(rows.map(({ result }) => result)).toEqual(["refused", "refused", "refused", "done"]);
  });
});

describe("a hardware token of the stock that is far ahead", () => {
  async function stocked() {
    const all = await ready();
    const device = new Authenticator(Buffer.from("12345678901234567890"), { kind: "hotp" });
    const entered = { serial: "GA-1", seed: device.seed.toString("hex"), kind: "hotp" } as const;
    const { id } = await all.harness.call("inventory.add", entered);
    const given = (counter: number) => ({ serial: "GA-1", user: { username: "ann" }, code: device.at(counter) });
    return { ...all, device, entered, id, given };
  }

  it("is found again by three codes in a row, and then assigned", async () => {
    const { harness, device, id, given } = await stocked();
    const refused = await harness.refuse("inventory.assign", given(255));
    expect(refused.code).toBe("CODE_REFUSED");
    expect(refused.message).toContain("resynchronise it with three codes");
    const done = await harness.call("inventory.resync", { id, ...three(device, 256) });
    expect(done).toMatchObject({ device: { id, state: "stock" }, driftSteps: 256 });
    expect((await harness.refuse("inventory.assign", given(258))).code).toBe("CODE_REFUSED");
    await harness.call("inventory.assign", given(259));
    const [event] = (await harness.call("audit.list", { action: "hardware.resync" })).rows;
    expect(event).toMatchObject({ target: "GA-1", result: "done", details: { reason, driftSteps: 256 } });
  });

  it("is found again also after it was retired and its serial number added again", async () => {
    const { harness, device, entered, id, given } = await stocked();
    await harness.call("inventory.retire", { id });
    await harness.call("inventory.add", entered);
    await harness.call("inventory.resync", { id, ...three(device, 3000) });
    expect((await harness.call("inventory.assign", given(3003))).token).toMatchObject({ serial: "GA-1" });
  });

  it("is not found by other codes: they count as wrong ones, and end at the limit", async () => {
    const { harness, device, id } = await stocked();
    await harness.call("policies.set", { changes: { failureLimit: 5, freeFailures: 4 } });
    await harness.call("access.stepUp", {
      kind: "authenticators",
      backupCode: (await harness.call("account.regenerateBackupCodes", {})).backupCodes[0] ?? "",
    });
    const wrong = { id, ...three(device, 300), third: device.at(399) };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await harness.refuse("inventory.resync", wrong)).code).toBe("RESYNC_REFUSED");
    }
    expect((await harness.refuse("inventory.resync", { id, ...three(device, 300) })).code).toBe("TOKEN_STATE");
  });
});
