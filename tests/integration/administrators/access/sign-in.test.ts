import { describe, expect, it } from "vitest";
import { enrolPhone } from "../../../support/authenticators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const minute = 60_000;

async function signedOut() {
  const harness = await openHarness();
  const secrets = await setUp(harness);
  await harness.call("access.signOut", {});
  return { harness, ...secrets };
}

describe("signing in", () => {
  it("takes the password and a code of the authenticator", async () => {
    const { harness, secret } = await signedOut();
    expect((await harness.refuse("users.list", {})).code).toBe("NOT_SIGNED_IN");
    const { session } = await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    expect(session).toMatchObject({ name: "olga", role: "owner" });
    expect(await harness.call("users.list", {})).toMatchObject({ rows: [], total: { count: 0, exact: true } });
  });

  it("takes the name in any case and Unicode form", async () => {
    const { harness, secret } = await signedOut();
    const { session } = await harness.call("access.signIn", {
      ...owner,
      name: "ＯＬＧＡ",
      code: codeFor(secret, harness.clock),
    });
    expect(session.name).toBe("olga");
  });

  it("takes each backup code once", async () => {
    const { harness, backupCodes } = await signedOut();
    const [backupCode = ""] = backupCodes;
    expect(await harness.call("access.signIn", { ...owner, backupCode: backupCode.toLowerCase() })).toMatchObject({
      remainingBackupCodes: 9,
    });
    await harness.call("access.signOut", {});
    expect((await harness.refuse("access.signIn", { ...owner, backupCode })).code).toBe("SIGN_IN_REFUSED");
  });

  it("does not use a backup code up when the password is wrong", async () => {
    const { harness, backupCodes } = await signedOut();
    const [backupCode = ""] = backupCodes;
    await harness.refuse("access.signIn", { ...owner, password: "wrong password", backupCode });
    expect(await harness.call("access.signIn", { ...owner, backupCode })).toMatchObject({ remainingBackupCodes: 9 });
  });

  it("takes each code once", async () => {
    const { harness, secret } = await signedOut();
    const code = codeFor(secret, harness.clock);
    await harness.call("access.signIn", { ...owner, code });
    await harness.call("access.signOut", {});
    expect((await harness.refuse("access.signIn", { ...owner, code })).code).toBe("SIGN_IN_REFUSED");
  });

  it("refuses in the same words whatever was wrong", async () => {
    const { harness, secret } = await signedOut();
    const code = codeFor(secret, harness.clock);
    const refusals = [
      await harness.refuse("access.signIn", { ...owner, password: "wrong password", code }),
      await harness.refuse("access.signIn", { ...owner, code: "000000" }),
      await harness.refuse("access.signIn", { ...owner, name: "nobody", code }),
      await harness.refuse("access.signIn", { ...owner, backupCode: "00000-00000-00000" }),
    ];
    const told = refusals.map(({ code: error, message, fields, details }) =>
      JSON.stringify({ error, message, fields, details }),
    );
    expect(new Set(told).size).toBe(1);
    expect(refusals[0]?.code).toBe("SIGN_IN_REFUSED");
  });

  /** What is told of each way to be wrong, while the owner's phone is off from this computer by so many steps. */
  async function toldOf(harness: Harness, secret: string, offset: number) {
    const code = codeFor(secret, harness.clock, offset);
    const wrong = { ...owner, password: "wrong password" };
    const told = [
      await harness.refuse("access.signIn", { ...owner, code }, newCaller()),
      await harness.refuse("access.signIn", { ...wrong, code }, newCaller()),
      await harness.refuse("access.signIn", { ...owner, name: "nobody", code }, newCaller()),
      await harness.refuse("access.signIn", { ...wrong, code: "000000" }, newCaller()),
    ].map(({ code: error, message, fields, details }) => JSON.stringify({ error, message, fields, details }));
    expect(new Set(told).size).toBe(1);
    return JSON.parse(told[0] ?? "") as { error: string; message: string; details: { now: number } };
  }

  it("asks to compare the clock, and says what it shows", async () => {
    const { harness, secret } = await signedOut();
    harness.clock.advance(60 * minute);
    const told = await toldOf(harness, secret, -120);
    expect(told).toMatchObject({ error: "SIGN_IN_REFUSED", details: { now: harness.clock.now() } });
    expect(told.message).toContain("check that this computer shows the right date and time");
  });

  it("says that the clock is probably wrong where it is behind the last event, to everybody alike", async () => {
    const { harness, secret, backupCodes } = await signedOut();
    harness.clock.advance(-60 * minute);
    const told = await toldOf(harness, secret, 120);
    expect(told.message).toContain("clock is probably wrong: it is behind the last recorded event");
    await harness.call("access.signIn", { ...owner, backupCode: backupCodes[0] ?? "" });
    await harness.call("system.acceptClock", {});
  });

  it("says by how much the clock is probably wrong where people's codes show it, to everybody alike", async () => {
    const harness = await openHarness();
    const { secret } = await setUp(harness);
    const phones = [];
    for (const username of ["ann", "bob", "cleo"]) {
      await harness.call("users.add", { username });
      phones.push({ username, ...(await enrolPhone(harness, username)) });
    }
    harness.clock.advance(60 * minute);
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    for (const { username, phone } of phones) {
      await harness.call("verification.check", { user: { username }, code: phone.now(harness, -119) });
    }
    await harness.call("access.signOut", {});
    const told = await toldOf(harness, secret, -119);
    expect(told.message).toContain("clock is probably wrong: about 60 minutes ahead");
  });

  it("asks for one second factor, and no more", async () => {
    const { harness, backupCodes, secret } = await signedOut();
    expect((await harness.refuse("access.signIn", owner)).code).toBe("SIGN_IN_REFUSED");
    const both = { ...owner, code: codeFor(secret, harness.clock), backupCode: backupCodes[0] ?? "" };
    expect((await harness.refuse("access.signIn", both)).code).toBe("INVALID_INPUT");
  });

  it("tells the audit of both outcomes, without the name of somebody unknown", async () => {
    const { harness, secret } = await signedOut();
    const code = codeFor(secret, harness.clock);
    await harness.refuse("access.signIn", { ...owner, name: "s3cret-typed-here", code });
    await harness.refuse("access.signIn", { ...owner, password: "wrong password", code });
    await harness.call("access.signIn", { ...owner, code });
    const { rows } = await harness.call("audit.list", { action: "access" });
    expect(rows.map(({ action, result, target }) => [action, result, target])).toEqual([
      ["access.sign_in", "done", "olga"],
      ["access.sign_in", "refused", "olga"],
      ["access.sign_out", "done", null],
    ]);
    expect(JSON.stringify(rows)).not.toContain("s3cret");
  });
});

describe("wrong attempts at signing in", () => {
  const fail = { ...owner, password: "wrong password", code: "123456" };

  it("are slowed down after the fifth, for the right password too, and across restarts", async () => {
    const { harness, secret } = await signedOut();
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect((await harness.refuse("access.signIn", fail)).code).toBe("SIGN_IN_REFUSED");
    const right = { ...owner, code: codeFor(secret, harness.clock) };
    expect(await harness.refuse("access.signIn", right)).toMatchObject({
      code: "THROTTLED",
      details: { retryAt: harness.clock.now() + 30_000 },
    });
    await harness.reopen();
    expect((await harness.refuse("access.signIn", right)).code).toBe("THROTTLED");
    harness.clock.advance(30_000);
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
  });

  it("are not forgotten when the clock is set back", async () => {
    const { harness } = await signedOut();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await harness.refuse("access.signIn", fail);
      if (attempt === 4) harness.clock.advance(30_000);
    }
    harness.clock.advance(-1440 * minute);
    expect(await harness.refuse("access.signIn", fail)).toMatchObject({
      code: "THROTTLED",
      details: { retryAt: harness.clock.now() + minute },
    });
    // Nor do they last until the clock is where it was.
    harness.clock.advance(minute);
    expect((await harness.refuse("access.signIn", fail)).code).toBe("SIGN_IN_REFUSED");
  });

  it("that come all at once get no further than those that come one by one", async () => {
    const { harness, secret } = await signedOut();
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => harness.refuse("access.signIn", fail, newCaller())),
    );
    expect(replies.filter(({ code }) => code === "SIGN_IN_REFUSED")).toHaveLength(5);
    expect((await harness.refuse("access.signIn", { ...owner, code: codeFor(secret, harness.clock) })).code).toBe(
      "THROTTLED",
    );
  });
});

describe("a session", () => {
  it("ends after 15 idle minutes and goes on while it is used", async () => {
    const { harness, secret } = await signedOut();
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    for (let use = 0; use < 3; use += 1) {
      harness.clock.advance(14 * minute);
      await harness.call("access.whoami", {});
    }
    harness.clock.advance(15 * minute);
    expect((await harness.refuse("access.whoami", {})).code).toBe("NOT_SIGNED_IN");
    expect(harness.caller.session.get()).toBeNull();
  });

  it("ends after 12 hours however much it is used", async () => {
    const { harness, secret } = await signedOut();
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    for (let use = 0; use < 72; use += 1) {
      harness.clock.advance(10 * minute);
      if (use < 71) await harness.call("access.whoami", {});
    }
    expect((await harness.refuse("access.whoami", {})).code).toBe("NOT_SIGNED_IN");
  });

  it("answers nothing but its own end while it is locked, and opens by the password", async () => {
    const { harness, secret } = await signedOut();
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    expect((await harness.call("access.lock", {})).locked).toBe(true);
    expect((await harness.refuse("users.list", {})).code).toBe("SESSION_LOCKED");
    expect((await harness.call("system.status", {})).session).toMatchObject({ locked: true });
    expect((await harness.refuse("access.unlock", { password: "wrong password" })).code).toBe("SIGN_IN_REFUSED");
    expect((await harness.call("access.unlock", { password: owner.password })).locked).toBe(false);
    await harness.call("users.list", {});
  });

  it("is not opened by a made-up or another console's token", async () => {
    const { harness, secret } = await signedOut();
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    for (const token of ["", "x", "A".repeat(43), `${harness.caller.session.get()}=`]) {
      expect((await harness.refuse("access.whoami", {}, newCaller({ token }))).code).toBe("NOT_SIGNED_IN");
    }
  });

  it("that a terminal keeps opens the vault where no keychain does", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    const { secret } = await setUp(harness);
    const terminal = newCaller({ outlivesProcess: true });
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, terminal);
    await harness.reopen();
    expect((await harness.refuse("users.list", {}, newCaller())).code).toBe("NOT_SIGNED_IN");
    expect(await harness.call("users.list", {}, terminal)).toMatchObject({ total: { count: 0, exact: true } });
  });
});
