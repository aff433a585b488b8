import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Authenticator } from "../../../support/authenticators.ts";
import { codeFor, openHarness, owner, setUp } from "../../../support/harness.ts";

const begin = { organisation: "Acme", owner: owner.name, password: owner.password };

describe("the first run", () => {
  it("makes the store, proves the owner's authenticator and signs the owner in", async () => {
    const harness = await openHarness();
    expect((await harness.call("system.status", {})).phase).toBe("empty");
    const secrets = await harness.call("setup.begin", begin);
    expect(secrets).toMatchObject({ owner: "olga", organisation: "Acme", opensWith: "keychain" });
    expect(secrets.uri).toContain(`secret=${secrets.secret}`);
    expect((await harness.call("system.status", {})).phase).toBe("setup");

    const { backupCodes, session } = await harness.call("setup.confirm", {
      password: owner.password,
      code: codeFor(secrets.secret, harness.clock),
    });
    expect(backupCodes).toHaveLength(10);
    expect(session).toMatchObject({ name: "olga", role: "owner", locked: false });
    expect(await harness.call("system.status", {})).toMatchObject({
      phase: "ready",
      organisation: "Acme",
      slots: ["recovery", "keychain"],
      keychain: { state: "bound" },
    });
    expect(await harness.call("access.whoami", {})).toMatchObject({ name: "olga" });
  });

  it("keeps the data folder for its user alone", async () => {
    const harness = await openHarness();
    await setUp(harness);
    expect(statSync(harness.dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(harness.dataDir, "store")).mode & 0o777).toBe(0o700);
    for (const name of ["console.db", "console.db-wal", "console.db-shm"]) {
      expect(statSync(join(harness.dataDir, "store", name)).mode & 0o777, name).toBe(0o600);
    }
  });

  it.each([
    ["short", "PASSWORD", "INVALID_INPUT", "Ab1!xyz"],
    ["common", "PASSWORD", "PASSWORD_REFUSED", "password1"],
    ["the owner's own name", "PASSWORD", "PASSWORD_REFUSED", "olgaolga"],
  ])("refuses a password that is %s and leaves nothing behind", async (_why, _what, code, password) => {
    const harness = await openHarness();
    const error = await harness.refuse("setup.begin", { ...begin, password });
    expect(error.code).toBe(code);
    expect(error.fields).toHaveProperty("password");
    expect(existsSync(join(harness.dataDir, "store"))).toBe(false);
  });

  it("refuses a wrong code, and a wrong password, in the same words", async () => {
    const harness = await openHarness();
    const { secret } = await harness.call("setup.begin", begin);
    const wrongCode = await harness.refuse("setup.confirm", {
      password: owner.password,
      code: new Authenticator(secret).wrong(harness),
    });
    const wrongPassword = await harness.refuse("setup.confirm", {
      password: "something else",
      code: codeFor(secret, harness.clock),
    });
    expect(wrongCode.code).toBe("SIGN_IN_REFUSED");
    expect(wrongPassword.message).toBe(wrongCode.message);
    expect((await harness.call("system.status", {})).phase).toBe("setup");
  });

  it("says how far the two clocks are apart where the code is of another time", async () => {
    const harness = await openHarness();
    const { secret } = await harness.call("setup.begin", begin);
    const attempt = { password: owner.password, code: codeFor(secret, harness.clock, -120) };
    const told = await harness.refuse("setup.confirm", attempt);
    expect(told).toMatchObject({ code: "SIGN_IN_REFUSED", details: { now: harness.clock.now() } });
    expect(told.message).toContain("60 minutes behind this computer's clock");
  });

  it("can be begun only while it is not finished", async () => {
    const harness = await openHarness();
    await setUp(harness);
    expect((await harness.refuse("setup.begin", begin)).code).toBe("SETUP_DONE");
    expect((await harness.refuse("setup.resume", { password: owner.password })).code).toBe("SETUP_DONE");
    expect(await harness.call("access.whoami", {})).toMatchObject({ name: "olga" });
  });
});

describe("an interrupted set-up", () => {
  it("goes on after a restart with the same authenticator and a new recovery key", async () => {
    const harness = await openHarness();
    const first = await harness.call("setup.begin", begin);
    await harness.reopen();
    expect((await harness.call("system.status", {})).phase).toBe("setup");
    expect((await harness.refuse("setup.resume", { password: "not the password" })).code).toBe("SIGN_IN_REFUSED");
    const again = await harness.call("setup.resume", { password: owner.password });
    expect(again.secret).toBe(first.secret);
    expect(again.recoveryKey).not.toBe(first.recoveryKey);
    await harness.call("setup.confirm", { password: owner.password, code: codeFor(again.secret, harness.clock) });
    await harness.reopen();
    harness.keychain.secrets.clear();
    await harness.reopen();
    expect((await harness.refuse("vault.unlock", { recoveryKey: first.recoveryKey })).code).toBe("UNLOCK_REFUSED");
    expect(await harness.call("vault.unlock", { recoveryKey: again.recoveryKey })).toEqual({ keychainBound: true });
  });

  it("starts over cleanly: the older secrets count for nothing and leave the keychain", async () => {
    const harness = await openHarness();
    const first = await harness.call("setup.begin", begin);
    const second = await harness.call("setup.begin", { ...begin, organisation: "Other" });
    expect(harness.keychain.secrets.size).toBe(1);
    expect(
      (await harness.refuse("setup.confirm", { password: owner.password, code: codeFor(first.secret, harness.clock) }))
        .code,
    ).toBe("SIGN_IN_REFUSED");
    await harness.call("setup.confirm", { password: owner.password, code: codeFor(second.secret, harness.clock) });
    expect((await harness.call("system.status", {})).organisation).toBe("Other");
  });
});

describe("without a keychain", () => {
  it("the owner's password opens the vault when no passphrase was chosen, and says so", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    const { secret, opensWith } = await harness.call("setup.begin", begin);
    expect(opensWith).toBe("password");
    await harness.call("setup.confirm", { password: owner.password, code: codeFor(secret, harness.clock) });
    harness.clock.advance(30_000);
    await harness.reopen();
    expect(await harness.call("system.status", {})).toMatchObject({
      phase: "locked",
      keychain: { state: "unavailable" },
      slots: ["recovery", "passphrase"],
    });
    const signIn = { name: "olga", code: codeFor(secret, harness.clock) };
    expect((await harness.refuse("access.signIn", { ...signIn, password: "not the password" })).code).toBe(
      "SIGN_IN_REFUSED",
    );
    await harness.call("access.signIn", { ...signIn, password: owner.password });
    expect((await harness.call("system.status", {})).phase).toBe("ready");
  });

  it("a passphrase of its own opens the vault, and the password does not", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    const passphrase = "an old lighthouse keeper";
    const { secret } = await setUp(harness, { passphrase });
    await harness.reopen();
    const signIn = { name: "olga", password: owner.password, code: codeFor(secret, harness.clock) };
    expect((await harness.refuse("access.signIn", signIn)).code).toBe("VAULT_LOCKED");
    expect((await harness.refuse("access.signIn", { ...signIn, passphrase: "wrong" })).code).toBe("UNLOCK_REFUSED");
    await harness.call("access.signIn", { ...signIn, passphrase });
  });

  it("a keychain that comes back is bound again at the next unlocking", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    await setUp(harness, { passphrase: "an old lighthouse keeper" });
    await harness.reopen();
    harness.keychain.refuses = false;
    expect(await harness.call("vault.unlock", { passphrase: "an old lighthouse keeper" })).toEqual({
      keychainBound: true,
    });
    await harness.reopen();
    expect((await harness.call("system.status", {})).phase).toBe("ready");
  });

  it("wrong passphrases are slowed down, also across restarts", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    await setUp(harness, { passphrase: "an old lighthouse keeper" });
    await harness.reopen();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await harness.refuse("vault.unlock", { passphrase: "wrong" })).code).toBe("UNLOCK_REFUSED");
    }
    await harness.reopen();
    const error = await harness.refuse("vault.unlock", { passphrase: "an old lighthouse keeper" });
    expect(error).toMatchObject({ code: "THROTTLED", details: { retryAt: harness.clock.now() + 30_000 } });
    harness.clock.advance(30_000);
    await harness.call("vault.unlock", { passphrase: "an old lighthouse keeper" });
  });
});
