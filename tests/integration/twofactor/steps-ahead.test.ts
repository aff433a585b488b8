import { describe, expect, it } from "vitest";
import { allowEverything, Authenticator, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import { codeFor, type Harness, openHarness, owner, setUp } from "../../support/harness.ts";

const year = 365 * 86_400_000;
const reason = "the clock was a year ahead";

/** A code of everybody's was accepted while this computer's clock was a year ahead, as that of the phones was. */
async function yearAhead() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  for (const username of ["ann", "bob", "cleo"]) await harness.call("users.add", { username });
  const ann = await enrolPhone(harness, "ann", { label: "Phone" });
  const bob = await enrolPhone(harness, "bob");
  const cleo = await enrolPhone(harness, "cleo", { kind: "hotp" });
  harness.clock.advance(year);
  await signInAgain(harness, admin);
  const check = (username: string, code: string) => harness.call("verification.check", { user: { username }, code });
  for (const [username, code] of [
    ["ann", ann.phone.now(harness)],
    ["cleo", cleo.phone.at(1)],
  ] as const) {
    expect((await check(username, code)).result).toBe("accepted");
  }
  return { harness, admin, ann, bob, cleo, check };
}

/** The clock is put right, and the owner, whose own codes are refused, confirms it by way of a backup code. */
async function putRight(harness: Harness, backupCodes: string[]): Promise<void> {
  harness.clock.advance(60_000 - year);
  await harness.call("access.signIn", { ...owner, backupCode: backupCodes[0] ?? "" });
  await harness.call("system.acceptClock", {});
}

async function setBack(harness: Harness, backupCode: string | undefined) {
  await harness.call("access.stepUp", { kind: "authenticators", backupCode: backupCode ?? "" });
  const { authority } = harness;
  harness.authority = null;
  try {
    return await harness.call("system.setStepsBack", { reason });
  } finally {
    harness.authority = authority;
  }
}

describe("codes that were accepted while this computer's clock was in the future", () => {
  it("lock nobody out: they are named, set back with a reason, and each is recorded", async () => {
    const { harness, admin, ann, bob, cleo, check } = await yearAhead();
    await putRight(harness, admin.backupCodes);
    expect((await check("ann", ann.phone.now(harness))).result).toBe("refused");
    const { rows, total } = await harness.call("system.stepsAhead", {});
    expect(total).toBe(2);
    expect(rows).toMatchObject([
      { kind: "administrator", name: owner.name },
      { kind: "person", name: "ann", label: "Phone" },
    ]);
    for (const { until } of rows) expect(until).toBeGreaterThan(harness.clock.now() + year - 120_000);

    expect(await setBack(harness, admin.backupCodes[1])).toEqual({ count: 2 });
    expect(await harness.call("system.stepsAhead", {})).toEqual({ rows: [], total: 0 });
    for (const [username, code] of [
      ["ann", ann.phone.now(harness)],
      ["bob", bob.phone.now(harness)],
      ["cleo", cleo.phone.at(2)],
    ] as const) {
      expect((await check(username, code)).result).toBe("accepted");
    }
    harness.clock.advance(30_000);
    await signInAgain(harness, admin);
    const { rows: events } = await harness.call("audit.list", { action: "clock.set_back" });
    expect(events.map(({ target, details }) => [target, details["reason"]])).toEqual([
      ["ann", reason],
      [owner.name, reason],
    ]);
  });

  it("are not accepted again when their time comes", async () => {
    const { harness, admin, ann, check } = await yearAhead();
    const used = ann.phone.now(harness);
    await putRight(harness, admin.backupCodes);
    await setBack(harness, admin.backupCodes[1]);
    harness.clock.advance(year - 60_000);
    const own = { ...owner, code: codeFor(admin.secret, harness.clock) };
    expect((await harness.refuse("access.signIn", own)).code).toBe("SIGN_IN_REFUSED");
    harness.clock.advance(30_000);
    await signInAgain(harness, admin);
    expect(ann.phone.now(harness, -1)).toBe(used);
    expect(await check("ann", used)).toMatchObject({ result: "refused", reason: "already_used" });
    expect((await check("ann", ann.phone.now(harness))).result).toBe("accepted");
  });

  it("are set back only after the clock was confirmed, by an owner with a fresh code", async () => {
    const { harness, admin } = await yearAhead();
    harness.clock.advance(60_000 - year);
    await harness.call("access.signIn", { ...owner, backupCode: admin.backupCodes[0] ?? "" });
    expect((await harness.refuse("system.setStepsBack", { reason })).code).toBe("STEP_UP_REQUIRED");
    await harness.call("access.stepUp", { kind: "authenticators", backupCode: admin.backupCodes[1] ?? "" });
    expect((await harness.refuse("system.setStepsBack", { reason })).code).toBe("CLOCK_ROLLED_BACK");
    await harness.call("system.acceptClock", {});
    expect((await harness.refuse("system.setStepsBack", { reason: " " })).code).toBe("INVALID_INPUT");
  });

  it("of a device that has come back into the stock are set back too", async () => {
    const { harness, admin } = await yearAhead();
    const device = new Authenticator(Buffer.alloc(20, 7));
    const { id } = await harness.call("inventory.add", { serial: "GA-1", seed: device.seed.toString("hex") });
    const give = () =>
      harness.refuse("inventory.assign", { serial: "GA-1", user: { username: "bob" }, code: device.now(harness) });
    await harness.call("inventory.assign", { serial: "GA-1", user: { username: "bob" }, code: device.now(harness) });
    harness.clock.advance(30_000);
    await harness.call("inventory.unassign", { id, code: device.now(harness) });
    await putRight(harness, admin.backupCodes);
    expect((await give()).code).toBe("CODE_REFUSED");
    const { rows } = await harness.call("system.stepsAhead", {});
    expect(rows.at(-1)).toMatchObject({ kind: "device", name: "GA-1" });
    await setBack(harness, admin.backupCodes[1]);
    harness.clock.advance(30_000);
    await harness.call("inventory.assign", { serial: "GA-1", user: { username: "bob" }, code: device.now(harness) });
  });

  it("are not suspected where the clock was right, and a phone merely runs ahead", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "ann" });
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(60_000);
    await harness.call("tokens.resync", { tokenId, first: phone.now(harness, 80), second: phone.now(harness, 81) });
    expect(await harness.call("system.stepsAhead", {})).toEqual({ rows: [], total: 0 });
  });
});
