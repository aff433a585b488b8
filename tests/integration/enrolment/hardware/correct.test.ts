import { describe, expect, it } from "vitest";
import type { InputOf } from "#shared/contract/index.ts";
import { allowEverything, Authenticator } from "../../../support/authenticators.ts";
import { openHarness, setUp } from "../../../support/harness.ts";

const seed = Buffer.from("12345678901234567890");
const hex = seed.toString("hex");

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  await allowEverything(harness);
  await harness.call("policies.set", {
    changes: { algorithms: ["SHA1", "SHA256"], digits: [6, 8], periods: [30, 60] },
  });
  for (const username of ["ann", "bob"]) await harness.call("users.add", { username });
  const add = (input: Partial<InputOf<"inventory.add">> = {}) =>
    harness.call("inventory.add", { serial: "GA-1", seed: hex, ...input });
  const given = (code: string, username = "ann") => ({ serial: "GA-1", user: { username }, code });
  return { harness, add, given };
}

describe("a hardware token that was entered wrongly", () => {
  it.each([
    ["its time step", { period: 60 }, "time-based (TOTP), SHA1, 6 digits and 60 seconds"],
    ["its digits", { digits: 8 }, "time-based (TOTP), SHA1, 8 digits and 30 seconds"],
    ["its algorithm", { algorithm: "SHA256" }, "time-based (TOTP), SHA256, 6 digits and 30 seconds"],
    ["what it goes by", { kind: "hotp" }, "counter-based (HOTP), SHA1 and 6 digits"],
  ] as const)("is told %s by its first code, corrected, and assigned", async (_what, settings, words) => {
    const { harness, add, given } = await ready();
    const { id } = await add();
    const device = new Authenticator(seed, settings);
    const code = "kind" in settings ? device.at(0) : device.now(harness);
    const refused = await harness.refuse("inventory.assign", given(code));
    expect(refused).toMatchObject({ code: "CODE_REFUSED", details: { reason: "wrong_parameters", ...settings } });
    expect(refused.message).toContain(words);
    expect(await harness.call("inventory.correct", { id, ...settings })).toMatchObject(settings);
    expect((await harness.call("inventory.assign", given(code))).token).toMatchObject(settings);
    const [event] = (await harness.call("audit.list", { action: "hardware.correct" })).rows;
    expect(event).toMatchObject({ target: "GA-1", details: { after: words } });
  });

  it("gets its right seed, serial number and model, and no seed stands in the audit", async () => {
    const { harness, add, given } = await ready();
    const { id } = await add({ seed: "ab".repeat(20), model: "Crad" });
    await harness.call("inventory.add", { serial: "GA-2", seed: hex });
    expect(await harness.refuse("inventory.correct", { id, serial: "ga-2" })).toMatchObject({ code: "CONFLICT" });
    const corrected = await harness.call("inventory.correct", { id, serial: "GA-11", model: "Card", seed: hex });
    expect(corrected).toMatchObject({ serial: "GA-11", model: "Card", state: "stock" });
    const device = new Authenticator(seed);
    await harness.call("inventory.assign", { ...given(device.now(harness)), serial: "ga-11" });
    const events = JSON.stringify((await harness.call("audit.list", {})).rows);
    expect(events).not.toContain(hex);
    expect(events).toContain("seedEnteredAgain");
  });

  it("is corrected only while nobody has it", async () => {
    const { harness, add, given } = await ready();
    const { id } = await add();
    await harness.call("inventory.assign", given(new Authenticator(seed).now(harness)));
    expect((await harness.refuse("inventory.correct", { id, period: 60 })).code).toBe("TOKEN_STATE");
    await harness.call("inventory.lost", { id });
    expect((await harness.refuse("inventory.correct", { id, period: 60 })).code).toBe("TOKEN_STATE");
  });
});

describe("what was accepted of a device", () => {
  it("is not accepted again after a correction, nor after it was retired and added again", async () => {
    const { harness, add, given } = await ready();
    const device = new Authenticator(seed, { kind: "hotp" });
    const { id } = await add({ kind: "hotp" });
    await harness.call("inventory.assign", given(device.at(4)));
    await harness.call("inventory.unassign", { id, code: device.at(5) });
    await harness.call("inventory.correct", { id, model: "Card", seed: hex });
    expect((await harness.refuse("inventory.assign", given(device.at(5)))).code).toBe("CODE_REFUSED");
    expect((await harness.refuse("inventory.correct", { id, kind: "totp" })).code).toBe("TOKEN_STATE");
    await harness.call("inventory.retire", { id });
    expect((await harness.refuse("inventory.add", { serial: "GA-1", seed: hex })).code).toBe("TOKEN_STATE");
    expect(await add({ kind: "hotp" })).toMatchObject({ id, state: "stock" });
    expect((await harness.refuse("inventory.assign", given(device.at(5)))).code).toBe("CODE_REFUSED");
    expect((await harness.call("inventory.assign", given(device.at(6), "bob"))).token).toMatchObject({
      serial: "GA-1",
    });
  });

  it("stays used in other time steps", async () => {
    const { harness, add, given } = await ready();
    const slow = new Authenticator(seed, { period: 60 });
    const { id } = await add({ period: 60 });
    await harness.call("inventory.assign", given(slow.now(harness, 2)));
    harness.clock.advance(120_000);
    await harness.call("inventory.unassign", { id, code: slow.now(harness, 1) });
    await harness.call("inventory.correct", { id, period: 30 });
    const fast = new Authenticator(seed);
    expect((await harness.refuse("inventory.assign", given(fast.now(harness, 2)))).code).toBe("CODE_REFUSED");
    harness.clock.advance(120_000);
    await harness.call("inventory.assign", given(fast.now(harness)));
  });

  it("does not burn a serial number: one that was retired comes back by it", async () => {
    const { harness, add, given } = await ready();
    const { id } = await add({ seed: "ab".repeat(20) });
    await harness.call("inventory.retire", { id });
    harness.clock.advance(60_000);
    expect(await add()).toMatchObject({ id, state: "stock" });
    await harness.call("inventory.assign", given(new Authenticator(seed).now(harness)));
    expect(await harness.refuse("inventory.add", { serial: "ga-1", seed: hex })).toMatchObject({ code: "CONFLICT" });
  });
});
