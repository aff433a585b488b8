import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import {
  allowEverything,
  Authenticator,
  begunByLetter,
  enrolPhone,
  signInAgain,
} from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  const user = { username: "ann" };
  await harness.call("users.add", user);
  const check = (code: string) => harness.call("verification.check", { user, code });
  const test = (code: string) => harness.call("verification.test", { user, code });
  return { harness, admin, check, test };
}

describe("the reason is the reason", () => {
  const serialOf = (verdict: { letter: { serial: string } | null }) => verdict.letter?.serial;

  it("names the letter that waits when a code is wrong, and what to do", async () => {
    const { harness, check, test } = await ready();
    const { serial, phone } = await begunByLetter(harness, "ann");
    for (const ask of [test, check]) {
      const verdict = await ask(phone.wrong(harness));
      expect(verdict).toMatchObject({ reason: "wrong_code", letter: { serial, state: "waiting" } });
      expect(verdict.actions).toEqual(["use_letter", "reprint"]);
      expect(verdict.message).toContain(serial);
      expect(verdict.message).toMatch(/of \d+ \p{L}+ \d{4}/u);
    }
    const accepted = await check(phone.now(harness));
    expect(accepted).toMatchObject({ result: "accepted", letter: { serial }, actions: [] });
    expect(accepted.message).toContain(serial);
  });

  it.each(["as long as it is kept", "after it was erased"])("says that a letter has expired, %s", async (when) => {
    const { harness, admin, check } = await ready();
    const { serial, phone } = await begunByLetter(harness, "ann");
    harness.clock.advance(15 * 86_400_000);
    await signInAgain(harness, admin);
    if (when === "as long as it is kept") {
      const raw = new Database(storeFile(harness.dataDir));
      raw.prepare("DELETE FROM ended_tokens").run();
      raw.close();
    }
    for (const code of [phone.now(harness), phone.wrong(harness)]) {
      const verdict = await check(code);
      expect(verdict).toMatchObject({ result: "refused", reason: "letter_expired", actions: ["reprint"] });
      expect(serialOf(verdict)).toBe(serial);
      expect(verdict.message).toContain(serial);
    }
  });

  it("says that a letter is void, also where another one waits", async () => {
    const { harness, check } = await ready();
    const { serial, phone, tokenId } = await begunByLetter(harness, "ann");
    await harness.call("tokens.revoke", { tokenId });
    const verdict = await check(phone.now(harness));
    // A void letter cannot be printed again.
    expect(verdict).toMatchObject({ reason: "letter_void", letter: { serial, state: "void" }, actions: ["enrol"] });
    const next = await begunByLetter(harness, "ann");
    const older = await check(phone.now(harness));
    expect(older).toMatchObject({ reason: "letter_void", letter: { serial }, actions: ["try_next_code"] });
    expect(older.message).toContain(next.serial);
    expect(await check(next.phone.now(harness))).toMatchObject({ result: "accepted", letter: { serial: next.serial } });
  });

  it("knows the phone that was replaced, and the one that was revoked", async () => {
    const { harness, check, test } = await ready();
    const old = await enrolPhone(harness, "ann", { label: "Old phone" });
    const spare = await enrolPhone(harness, "ann", { label: "Tablet" });
    await enrolPhone(harness, "ann", { label: "New phone", replaces: old.tokenId });
    await harness.call("tokens.revoke", { tokenId: spare.tokenId });
    harness.clock.advance(60_000);
    const replaced = await check(old.phone.now(harness));
    expect(replaced).toMatchObject({ reason: "token_revoked", ended: { label: "Old phone", why: "replaced" } });
    expect(replaced.message).toContain("Old phone");
    expect(await test(old.phone.now(harness))).toMatchObject({ reason: "token_revoked", message: replaced.message });
    expect(await check(spare.phone.now(harness))).toMatchObject({ ended: { label: "Tablet", why: "revoked" } });
  });

  it("knows the hardware token that was lost, and says to call back", async () => {
    const { harness, check } = await ready();
    const { id } = await harness.call("inventory.add", { serial: "D7", seed: "31".repeat(20) });
    const device = new Authenticator(Buffer.from("31".repeat(20), "hex"));
    await harness.call("inventory.assign", { serial: "D7", user: { username: "ann" }, code: device.now(harness) });
    await harness.call("inventory.lost", { id });
    harness.clock.advance(60_000);
    const verdict = await check(device.now(harness));
    expect(verdict).toMatchObject({
      reason: "token_revoked",
      ended: { serial: "D7", why: "lost" },
      actions: ["call_back"],
    });
    expect(verdict.message).toContain("call the person back");
    await harness.call("inventory.found", { id });
    await harness.call("inventory.retire", { id });
    expect(await check(device.now(harness))).toMatchObject({ reason: "no_token" });
  });

  it("recognises for ninety days only, and nothing brings such a seed back", async () => {
    const { harness, admin, check } = await ready();
    const old = await enrolPhone(harness, "ann", { label: "Old phone" });
    await harness.call("tokens.revoke", { tokenId: old.tokenId });
    const raw = new Database(storeFile(harness.dataDir));
    const kept = () => raw.prepare("SELECT seed FROM ended_tokens").pluck().all() as Buffer[];
    const [seed] = kept();
    expect(seed).toBeInstanceOf(Buffer);
    // Put back into the authenticator's row, it does not open.
    raw.prepare("UPDATE tokens SET seed = ?, status = 'active' WHERE id = ?").run(seed, old.tokenId);
    const asked = { user: { username: "ann" }, code: old.phone.now(harness, 1) };
    expect(await harness.refuse("verification.check", asked)).toMatchObject({ code: "SEAL_BROKEN" });
    raw.prepare("UPDATE tokens SET seed = NULL, status = 'revoked' WHERE id = ?").run(old.tokenId);
    harness.clock.advance(91 * 86_400_000);
    await signInAgain(harness, admin);
    expect(kept()).toEqual([]);
    raw.close();
    expect(await check(old.phone.now(harness))).toMatchObject({ reason: "no_token" });
  });

  it("does not keep a seed that cannot be opened, and revokes it all the same", async () => {
    const { harness, check } = await ready();
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    const raw = new Database(storeFile(harness.dataDir));
    raw.prepare("UPDATE tokens SET seed = zeroblob(48) WHERE id = ?").run(tokenId);
    expect(await harness.call("tokens.revoke", { tokenId })).toMatchObject({ status: "revoked" });
    expect(raw.prepare("SELECT count(*) FROM ended_tokens").pluck().get()).toBe(0);
    raw.close();
    expect(await check(phone.now(harness, 1))).toMatchObject({ reason: "no_token" });
  });

  it("says how far off a clock is, and what helps", async () => {
    const { harness, check } = await ready();
    const { phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(60_000);
    const near = await check(phone.now(harness, -22));
    expect(near).toMatchObject({ reason: "drifted", driftSteps: -22, offsetSeconds: -660 });
    expect(near.actions).toContain("resync");
    expect(near.message).toContain("11 minutes");
    const far = await check(phone.now(harness, -360));
    expect(far).toMatchObject({ reason: "drifted", offsetSeconds: -10_800 });
    expect(far.actions).not.toContain("resync");
  });

  it("speaks of buttons, not of time, where a counter is meant", async () => {
    const { harness, check } = await ready();
    const { phone, tokenId } = await enrolPhone(harness, "ann", { kind: "hotp" });
    const used = await check(phone.at(0));
    const skipped = await check(phone.at(40));
    const pair = { tokenId, first: phone.at(70), second: phone.at(90) };
    const resync = await harness.refuse("tokens.resync", pair);
    for (const { message } of [used, skipped, resync]) expect(message).not.toMatch(/wait|clock|time/iu);
    expect(skipped).toMatchObject({ reason: "drifted", actions: ["resync"] });
  });

  it("of a lock and of a delay says what ends them", async () => {
    const { harness, check } = await ready();
    await harness.call("policies.set", { changes: { failureLimit: 5 } });
    const { phone, tokenId } = await enrolPhone(harness, "ann");
    for (let attempt = 0; attempt < 5; attempt += 1) await check(phone.wrong(harness));
    const waits = await check(phone.now(harness));
    expect(waits).toMatchObject({ tokenId: null, actions: ["wait", "call_back", "unlock"], targets: [{ tokenId }] });
    harness.clock.advance(30_000);
    expect(await check(phone.now(harness))).toMatchObject({ reason: "token_locked", actions: ["call_back", "unlock"] });
  });
});
