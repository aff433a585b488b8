import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { phoneLabel } from "#main/twofactor/labels.ts";
import { codeFor, enrol, openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

const user = (username: string) => ({ user: { username } });

describe("enrolling a user", () => {
  it("shows the seed while pending, counts only after a code, and gives ten backup codes", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const pending = await harness.call("tokens.begin", { ...user("ann"), label: "Phone" });
    expect(pending.uri).toContain(`otpauth://totp/Acme:ann?secret=${pending.secret}&issuer=Acme`);
    expect(await harness.call("users.get", user("ann"))).toMatchObject({
      enrolment: "pending",
      tokens: [{ status: "pending", label: "Phone" }],
    });
    const code = codeFor(pending.secret, harness.clock);
    const { token, backupCodes } = await harness.call("tokens.confirm", { tokenId: pending.tokenId, code });
    expect(token).toMatchObject({ status: "active", expiresAt: null });
    expect(backupCodes).toHaveLength(10);
    expect(await harness.call("users.get", user("ann"))).toMatchObject({
      enrolment: "active",
      backupCodes: { total: 10, remaining: 10 },
    });
    expect(JSON.stringify(await harness.call("users.get", user("ann")))).not.toContain(pending.secret);
  });

  it("keeps backup codes and passwords at the console's own cost unless another is asked for", async () => {
    const costs = async (codeCost?: null): Promise<unknown> => {
      const harness = await openHarness(codeCost === null ? { codeCost } : {});
      await setUp(harness);
      await enrol(harness, "ann");
      await harness.console.close();
      const raw = new Database(storeFile(harness.dataDir), { readonly: true });
      const cost = "params ->> 'memoryCost' AS memory, params ->> 'timeCost' AS passes";
      const codes = raw.prepare(`SELECT DISTINCT ${cost} FROM backup_code_sets`).all();
      const passwords = raw.prepare("SELECT substr(password_hash, 1, 30) FROM admins").pluck().all();
      raw.close();
      return { codes, passwords };
    };
    expect(await costs(null)).toEqual({
      codes: [{ memory: 19_456, passes: 2 }],
      passwords: ["$argon2id$v=19$m=19456,t=2,p=1"],
    });
    expect(await costs()).toEqual({
      codes: [{ memory: 8192, passes: 1 }],
      passwords: [expect.stringMatching(/^\$argon2id\$v=19\$m=8192,t=1,p=1/u)],
    });
  });

  it("refuses the code of another seed and stays pending", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const first = await harness.call("tokens.begin", user("ann"));
    const second = await harness.call("tokens.begin", user("ann"));
    const error = await harness.refuse("tokens.confirm", {
      tokenId: second.tokenId,
      code: codeFor(first.secret, harness.clock),
    });
    expect(error.code).toBe("ENROLMENT_CODE_WRONG");
    expect((await harness.call("users.get", user("ann"))).enrolment).toBe("pending");
  });

  it("expires after fifteen minutes", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const { tokenId, secret, expiresAt } = await harness.call("tokens.begin", user("ann"));
    expect(expiresAt).toBe(harness.clock.now() + 900_000);
    harness.clock.advance(899_000);
    await harness.call("access.whoami", {});
    harness.clock.advance(2000);
    expect((await harness.refuse("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) })).code).toBe(
      "ENROLMENT_EXPIRED",
    );
  });

  it("is finished once", async () => {
    const harness = await ready();
    const { tokenId, secret } = await enrol(harness, "ann");
    expect((await harness.refuse("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) })).code).toBe(
      "TOKEN_STATE",
    );
    expect((await harness.refuse("tokens.cancel", { tokenId })).code).toBe("TOKEN_STATE");
  });

  it("that two operators finish at once happens once", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const { tokenId, secret } = await harness.call("tokens.begin", user("ann"));
    const code = codeFor(secret, harness.clock);
    const replies = await Promise.all(
      [1, 2, 3].map(() => harness.console.call("tokens.confirm", { tokenId, code }, harness.caller)),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("leaves nothing when it is cancelled", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const { tokenId } = await harness.call("tokens.begin", user("ann"));
    await harness.call("tokens.cancel", { tokenId });
    expect(await harness.call("users.get", user("ann"))).toMatchObject({ enrolment: "none", tokens: [] });
    expect((await harness.refuse("tokens.cancel", { tokenId })).code).toBe("NOT_FOUND");
  });

  it("is refused for a disabled user, also half-way", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const { tokenId, secret } = await harness.call("tokens.begin", user("ann"));
    await harness.call("users.disable", user("ann"));
    expect((await harness.refuse("tokens.begin", user("ann"))).code).toBe("USER_DISABLED");
    expect((await harness.refuse("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) })).code).toBe(
      "USER_DISABLED",
    );
  });

  it("again replaces the older authenticator at the confirmation, not before", async () => {
    const harness = await ready();
    const first = await enrol(harness, "ann");
    const second = await harness.call("tokens.begin", { ...user("ann"), replaces: first.tokenId });
    expect(
      await harness.call("verification.check", { ...user("ann"), code: codeFor(first.secret, harness.clock) }),
    ).toMatchObject({ result: "accepted" });
    const { backupCodes } = await harness.call("tokens.confirm", {
      tokenId: second.tokenId,
      code: codeFor(second.secret, harness.clock),
    });
    expect(backupCodes).toHaveLength(10);
    const { tokens } = await harness.call("users.get", user("ann"));
    expect(tokens.map(({ id, status }) => [id, status])).toEqual([
      [first.tokenId, "revoked"],
      [second.tokenId, "active"],
    ]);
    const old = await harness.call("verification.check", { ...user("ann"), backupCode: first.backupCodes[0] ?? "" });
    expect(old).toMatchObject({ result: "refused", reason: "codes_replaced" });
  });

  it("gets a name to be told apart by where none was given", async () => {
    const harness = await ready();
    const { tokenId } = await enrol(harness, "ann");
    await harness.call("tokens.begin", user("ann"));
    await harness.call("tokens.begin", { ...user("ann"), label: "Tablet" });
    await harness.call("tokens.begin", { ...user("ann"), replaces: tokenId });
    const { tokens } = await harness.call("users.get", user("ann"));
    const phone = phoneLabel(harness.clock.now());
    expect(tokens.map(({ label }) => label).toSorted()).toEqual([phone, `${phone} 2`, `${phone} 3`, "Tablet"]);
  });

  it("cannot replace another user's authenticator", async () => {
    const harness = await ready();
    const { tokenId } = await enrol(harness, "ann");
    await harness.call("users.add", { username: "bob" });
    expect((await harness.refuse("tokens.begin", { ...user("bob"), replaces: tokenId })).code).toBe(
      "INVALID_REFERENCE",
    );
  });

  it("of a second authenticator keeps the backup codes that are left", async () => {
    const harness = await ready();
    const first = await enrol(harness, "ann");
    const second = await harness.call("tokens.begin", user("ann"));
    const { backupCodes } = await harness.call("tokens.confirm", {
      tokenId: second.tokenId,
      code: codeFor(second.secret, harness.clock),
    });
    expect(backupCodes).toEqual([]);
    expect(
      await harness.call("verification.check", { ...user("ann"), backupCode: first.backupCodes[0] ?? "" }),
    ).toMatchObject({ result: "accepted" });
  });
});

describe("an authenticator's state", () => {
  it("moves only as allowed", async () => {
    const harness = await ready();
    const { tokenId } = await enrol(harness, "ann");
    expect(await harness.call("tokens.disable", { tokenId })).toMatchObject({ status: "disabled" });
    expect(await harness.call("tokens.disable", { tokenId })).toMatchObject({ status: "disabled" });
    expect(await harness.call("tokens.enable", { tokenId })).toMatchObject({ status: "active" });
    expect(await harness.call("tokens.revoke", { tokenId })).toMatchObject({ status: "revoked" });
    expect((await harness.refuse("tokens.enable", { tokenId })).code).toBe("TOKEN_STATE");
    expect((await harness.refuse("tokens.disable", { tokenId })).code).toBe("TOKEN_STATE");
  });

  it("of a pending one cannot be enabled past its code", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    const { tokenId } = await harness.call("tokens.begin", user("ann"));
    expect((await harness.refuse("tokens.enable", { tokenId })).code).toBe("TOKEN_STATE");
  });
});

describe("regenerating backup codes", () => {
  it("voids the ones that are left", async () => {
    const harness = await ready();
    const { backupCodes } = await enrol(harness, "ann");
    const fresh = await harness.call("tokens.regenerateBackupCodes", user("ann"));
    expect(fresh.backupCodes).toHaveLength(10);
    expect(
      await harness.call("verification.check", { ...user("ann"), backupCode: backupCodes[0] ?? "" }),
    ).toMatchObject({ reason: "codes_replaced" });
    expect(
      await harness.call("verification.check", { ...user("ann"), backupCode: fresh.backupCodes[0] ?? "" }),
    ).toMatchObject({ result: "accepted", remainingBackupCodes: 9 });
  });

  it("needs an authenticator", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    expect((await harness.refuse("tokens.regenerateBackupCodes", user("ann"))).code).toBe("TOKEN_STATE");
  });
});
