import { describe, expect, it } from "vitest";
import type { TokenId } from "#shared/model/ids.ts";
import { Authenticator, begunByLetter, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";

const user = { username: "ann" };

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await harness.call("users.add", user);
  const check = (code: string, tokenId?: TokenId) => harness.call("verification.check", { user, code, tokenId });
  return { harness, admin, check };
}

const failuresOf = async (harness: Harness): Promise<Record<string, number>> => {
  const { tokens } = await harness.call("users.get", { user });
  return Object.fromEntries(tokens.map(({ label, failures }) => [label, failures]));
};

const statesOf = async (harness: Harness): Promise<Record<string, string>> => {
  const { tokens } = await harness.call("users.get", { user });
  return Object.fromEntries(tokens.map(({ label, status }) => [label, status]));
};

const quickly = { freeFailures: 0, firstDelaySeconds: 30, longestDelaySeconds: 60 } as const;

describe("a guess at a letter that waits", () => {
  it("ends at the limit: the letter is void, the audit says so, and its code comes too late", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", { changes: { ...quickly, failureLimit: 6 } });
    const { tokenId, serial, phone } = await begunByLetter(harness, "ann");
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await check(phone.wrong(harness))).toMatchObject({ result: "refused", reason: "wrong_code" });
      harness.clock.advance(61_000);
    }
    expect(await check(phone.now(harness))).toMatchObject({ result: "refused" });
    const { rows: letters } = await harness.call("letters.list", {});
    expect(letters).toMatchObject([{ serial, state: "void", voidReason: "guessed" }]);
    const { rows } = await harness.call("audit.list", { action: "letters.void" });
    expect(rows).toMatchObject([
      { actor: null, target: "ann", details: { tokenId, letter: serial, reason: "guessed" } },
    ]);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  it("at a hundred, whatever is done between: a restart and the end of the waiting time do not forgive", async () => {
    const { harness, admin, check } = await ready();
    const { phone, tokenId } = await begunByLetter(harness, "ann");
    for (let attempt = 1; attempt <= 100; attempt += 1) {
      const verdict = await check(phone.wrong(harness));
      expect(verdict, `attempt ${attempt}`).toMatchObject({ reason: "wrong_code" });
      if (attempt === 60) await harness.reopen();
      if (attempt % 5 === 0 && attempt < 100) await harness.call("tokens.unlock", { tokenId });
      if (attempt % 20 === 0) {
        harness.clock.advance(60_000);
        await signInAgain(harness, admin);
      }
    }
    expect(Object.values(await statesOf(harness))).toEqual(["revoked"]);
  });

  it("is not taken for one while somebody's own phone is mistyped: a right code forgives the letter too", async () => {
    const { harness, check } = await ready();
    const { phone, tokenId } = await enrolPhone(harness, "ann", { label: "Old" });
    const { tokenId: next } = await begunByLetter(harness, "ann", { label: "New", replaces: tokenId });
    harness.clock.advance(60_000);
    await check(phone.wrong(harness));
    expect(await failuresOf(harness)).toEqual({ Old: 1, New: 1 });
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
    expect(await failuresOf(harness)).toEqual({ Old: 0, New: 0 });
    await check(phone.wrong(harness), next);
    harness.clock.advance(30_000);
    expect(await check(phone.now(harness))).toMatchObject({ result: "accepted" });
    expect(await failuresOf(harness)).toEqual({ Old: 0, New: 1 });
  });
});

describe("a spare authenticator", () => {
  it("does not lock over the years: each right code forgives the wrong ones that were meant for none", async () => {
    const { harness, admin, check } = await ready();
    await harness.call("policies.set", { changes: { failureLimit: 5 } });
    const used = await enrolPhone(harness, "ann", { label: "Phone" });
    await enrolPhone(harness, "ann", { label: "Spare" });
    for (let week = 0; week < 12; week += 1) {
      harness.clock.advance(7 * 86_400_000);
      await signInAgain(harness, admin);
      expect(await check(used.phone.wrong(harness))).toMatchObject({ reason: "wrong_code" });
      expect(await failuresOf(harness)).toEqual({ Phone: 1, Spare: 1 });
      expect(await check(used.phone.now(harness))).toMatchObject({ result: "accepted" });
      expect(await failuresOf(harness)).toEqual({ Phone: 0, Spare: 0 });
    }
    expect(await statesOf(harness)).toEqual({ Phone: "active", Spare: "active" });
  });

  it("locks at the limit of those that were meant for it, whatever the other one has shown between", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", { changes: { failureLimit: 5 } });
    const used = await enrolPhone(harness, "ann", { label: "Phone" });
    const spare = await enrolPhone(harness, "ann", { label: "Spare" });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      harness.clock.advance(30_000);
      await check(spare.phone.wrong(harness), spare.tokenId);
      expect(await check(used.phone.now(harness))).toMatchObject({ result: "accepted" });
    }
    expect(await statesOf(harness)).toEqual({ Phone: "active", Spare: "locked" });
  });

  it("is forgiven by a backup code and by a resynchronisation as well", async () => {
    const { harness, check } = await ready();
    const { phone, tokenId, backupCodes } = await enrolPhone(harness, "ann", { label: "Phone" });
    await enrolPhone(harness, "ann", { label: "Spare" });
    await check(phone.wrong(harness));
    await harness.call("verification.check", { user, backupCode: backupCodes[0] ?? "" });
    expect(await failuresOf(harness)).toEqual({ Phone: 0, Spare: 0 });
    await check(phone.wrong(harness));
    await harness.call("tokens.resync", { tokenId, first: phone.now(harness, 30), second: phone.now(harness, 31) });
    expect(await failuresOf(harness)).toEqual({ Phone: 0, Spare: 0 });
  });
});

describe("a hardware token that was guessed at", () => {
  it("is neither given nor taken back by a code until it was lost and found", async () => {
    const { harness } = await ready();
    await harness.call("policies.set", { changes: { ...quickly, failureLimit: 5 } });
    const { id } = await harness.call("inventory.add", { serial: "D1", seed: "31".repeat(20) });
    const device = new Authenticator(Buffer.from("31".repeat(20), "hex"));
    const give = (code: string) => harness.refuse("inventory.assign", { serial: "D1", user, code });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await give(device.wrong(harness))).toMatchObject({ code: "CODE_REFUSED" });
      harness.clock.advance(61_000);
    }
    const refused = await give(device.now(harness));
    expect(refused).toMatchObject({ code: "TOKEN_STATE" });
    expect(refused.message).toContain("lost");
    await harness.call("inventory.lost", { id });
    await harness.call("inventory.found", { id });
    await harness.call("inventory.assign", { serial: "D1", user, code: device.now(harness) });
  });
});
