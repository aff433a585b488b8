import { describe, expect, it } from "vitest";
import { allowEverything, begunByLetter, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  await harness.call("users.add", { username: "ann" });
  const check = (code: string) => harness.call("verification.check", { user: { username: "ann" }, code });
  return { harness, admin, check };
}

describe("resynchronising a clock by two codes one after the other", () => {
  it.each([-100, -40, 40, 99])("brings it back from %i steps away, and follows it", async (offset) => {
    const { harness, admin, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(110 * 30_000);
    await signInAgain(harness, admin);
    const [first, second] = [phone.now(harness, offset), phone.now(harness, offset + 1)];
    const { token, driftSteps } = await harness.call("tokens.resync", { tokenId, first, second });
    expect(driftSteps).toBe(offset + 1);
    expect(token).toMatchObject({ driftSteps: offset + 1, failures: 0 });
    for (const code of [first, second]) expect(await check(code)).toMatchObject({ result: "refused" });
    for (let time = 0; time < 3; time += 1) {
      harness.clock.advance(60_000);
      expect(await check(phone.now(harness, offset))).toMatchObject({ result: "accepted", driftSteps: offset });
    }
    expect((await harness.call("audit.list", { action: "token.resync" })).rows).toMatchObject([
      { result: "done", target: "ann", details: { tokenId, driftSteps: offset + 1 } },
    ]);
  });

  it("refuses what lies beyond the reach", async () => {
    const { harness, admin } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(120 * 30_000);
    await signInAgain(harness, admin);
    for (const offset of [-101, 101]) {
      const pair = { first: phone.now(harness, offset), second: phone.now(harness, offset + 1) };
      expect((await harness.refuse("tokens.resync", { tokenId, ...pair })).code).toBe("RESYNC_REFUSED");
    }
    await harness.call("policies.set", { changes: { resyncReach: 200 } });
    const pair = { first: phone.now(harness, 101), second: phone.now(harness, 102) };
    await harness.call("tokens.resync", { tokenId, ...pair });
  });

  it("refuses codes that were used up, also one of the two", async () => {
    const { harness, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(120_000);
    await check(phone.now(harness));
    const pair = { first: phone.now(harness), second: phone.now(harness, 1) };
    expect((await harness.refuse("tokens.resync", { tokenId, ...pair })).code).toBe("RESYNC_REFUSED");
    const older = { first: phone.now(harness, -2), second: phone.now(harness, -1) };
    expect((await harness.refuse("tokens.resync", { tokenId, ...older })).code).toBe("RESYNC_REFUSED");
    const newer = { first: phone.now(harness, 1), second: phone.now(harness, 2) };
    expect(await harness.call("tokens.resync", { tokenId, ...newer })).toMatchObject({ driftSteps: 2 });
  });

  it("refuses one code twice, two in the wrong order, with a gap, and of different authenticators", async () => {
    const { harness } = await ready();
    await harness.call("policies.set", { changes: { freeFailures: 9 } });
    const one = await enrolPhone(harness, "ann");
    const two = await enrolPhone(harness, "ann");
    harness.clock.advance(300_000);
    const [a, b, c] = [5, 6, 7].map((offset) => one.phone.now(harness, offset)) as [string, string, string];
    const other = two.phone.now(harness, 6);
    for (const [first, second] of [
      [a, a],
      [b, a],
      [a, c],
      [a, other],
      [other, b],
    ] as const) {
      const error = await harness.refuse("tokens.resync", { tokenId: one.tokenId, first, second });
      expect(error.code).toBe("RESYNC_REFUSED");
    }
    await harness.call("tokens.resync", { tokenId: one.tokenId, first: a, second: b });
  });

  it("counts refusals as wrong codes: they delay, and lock", async () => {
    const { harness } = await ready();
    await harness.call("policies.set", { changes: { failureLimit: 6, firstDelaySeconds: 60 } });
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    const wrong = { tokenId, first: phone.wrong(harness), second: phone.wrong(harness) };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await harness.refuse("tokens.resync", wrong)).code).toBe("RESYNC_REFUSED");
    }
    const right = { tokenId, first: phone.now(harness, 3), second: phone.now(harness, 4) };
    expect(await harness.refuse("tokens.resync", right)).toMatchObject({
      code: "THROTTLED",
      details: { retryAt: harness.clock.now() + 60_000 },
    });
    harness.clock.advance(60_000);
    expect((await harness.refuse("tokens.resync", wrong)).code).toBe("RESYNC_REFUSED");
    expect((await harness.call("users.get", { user: { username: "ann" } })).tokens).toMatchObject([
      { status: "locked", failures: 6 },
    ]);
    expect((await harness.refuse("tokens.resync", right)).code).toBe("TOKEN_STATE");
  });

  it("is refused for a user who is disabled, and while the clock is set back", async () => {
    const { harness } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    const pair = { tokenId, first: phone.now(harness, 3), second: phone.now(harness, 4) };
    await harness.call("users.disable", { user: { username: "ann" } });
    expect((await harness.refuse("tokens.resync", pair)).code).toBe("USER_DISABLED");
    await harness.call("users.enable", { user: { username: "ann" } });
    harness.clock.advance(-300_000);
    expect((await harness.refuse("tokens.resync", pair)).code).toBe("CLOCK_ROLLED_BACK");
  });
});

describe("a clock that ran ahead and was put right", () => {
  /** Forty minutes ahead, as a phone whose time was set by hand. */
  async function ahead() {
    const { harness, admin, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    await harness.call("tokens.resync", { tokenId, first: phone.now(harness, 80), second: phone.now(harness, 81) });
    return { harness, admin, check, phone };
  }

  it("does not lock its owner out: the present codes are right at once", async () => {
    const { harness, check, phone } = await ahead();
    harness.clock.advance(30_000);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted", driftSteps: 0 });
    expect(await check(phone.now(harness))).toMatchObject({ result: "refused", reason: "already_used" });
    harness.clock.advance(30_000);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
  });

  it("uses no code twice, neither at once nor when its time has come", async () => {
    const { harness, admin, check, phone } = await ahead();
    harness.clock.advance(30_000);
    expect(await check(phone.now(harness, 80))).toMatchObject({ reason: "already_used" });
    expect(await check(phone.now(harness, 81))).toMatchObject({ result: "accepted" });
    expect(await check(phone.now(harness, 81))).toMatchObject({ reason: "already_used" });
    const used = [80, 81, 82].map((offset) => phone.now(harness, offset - 1));
    await harness.reopen();
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
    harness.clock.advance(80 * 30_000);
    await signInAgain(harness, admin);
    for (const code of used) expect(await check(code)).toMatchObject({ result: "refused" });
    harness.clock.advance(90_000);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
  });

  it("is the same for one that is followed by itself", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", { changes: { acceptedSteps: 5 } });
    const { phone } = await enrolPhone(harness, "ann");
    expect(await check(phone.now(harness, 5))).toMatchObject({ result: "accepted" });
    expect(await check(phone.now(harness, 10))).toMatchObject({ result: "accepted" });
    await harness.call("policies.set", { changes: { acceptedSteps: 1 } });
    harness.clock.advance(180_000);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted", driftSteps: 0 });
  });
});

describe("a code that comes too early", () => {
  it("is said to be by how much, and is not accepted when it is due: it may have been guessed", async () => {
    const { harness, admin, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(60_000);
    const early = phone.now(harness, 40);
    expect(await check(early)).toMatchObject({ reason: "drifted", driftSteps: 40 });
    const tried = phone.now(harness, 41);
    const test = { user: { username: "ann" }, code: tried };
    expect(await harness.call("verification.test", test)).toMatchObject({ reason: "drifted", driftSteps: 41 });
    harness.clock.advance(40 * 30_000);
    await signInAgain(harness, admin);
    expect(await check(early)).toMatchObject({ result: "refused", reason: "already_used" });
    harness.clock.advance(30_000);
    expect(await check(tried)).toMatchObject({ result: "refused", reason: "already_used" });
    const pair = { first: phone.now(harness, 1), second: phone.now(harness, 2) };
    await harness.call("tokens.resync", { tokenId, ...pair });
  });

  it("of a letter does not make it count when it is due", async () => {
    const { harness, check } = await ready();
    const { phone } = await begunByLetter(harness, "ann");
    const early = phone.now(harness, 20);
    expect(await check(early)).toMatchObject({ result: "refused", reason: "drifted", driftSteps: 20 });
    harness.clock.advance(20 * 30_000);
    expect(await check(early)).toMatchObject({ result: "refused", reason: "already_used" });
    harness.clock.advance(30_000);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
  });
});

describe("resynchronising a counter", () => {
  it("takes it over the values that were skipped, and uses both codes up", async () => {
    const { harness, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann", { kind: "hotp" });
    expect(await check(phone.at(60))).toMatchObject({ reason: "drifted", driftSteps: 59 });
    const pair = { first: phone.at(60), second: phone.at(61) };
    const { token, driftSteps } = await harness.call("tokens.resync", { tokenId, ...pair });
    expect(driftSteps).toBe(59);
    expect(token).toMatchObject({ driftSteps: 0 });
    for (const counter of [1, 59, 60, 61]) expect(await check(phone.at(counter))).toMatchObject({ result: "refused" });
    expect(await check(phone.at(62))).toMatchObject({ result: "accepted" });
  });

  it("never takes it back, nor beyond the reach", async () => {
    const { harness } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann", { kind: "hotp" });
    for (const counter of [0, 101]) {
      const pair = { first: phone.at(counter), second: phone.at(counter + 1) };
      expect((await harness.refuse("tokens.resync", { tokenId, ...pair })).code).toBe("RESYNC_REFUSED");
    }
    await harness.call("tokens.resync", { tokenId, first: phone.at(100), second: phone.at(101) });
  });
});
