import { describe, expect, it } from "vitest";
import type { OutputOf } from "#shared/contract/index.ts";
import { Authenticator, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import type { Told } from "../../support/told.ts";
import { type Harness, openHarness, owner, setUp } from "../../support/harness.ts";

async function ready(count: number, form: { period?: 30 | 60 } = {}) {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const people: { username: string; phone: Awaited<ReturnType<typeof enrolPhone>>["phone"] }[] = [];
  for (let n = 0; n < count; n += 1) {
    const username = `user${n}`;
    await harness.call("users.add", { username });
    people.push({ username, phone: (await enrolPhone(harness, username, form)).phone });
  }
  harness.clock.advance(180_000);
  return { harness, admin, people };
}

type People = Awaited<ReturnType<typeof ready>>["people"];

/** The codes that everybody's phone shows while this computer is off by so many steps. */
async function everybodyChecks(harness: Harness, people: People, steps: (index: number) => number): Promise<void> {
  for (const [index, { username, phone }] of people.entries()) {
    const code = phone.now(harness, steps(index));
    const verdict = await harness.call("verification.check", { user: { username }, code });
    expect(verdict).toMatchObject({ result: "accepted" });
  }
}

const driftOf = async (harness: Harness) => (await harness.call("system.health", {})).clock.drift;

describe("this computer's clock", () => {
  it("is suspected when most authenticators are off by the same, and by how much", async () => {
    const { harness, people } = await ready(6);
    await everybodyChecks(harness, people, (index) => (index < 4 ? 1 : 0));
    expect(await driftOf(harness)).toEqual({ samples: 6, suspectedMs: 30_000, share: 4 / 6 });
  });

  it("is ahead where their codes are of the past; a step is as long as each authenticator's", async () => {
    const { harness, people } = await ready(5, { period: 60 });
    await everybodyChecks(harness, people, () => -1);
    expect(await driftOf(harness)).toEqual({ samples: 5, suspectedMs: -60_000, share: 1 });
  });

  it("is not suspected by few, by less than most, nor where most are right", async () => {
    const few = await ready(4);
    await everybodyChecks(few.harness, few.people, () => 1);
    expect(await driftOf(few.harness)).toMatchObject({ samples: 4, suspectedMs: null });
    const split = await ready(6);
    await everybodyChecks(split.harness, split.people, (index) => (index < 3 ? 1 : index < 5 ? -1 : 0));
    expect(await driftOf(split.harness)).toMatchObject({ samples: 6, suspectedMs: null });
    const right = await ready(5);
    await everybodyChecks(right.harness, right.people, () => 0);
    expect(await driftOf(right.harness)).toMatchObject({ samples: 5, suspectedMs: null });
  });

  it("is judged by the last code of each, and of the last week only", async () => {
    const { harness, admin, people } = await ready(5);
    await everybodyChecks(harness, people, () => 1);
    harness.clock.advance(90_000);
    await everybodyChecks(harness, people, () => 0);
    expect(await driftOf(harness)).toMatchObject({ samples: 5, suspectedMs: null });
    harness.clock.advance(90_000);
    await everybodyChecks(harness, people, () => 1);
    expect(await driftOf(harness)).toMatchObject({ samples: 5, suspectedMs: 30_000 });
    harness.clock.advance(7 * 86_400_000 + 1000);
    await signInAgain(harness, admin);
    expect(await driftOf(harness)).toMatchObject({ samples: 0, suspectedMs: null });
  });

  it("is named as the reason where a code is off as most others are, and not where it is off otherwise", async () => {
    const { harness, people } = await ready(7);
    const [late, odd, ...others] = people as [People[number], People[number], ...People];
    await everybodyChecks(harness, others, () => 1);
    harness.clock.advance(120_000);
    await everybodyChecks(harness, others, () => 2);
    const check = (one: People[number], offset: number) =>
      harness.call("verification.check", { user: { username: one.username }, code: one.phone.now(harness, offset) });
    const verdict = await check(late, 2);
    expect(verdict).toMatchObject({ result: "refused", reason: "clock", driftSteps: 2 });
    expect(verdict.message).toContain("this computer's clock is probably 60 seconds behind");
    expect(await check(odd, -4)).toMatchObject({ result: "refused", reason: "drifted", driftSteps: -4 });
  });

  /** This computer's clock is set wrong, in milliseconds; positive: ahead. What everybody is told meanwhile. */
  async function everybodyIsRefused({ harness, admin, people }: Awaited<ReturnType<typeof ready>>, wrongBy: number) {
    harness.clock.advance(wrongBy);
    await signInAgain(harness, admin);
    const verdicts: Told<OutputOf<"verification.check">>[] = [];
    for (const { username, phone } of people) {
      const code = phone.at(Math.floor((harness.clock.now() - wrongBy) / 1000 / phone.parameters.period));
      verdicts.push(await harness.call("verification.check", { user: { username }, code }));
    }
    return verdicts;
  }

  it.each([
    ["four minutes ahead", 240_000],
    ["four and a half minutes ahead", 270_000],
    ["an hour ahead", 3_600_000],
    ["two hours and a minute ahead", 7_260_000],
    ["five and three quarter hours ahead", 5.75 * 3_600_000],
  ])(
    "is found by the codes that it makes wrong when it is %s, and nobody is told to change a phone",
    async (_, off) => {
      const all = await ready(6);
      const { harness } = all;
      const verdicts = await everybodyIsRefused(all, off);
      expect(verdicts.map(({ reason }) => reason)).toEqual(["drifted", "drifted", "clock", "clock", "clock", "clock"]);
      for (const { message } of verdicts) {
        expect(message).toMatch(/this computer's clock/iu);
        expect(message).not.toMatch(/^[^.]*\. Set the phone's time/u);
      }
      const { attention, clock } = await harness.call("system.health", {});
      expect(attention).toContain("This computer's clock is probably wrong.");
      expect(clock.drift.suspectedMs).toBeGreaterThan(-off - 60_000);
      expect(clock.drift.suspectedMs).toBeLessThan(-off + 60_000);
    },
  );

  it("is found behind as well, once an owner has let it count", async () => {
    const { harness, admin, people } = await ready(5);
    await everybodyChecks(harness, people, () => 0);
    harness.clock.advance(-3_600_000);
    await harness.call("access.signIn", { ...owner, backupCode: admin.backupCodes[0] ?? "" });
    await harness.call("system.acceptClock", {});
    for (const [index, { username, phone }] of people.entries()) {
      const verdict = await harness.call("verification.check", { user: { username }, code: phone.now(harness, 121) });
      expect(verdict.reason).toBe(index < 2 ? "drifted" : "clock");
    }
    expect(await driftOf(harness)).toMatchObject({ suspectedMs: 121 * 30_000 });
  });

  it("is not found wrong by codes that are old", async () => {
    const { harness, admin, people } = await ready(5);
    await everybodyChecks(harness, people, () => 0);
    harness.clock.advance(3_600_000);
    await signInAgain(harness, admin);
    for (const { username, phone } of people) {
      const code = phone.now(harness, -121);
      expect((await harness.call("verification.check", { user: { username }, code })).result).toBe("refused");
    }
    expect(await driftOf(harness)).toMatchObject({ suspectedMs: null });
  });

  it("is cleared by codes that others have just given: then it is the phone", async () => {
    const { harness, people } = await ready(4);
    const [odd, ...others] = people as [People[number], ...People];
    await everybodyChecks(harness, others, () => 0);
    harness.clock.advance(60_000);
    const verdict = await harness.call("verification.check", {
      user: { username: odd.username },
      code: odd.phone.now(harness, 120),
    });
    expect(verdict).toMatchObject({ reason: "drifted", driftSteps: 120 });
    expect(verdict.message).toContain("Set the phone's time to automatic");
  });

  it("is named at an enrolment's first code, with how far it is apart", async () => {
    const { harness } = await ready(1);
    const { tokenId, secret } = await harness.call("tokens.begin", { user: { username: "user0" } });
    const code = new Authenticator(secret).now(harness, -120);
    const error = await harness.refuse("tokens.confirm", { tokenId, code });
    expect(error).toMatchObject({ code: "ENROLMENT_CODE_WRONG", details: { reason: "drifted", driftSteps: -120 } });
    expect(error.message).toContain("60 minutes");
    expect(error.message).toContain("this computer's clock");
  });
});
