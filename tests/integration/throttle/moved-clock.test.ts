import { cpSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Computer } from "#main/base/desk.ts";
import { enrolPhone } from "../../support/authenticators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const wrongBackupCode = "00000-00000";
const weaker = { changes: { freeFailures: 9 } };

const guess = (n = 0) => ({ name: owner.name, password: `guess ${n}`, code: "000000" });

/** Five wrong attempts to sign in: the sixth waits for half a minute. */
async function blocked(options: Parameters<typeof openHarness>[0] = {}) {
  const harness = await openHarness(options);
  const admin = await setUp(harness);
  await harness.call("access.signOut", {});
  for (let n = 0; n < 5; n += 1) await harness.refuse("access.signIn", guess(n));
  return { harness, admin };
}

const answer = async (harness: Harness): Promise<string> =>
  (await harness.refuse("access.signIn", guess(), newCaller())).code;

/** What is left of the wait by the console's own account, in milliseconds. */
async function left(harness: Harness, clock = harness.clock): Promise<number> {
  const { code, details } = await harness.refuse("access.signIn", guess(), newCaller());
  expect(code).toBe("THROTTLED");
  return Number(details?.["retryAt"]) - clock.now();
}

describe("after wrong attempts", () => {
  it("each step of the clock forward buys nothing, and the wait is over when it is", async () => {
    const { harness } = await blocked();
    for (const step of [30_000, hour, day, 365 * day]) {
      harness.clock.set(step);
      expect(await left(harness)).toBe(30_000);
    }
    harness.clock.advance(29_999);
    expect(await left(harness)).toBe(1);
    harness.clock.advance(1);
    expect(await answer(harness)).toBe("SIGN_IN_REFUSED");
  });

  it("a clock that is corrected, forward or back, neither shortens nor lengthens it", async () => {
    const { harness } = await blocked();
    harness.clock.set(-300);
    harness.clock.advance(10_000);
    harness.clock.set(-1);
    expect(await left(harness)).toBe(20_000);
    harness.clock.set(-30 * day);
    expect(await left(harness)).toBe(20_000);
    harness.clock.advance(20_000);
    expect(await answer(harness)).toBe("SIGN_IN_REFUSED");
  });

  it("neither a restart of the computer nor one with a clock that was set ahead ends it", async () => {
    const { harness } = await blocked();
    harness.clock.advance(5000);
    await harness.reopen(() => harness.clock.restart(day));
    expect(await left(harness)).toBe(30_000);
    harness.clock.advance(10_000);
    expect(await left(harness)).toBe(20_000);
    // Opened again, the console knows how long this start has lasted.
    await harness.reopen();
    expect(await left(harness)).toBe(20_000);
    await harness.reopen(() => harness.clock.restart(-day));
    expect(await left(harness)).toBe(30_000);
    harness.clock.advance(30_000);
    expect(await answer(harness)).toBe("SIGN_IN_REFUSED");
  });

  it("a computer that runs before its console is opened has waited", async () => {
    const { harness } = await blocked();
    await harness.reopen(() => {
      harness.clock.restart(hour);
      harness.clock.advance(30_000);
    });
    expect(await answer(harness)).toBe("SIGN_IN_REFUSED");
  });

  it("a store that is copied to a computer which has been running for long waits there as well", async () => {
    const here: Computer = { id: "00", name: "reception" };
    const { harness } = await blocked({ computer: here });
    await harness.console.close();
    const dataDir = temporaryFolder();
    cpSync(harness.dataDir, dataDir, { recursive: true });
    const { clock, keychain } = harness;
    clock.advance(365 * day);
    const elsewhere = await openHarness({ dataDir, keychain, clock, computer: { id: "01", name: "attic" } });
    expect(await left(elsewhere, clock)).toBe(30_000);
    clock.set(day);
    expect(await left(elsewhere, clock)).toBe(30_000);
    clock.advance(30_000);
    expect(await answer(elsewhere)).toBe("SIGN_IN_REFUSED");
  });

  it("two processes of one start of the computer agree", async () => {
    const { harness } = await blocked();
    const { clock, dataDir, keychain } = harness;
    const second = await openHarness({ dataDir, keychain, clock });
    clock.advance(10_000);
    const waits = async (one: Harness) => (await one.refuse("access.signIn", guess(), newCaller())).details;
    expect(await waits(second)).toEqual({ retryAt: clock.now() + 20_000 });
    expect(await waits(harness)).toEqual({ retryAt: clock.now() + 20_000 });
    clock.advance(20_000);
    expect(await answer(second)).toBe("SIGN_IN_REFUSED");
    expect(await waits(harness)).toEqual({ retryAt: clock.now() + minute });
  });

  it("with the passphrase of the vault and with the recovery key it is the same", async () => {
    const harness = await openHarness();
    const { recoveryKey } = await setUp(harness, { passphrase: "four plain words here" });
    harness.keychain.secrets.clear();
    await harness.reopen();
    const wrong = { passphrase: "not these plain words" };
    for (let n = 0; n < 5; n += 1) await harness.refuse("vault.unlock", wrong, newCaller());
    harness.clock.set(day);
    expect((await harness.refuse("vault.unlock", wrong, newCaller())).code).toBe("THROTTLED");
    harness.clock.advance(30_000);
    await harness.call("vault.unlock", { recoveryKey }, newCaller());
    const recovery = { ...owner, recoveryKey: "0000-0000-0000-0000-0000-0000-0000-0000" };
    for (let n = 0; n < 5; n += 1) await harness.refuse("recovery.begin", recovery, newCaller());
    harness.clock.set(day);
    const right = { ...owner, recoveryKey };
    expect((await harness.refuse("recovery.begin", right, newCaller())).code).toBe("THROTTLED");
    harness.clock.advance(30_000);
    await harness.call("recovery.begin", right, newCaller());
  });

  it("a person's next code waits, and what says so shows when", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "ann" });
    await enrolPhone(harness, "ann");
    const check = () => harness.call("verification.check", { user: { username: "ann" }, backupCode: wrongBackupCode });
    for (let n = 0; n < 5; n += 1) await check();
    harness.clock.set(5 * minute);
    expect(await check()).toMatchObject({ reason: "throttled", retryAt: harness.clock.now() + 30_000 });
    harness.clock.advance(30_000);
    expect((await check()).reason).toBe("wrong_code");
  });
});

describe("the wait of a sole owner for an approval", () => {
  /** The policy's day begins. */
  async function asked() {
    const harness = await openHarness();
    const admin = await setUp(harness);
    await harness.call("policies.set", { changes: { soleApproval: "delay" } });
    harness.authority = null;
    const approval = await harness.call("approvals.request", { procedure: "policies.set", input: weaker });
    if (!approval) throw new Error("no approval is needed");
    const signIn = async () => {
      const code = codeFor(admin.secret, harness.clock);
      await harness.call("access.signIn", { ...owner, code });
    };
    const state = async () => (await harness.call("approvals.list", {})).approvals.map((one) => one.state);
    return { harness, approval, signIn, state };
  }

  it("is not over on a clock that is set 26 hours ahead, and is after a day, wherever the clock is", async () => {
    const { harness, approval, signIn, state } = await asked();
    harness.clock.set(26 * hour);
    await signIn();
    expect((await harness.refuse("policies.set", weaker)).code).toBe("COUNTERSIGN_REQUIRED");
    const again = await harness.call("approvals.request", { procedure: "policies.set", input: weaker });
    expect(again).toMatchObject({ id: approval.id, state: "waiting", readyAt: harness.clock.now() + day });
    harness.clock.advance(day - 1);
    await signIn();
    expect(await state()).toEqual(["waiting"]);
    harness.clock.advance(1);
    expect(await state()).toEqual(["approved"]);
    await harness.call("policies.set", weaker);
  });

  it("goes on over a clock that is set back, and is not listed as one from the future", async () => {
    const { harness, signIn, state } = await asked();
    harness.clock.advance(12 * hour);
    harness.clock.set(-10 * hour);
    await signIn();
    expect(await state()).toEqual(["waiting"]);
    harness.clock.advance(12 * hour);
    await signIn();
    expect(await state()).toEqual(["approved"]);
  });

  it("adds up over starts of the computer, and not the time in which it was off", async () => {
    const { harness, signIn, state } = await asked();
    for (const working of [9, 9]) {
      harness.clock.advance(working * hour);
      await harness.reopen(() => harness.clock.restart(15 * hour));
    }
    await signIn();
    expect(await state()).toEqual(["waiting"]);
    harness.clock.advance(6 * hour - 1);
    await signIn();
    expect(await state()).toEqual(["waiting"]);
    harness.clock.advance(1);
    expect(await state()).toEqual(["approved"]);
    await harness.call("policies.set", weaker);
  });

  it("is of use for a day, then it has to be asked for again", async () => {
    const { harness, signIn, state } = await asked();
    harness.clock.advance(2 * day);
    await signIn();
    expect(await state()).toEqual([]);
    expect((await harness.refuse("policies.set", weaker)).code).toBe("COUNTERSIGN_REQUIRED");
  });
});
