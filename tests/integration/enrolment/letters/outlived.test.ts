import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Letter } from "#shared/contract/letters.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { Authenticator } from "../../../support/authenticators.ts";
import { codeFor, enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";
import { codesOf, oathCode } from "../../../support/letters.ts";
import { toolsMissing } from "../../../support/tools.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { importFile, saved } from "../../imports/support.ts";

const user = { username: "ann" };

async function ready(): Promise<Harness> {
  const harness = await openHarness();
  await setUp(harness);
  await harness.call("users.add", { username: "ann", name: "Ann Ahn" });
  return harness;
}

/** A letter for everybody. @returns what its QR code says */
async function post(harness: Harness, options: { replace?: true } = {}): Promise<string> {
  const file = join(temporaryFolder(), "letters.pdf");
  await harness.call("letters.issue", { selection: { filter: {} }, into: { kind: "file", file }, ...options });
  return codesOf(file)[0] ?? "";
}

const check = (harness: Harness, code: string) => harness.call("verification.check", { user, code });

const lettersOf = async (harness: Harness): Promise<Letter[]> => (await harness.call("letters.list", {})).rows;

const eventsOf = async (harness: Harness, action: string) => (await harness.call("audit.list", { action })).rows;

/** A second authenticator at the desk. */
async function atTheDesk(harness: Harness, input: { replaces?: TokenId } = {}): Promise<Authenticator> {
  const { tokenId, secret } = await harness.call("tokens.begin", { user, ...input });
  await harness.call("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) });
  harness.clock.advance(30_000);
  return new Authenticator(secret);
}

/** What has become of the letter: its state, what its code does, and what the audit says of it. */
async function fateOf(harness: Harness, uri: string) {
  const [letter] = await lettersOf(harness);
  const { result } = await check(harness, oathCode(uri, harness.clock.now()));
  const events = (await eventsOf(harness, "letters.void")).map(({ target, details }) => ({
    target,
    reason: details["reason"],
    isThis: details["letter"] === letter?.serial,
  }));
  const { valid } = await harness.call("audit.verify", {});
  return {
    state: letter?.state,
    reason: letter?.voidReason,
    isDated: letter?.voidedAt !== null,
    result,
    events,
    valid,
  };
}

const over = (reason: Letter["voidReason"]) => ({
  state: "void",
  reason,
  isDated: true,
  result: "refused",
  events: [{ target: "ann", reason, isThis: true }],
  valid: true,
});

describe.skipIf(toolsMissing("pdftotext", "zbarimg", "oathtool"))(
  "a letter that has outlived its purpose is void",
  () => {
    it("when its person was enrolled at the desk meanwhile", async () => {
      const harness = await ready();
      const uri = await post(harness);
      const phone = await atTheDesk(harness);
      expect(await fateOf(harness, uri)).toEqual(over("enrolled"));
      expect(await check(harness, phone.now(harness, 1))).toMatchObject({ result: "accepted" });
    });

    it("when its person was given a hardware token meanwhile", async () => {
      const harness = await ready();
      const uri = await post(harness);
      const seed = Buffer.from("12345678901234567890");
      await harness.call("inventory.add", { serial: "A1", seed: seed.toString("hex") });
      await harness.call("inventory.assign", { serial: "A1", user, code: new Authenticator(seed).now(harness) });
      expect(await fateOf(harness, uri)).toEqual(over("enrolled"));
    });

    it("when what it would replace was replaced at the desk meanwhile", async () => {
      const harness = await openHarness();
      await setUp(harness);
      const { tokenId } = await enrol(harness, "ann");
      const uri = await post(harness, { replace: true });
      await atTheDesk(harness, { replaces: tokenId });
      expect(await fateOf(harness, uri)).toEqual(over("enrolled"));
    });

    it("when an authenticator that was locked or disabled counts again", async () => {
      const harness = await openHarness();
      await setUp(harness);
      const { tokenId } = await enrol(harness, "ann");
      await harness.call("tokens.disable", { tokenId });
      const uri = await post(harness);
      await harness.call("tokens.enable", { tokenId });
      expect(await fateOf(harness, uri)).toEqual(over("enrolled"));
    });

    it.each([
      ["one by one", (harness: Harness) => harness.call("users.setStatus", { user, status: "left" })],
      [
        "by a bulk action",
        (harness: Harness) =>
          harness.call("bulk.run", { selection: { filter: {} }, act: { kind: "setStatus", status: "left" } }),
      ],
      ["by an import", (harness: Harness) => importFile(harness, saved(harness, "username,status\r\nann,left\r\n"))],
    ])("when its person has left, %s, and has come back", async (_how, leave) => {
      const harness = await ready();
      const uri = await post(harness);
      await leave(harness);
      await harness.call("users.setStatus", { user, status: "active" });
      expect(await fateOf(harness, uri)).toEqual(over("left"));
    });

    it.each([
      ["thrown away", (harness: Harness, tokenId: TokenId) => harness.call("tokens.cancel", { tokenId })],
      ["revoked", (harness: Harness, tokenId: TokenId) => harness.call("tokens.revoke", { tokenId })],
    ])("when its enrolment was %s", async (_how, end) => {
      const harness = await ready();
      await post(harness);
      const [letter] = await lettersOf(harness);
      if (!letter?.tokenId) throw new Error("no enrolment");
      await end(harness, letter.tokenId);
      expect(await lettersOf(harness)).toMatchObject([{ state: "void", voidReason: "withdrawn" }]);
    });

    it("but not while what it replaces still counts", async () => {
      const harness = await openHarness();
      await setUp(harness);
      await enrol(harness, "ann");
      const uri = await post(harness, { replace: true });
      await atTheDesk(harness);
      expect(await lettersOf(harness)).toMatchObject([{ state: "waiting", voidReason: null, voidedAt: null }]);
      expect(await check(harness, oathCode(uri, harness.clock.now()))).toMatchObject({ result: "accepted" });
    });

    it("in a store of before, too, as soon as a code of its person is checked", async () => {
      const harness = await ready();
      const uri = await post(harness);
      const phone = await atTheDesk(harness);
      // As a version of before has left it.
      const raw = new Database(storeFile(harness.dataDir));
      raw.prepare("UPDATE letters SET voided_at = NULL, void_reason = NULL").run();
      raw
        .prepare(
          `UPDATE tokens SET status = 'pending', seed = (SELECT seed FROM tokens WHERE status = 'active'), expires_at = ?
         WHERE status = 'revoked'`,
        )
        .run(harness.clock.now() + 86_400_000);
      raw.close();
      expect(await check(harness, phone.now(harness, 1))).toMatchObject({ result: "accepted" });
      expect(await lettersOf(harness)).toMatchObject([{ state: "void", voidReason: "enrolled" }]);
      expect((await check(harness, oathCode(uri, harness.clock.now()))).result).toBe("refused");
      expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
    });

    it("and is named when its person is deleted", async () => {
      const harness = await ready();
      await post(harness);
      const [letter] = await lettersOf(harness);
      await harness.call("users.delete", { user });
      expect(await eventsOf(harness, "user.delete")).toMatchObject([{ details: { voids: letter?.serial } }]);
    });
  },
);

describe.skipIf(toolsMissing("zbarimg", "oathtool"))("the check that activates a letter", () => {
  it("says so, with the letter, and what the letter replaces", async () => {
    const harness = await ready();
    const uri = await post(harness);
    const [letter] = await lettersOf(harness);
    const first = await check(harness, oathCode(uri, harness.clock.now()));
    const words = (serial = "") =>
      `The code is right. It was the first code of letter ${serial}: the authenticator is now active.`;
    expect(first).toMatchObject({ result: "accepted", activates: true, message: words(letter?.serial) });
    harness.clock.advance(30_000);
    const plain = { activates: false, message: "The code is right." };
    expect(await check(harness, oathCode(uri, harness.clock.now()))).toMatchObject(plain);
    const second = await post(harness, { replace: true });
    const [newer] = await lettersOf(harness);
    expect(await check(harness, oathCode(second, harness.clock.now()))).toMatchObject({
      activates: true,
      message: `${words(newer?.serial)} The previous one is revoked.`,
    });
  });
});

describe("a bulk action says what cannot be used any more", () => {
  const everybody = { filter: {} };

  it("in its preview and in its result: letters of those who leave", async () => {
    const harness = await ready();
    await enrol(harness, "dan");
    await post(harness);
    const [letter] = await lettersOf(harness);
    const act = { kind: "setStatus", status: "left" } as const;
    const expected = {
      voided: { letters: 1, authenticators: 0, backupCodes: 0 },
      rows: [
        { username: "ann", verdict: "done", message: `No longer valid: letter ${letter?.serial ?? ""}.` },
        { username: "dan", verdict: "done", message: null },
      ],
    };
    expect(await harness.call("bulk.preview", { selection: everybody, act })).toMatchObject(expected);
    expect(await harness.call("bulk.run", { selection: everybody, act })).toMatchObject(expected);
  });

  it("in its preview and in its result: all that deleted people have", async () => {
    const harness = await ready();
    await enrol(harness, "dan");
    await post(harness);
    const act = { kind: "delete" } as const;
    const expected = { voided: { letters: 1, authenticators: 1, backupCodes: 10 } };
    expect(await harness.call("bulk.preview", { selection: everybody, act })).toMatchObject(expected);
    expect(await harness.call("bulk.run", { selection: everybody, act })).toMatchObject(expected);
    expect(await eventsOf(harness, "user.delete")).toMatchObject([
      { target: "dan", details: { authenticators: 1, backupCodes: 10 } },
      { target: "ann", details: { voids: expect.any(String) as string } },
    ]);
  });

  it("nothing, where nothing becomes void", async () => {
    const harness = await ready();
    await post(harness);
    const act = { kind: "setStatus", status: "disabled" } as const;
    const report = await harness.call("bulk.run", { selection: everybody, act });
    expect(report.voided).toEqual({ letters: 0, authenticators: 0, backupCodes: 0 });
    expect(await lettersOf(harness)).toMatchObject([{ state: "waiting" }]);
  });
});
