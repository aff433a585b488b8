import path from "node:path";
import { base32nopad } from "@scure/base";
import { beforeEach, describe, expect, test } from "vitest";
import { codeOfStep } from "#main/twofactor/totp.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { codeFor, enrol, type Harness, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

let files = 0;

/** A system that has what is enrolled now. */
async function handedOver(format = "otpauth") {
  const { id } = await harness.call("targets.add", { name: "VPN", format });
  await handOver(id);
  return id;
}

function handOver(id: OutputOf<"targets.add">["id"], what: "all" | "changes" = "changes") {
  files += 1;
  return harness.call("targets.handOver", { id, what, to: path.join(folder, `keys-${files}`) });
}

const counterCode = (secret: string, counter: number): string =>
  codeOfStep(Buffer.from(base32nopad.decode(secret)), counter, { algorithm: "SHA1", digits: 6 });

const proofsOf = async (userId: OutputOf<"users.add">["id"]) =>
  (await harness.call("targets.ofPerson", { userId })).handed.map(({ proof }) => proof);

const sinceOf = async (userId: OutputOf<"users.add">["id"]): Promise<number> =>
  (await harness.call("targets.ofPerson", { userId })).handed[0]?.since ?? 0;

/** A code of the owner that was not used. */
function fresh(secret = harness.authority?.secret ?? ""): string {
  harness.clock.advance(30_000);
  return codeFor(secret, harness.clock);
}

describe("a check against a system", () => {
  test("shows the code of now and the next one, moves nothing, and leaves neither in the log", async () => {
    const { tokenId, secret, userId } = await enrol(harness, "ada");
    const id = await handedOver("freeradius");
    const shown = await harness.call("targets.check", { id, tokenId });
    const begun = Math.floor(harness.clock.now() / 30_000) * 30_000;
    const [now, next] = [codeFor(secret, harness.clock), codeFor(secret, harness.clock, 1)];
    expect(shown).toMatchObject({
      target: { id, name: "VPN" },
      username: "ada",
      kind: "totp",
      since: await sinceOf(userId),
      codes: [
        { code: now, counter: null, from: begun, until: begun + 30_000 },
        { code: next, counter: null, from: begun + 30_000, until: begun + 60_000 },
      ],
    });
    expect(shown.expects).toContain("rlm_totp accepts a code more than once while it is valid.");
    const { rows } = await harness.call("audit.list", {});
    expect(rows[0]).toMatchObject({ action: "target.check", target: "ada", details: { tokenId, system: "VPN" } });
    for (const told of [JSON.stringify(rows), JSON.stringify(harness.log)]) {
      expect(told).not.toContain(now);
      expect(told).not.toContain(next);
    }
    const checked = await harness.call("verification.check", { user: { username: "ada" }, code: now });
    expect(checked.result).toBe("accepted");
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  test("shows what an authenticator shows whose clock is off, and says so", async () => {
    const { tokenId, secret } = await enrol(harness, "ada");
    const ahead = codeFor(secret, harness.clock, 1);
    await harness.call("verification.check", { user: { username: "ada" }, code: ahead });
    harness.clock.advance(60_000);
    const id = await handedOver();
    const { codes, expects } = await harness.call("targets.check", { id, tokenId });
    expect(codes.map(({ code }) => code)).toEqual([
      codeFor(secret, harness.clock, 1),
      codeFor(secret, harness.clock, 2),
    ]);
    expect(expects[0]).toContain("The clock of this authenticator is 30 seconds ahead of this computer's clock");
  });

  test("shows the next counter values without using them up here, and what that costs there", async () => {
    await harness.call("policies.set", { changes: { kinds: ["totp", "hotp"] } });
    const { id: userId } = await harness.call("users.add", { username: "ada" });
    const { tokenId, secret } = await harness.call("tokens.begin", { user: { id: userId }, kind: "hotp" });
    await harness.call("tokens.confirm", { tokenId, code: counterCode(secret, 0) });
    const id = await handedOver();
    const shown = await harness.call("targets.check", { id, tokenId });
    expect(shown.codes).toMatchObject([
      { code: counterCode(secret, 1), counter: 1 },
      { code: counterCode(secret, 2), counter: 2 },
    ]);
    expect(shown.expects.join(" ")).toContain("the next code of the person’s own authenticator is refused there");
    const code = counterCode(secret, 1);
    expect(await harness.call("verification.check", { user: { id: userId }, code })).toMatchObject({
      result: "accepted",
    });
    const after = await harness.call("targets.check", { id, tokenId });
    expect(after.codes.map(({ counter }) => counter)).toEqual([2, 3]);
  });

  test("is for an active authenticator that the system has as it is here, and no other", async () => {
    const ada = await enrol(harness, "ada");
    const grace = await enrol(harness, "grace");
    const id = await handedOver();
    const late = await enrol(harness, "linus");
    const refused = (tokenId: typeof ada.tokenId) =>
      harness.refuse("approvals.request", { procedure: "targets.check", input: { id, tokenId } });
    expect(await refused(late.tokenId)).toMatchObject({
      code: "NOT_FOUND",
      message: "VPN was not handed this authenticator.",
    });
    await harness.call("users.edit", { id: ada.userId, username: "ada.lovelace" });
    expect(await refused(ada.tokenId)).toMatchObject({ code: "TOKEN_STATE" });
    await harness.call("tokens.disable", { tokenId: grace.tokenId });
    expect(await refused(grace.tokenId)).toMatchObject({ code: "TOKEN_STATE" });
    const proof = { id, tokenId: grace.tokenId, since: await sinceOf(grace.userId), result: "accepted" } as const;
    expect(await harness.refuse("targets.prove", proof)).toMatchObject({ code: "TOKEN_STATE" });
  });

  test("needs a fresh code, and a second administrator who is told whose codes are shown, each time", async () => {
    const { tokenId } = await enrol(harness, "ada");
    const id = await handedOver();
    const input = { id, tokenId };
    const { authority } = harness;
    harness.authority = null;
    await harness.call("access.signOut", {});
    await harness.call("access.signIn", {
      ...owner,
      code: fresh(authority?.secret),
    });
    expect(await harness.refuse("targets.check", input)).toMatchObject({ code: "STEP_UP_REQUIRED" });
    await harness.call("access.stepUp", { kind: "export", code: fresh(authority?.secret) });
    expect(await harness.refuse("targets.check", input)).toMatchObject({ code: "COUNTERSIGN_REQUIRED" });
    const asked = await harness.call("approvals.request", { procedure: "targets.check", input });
    expect(asked).toMatchObject({
      title: "Show codes of ada for a sign-in to VPN",
      facts: [
        expect.stringContaining("Two codes of Phone") as string,
        "Whoever sees them can sign in as ada wherever these codes are accepted",
      ],
    });
    const recoveryKey = authority?.recoveryKey ?? "";
    await harness.call("approvals.approveByRecoveryKey", { id: asked?.id ?? (id as never), recoveryKey });
    await harness.call("targets.check", input);
    expect(await harness.refuse("targets.check", input)).toMatchObject({ code: "COUNTERSIGN_REQUIRED" });
  });
});

describe("the proof that a system lets somebody in", () => {
  test("is told with who said it and when, at the person and at the system, and the last one counts", async () => {
    const { tokenId, userId } = await enrol(harness, "ada");
    await enrol(harness, "grace");
    const id = await handedOver();
    const proof = { id, tokenId, since: await sinceOf(userId) };
    expect(await harness.call("targets.show", { id })).toMatchObject({ target: { proven: 0, provenAt: null } });
    const at = harness.clock.now();
    await harness.call("targets.prove", { ...proof, result: "accepted", note: "From the office" });
    expect(await proofsOf(userId)).toEqual([{ result: "accepted", note: "From the office", by: "olga", at }]);
    expect(await harness.call("targets.show", { id })).toMatchObject({
      target: { handed: 2, proven: 1, provenAt: at },
    });
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({
      action: "target.prove",
      target: "ada",
      result: "accepted",
      details: { system: "VPN", note: "From the office" },
    });
    await harness.call("targets.prove", { ...proof, result: "refused" });
    expect(await proofsOf(userId)).toMatchObject([{ result: "refused", note: "" }]);
    expect(await harness.call("targets.list", {})).toMatchObject({ targets: [{ proven: 0, provenAt: null }] });
  });

  test("stays when the same is handed over again, and is void with anything else", async () => {
    const { tokenId, userId } = await enrol(harness, "ada");
    const id = await handedOver();
    const since = await sinceOf(userId);
    await harness.call("targets.prove", { id, tokenId, since, result: "accepted" });
    harness.clock.advance(60_000);
    await handOver(id, "all");
    expect(await proofsOf(userId)).toMatchObject([{ result: "accepted" }]);
    expect(await harness.refuse("targets.prove", { id, tokenId, since, result: "refused" })).toMatchObject({
      code: "CONFLICT",
    });
    await harness.call("users.edit", { id: userId, username: "ada.lovelace" });
    expect(await proofsOf(userId)).toMatchObject([{ result: "accepted" }]);
    await handOver(id);
    expect(await proofsOf(userId)).toEqual([null]);
  });

  test("ends with what was handed over, and with the system", async () => {
    const { tokenId, userId } = await enrol(harness, "ada");
    const id = await handedOver();
    const told = async () =>
      harness.call("targets.prove", { id, tokenId, since: await sinceOf(userId), result: "accepted" });
    await told();
    await harness.call("targets.settle", { id, tokens: [tokenId] });
    expect(await harness.call("targets.show", { id })).toMatchObject({ target: { proven: 0 } });
    await handOver(id);
    expect(await proofsOf(userId)).toEqual([null]);
    await told();
    await harness.call("targets.remove", { id });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });
});
