import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const minute = 60_000;

function change(harness: Harness, sql: string): void {
  const db = new Database(storeFile(harness.dataDir));
  db.exec(sql);
  db.close();
}

/** A console with a window, whose session the harness's own caller holds. */
async function withWindow(share: Pick<Partial<Harness>, "dataDir" | "keychain"> = {}) {
  const caller = newCaller();
  const harness = await openHarness({ ...share, windowSession: caller.session });
  return { harness, caller };
}

const survives = "INSERT INTO policies (key, value, updated_at) VALUES ('sessionsSurviveRestart', 'true', 0)";

async function signedInWindow(policy?: string) {
  const { harness, caller } = await withWindow();
  const { secret } = await setUp(harness);
  if (policy !== undefined) change(harness, policy);
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, caller);
  return { harness, token: caller.session.get(), secret };
}

describe("a window that is opened again", () => {
  it("has lost its session, and a terminal has not", async () => {
    const { harness, token, secret } = await signedInWindow();
    const terminal = newCaller({ outlivesProcess: true });
    harness.clock.advance(minute);
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, terminal);
    await harness.console.close();
    const next = await withWindow(harness);
    expect(next.caller.session.get()).toBeNull();
    expect((await next.harness.refuse("access.whoami", {}, newCaller({ token }))).code).toBe("NOT_SIGNED_IN");
    expect((await next.harness.call("access.whoami", {}, terminal)).name).toBe(owner.name);
  });

  it("finds its session locked, where the policy lets it go on, and once", async () => {
    const { harness, token } = await signedInWindow(survives);
    await harness.console.close();
    const next = await withWindow(harness);
    expect(next.caller.session.get()).toBe(token);
    expect((await next.harness.refuse("users.list", {}, next.caller)).code).toBe("SESSION_LOCKED");
    await next.harness.call("access.unlock", { password: owner.password }, next.caller);
    expect((await next.harness.call("users.list", {}, next.caller)).rows).toEqual([]);
    // What took it up took it out of the keychain.
    const kept = [...next.harness.keychain.secrets.keys()].filter((account) => account.startsWith("session:"));
    expect(kept).toEqual([]);
  });

  it("has lost a session that the policy let go on when the policy has changed, or its time is over", async () => {
    for (const meanwhile of ["DELETE FROM policies", "UPDATE sessions SET expires_at = 1"]) {
      const { harness } = await signedInWindow(survives);
      await harness.console.close();
      change(harness, meanwhile);
      const next = await withWindow(harness);
      expect(next.caller.session.get()).toBeNull();
    }
  });

  it("ends what a killed window has left", async () => {
    const harness = await openHarness();
    await setUp(harness);
    change(harness, survives);
    const token = harness.caller.session.get();
    await harness.console.close();
    const next = await withWindow(harness);
    expect(next.caller.session.get()).toBeNull();
    expect((await next.harness.refuse("access.whoami", {}, newCaller({ token }))).code).toBe("NOT_SIGNED_IN");
  });
});

describe("a session", () => {
  it("ends at once when its administrator is disabled", async () => {
    const harness = await openHarness();
    await setUp(harness);
    change(harness, "UPDATE admins SET status = 'disabled'");
    expect((await harness.refuse("access.whoami", {})).code).toBe("NOT_SIGNED_IN");
  });

  it("is shortened at once by a stricter policy", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("policies.set", { changes: { idleMinutes: 2 } });
    harness.clock.advance(2 * minute);
    expect((await harness.refuse("access.whoami", {})).code).toBe("NOT_SIGNED_IN");
  });
});

describe("signing in without a code", () => {
  const optional = "INSERT INTO policies (key, value, updated_at) VALUES ('secondFactorOptional', 'true', 0);";
  const off = "UPDATE admins SET second_factor = 'off';";

  it.each([
    ["the policy allows it and the second factor is off", optional + off, true],
    ["only the policy allows it", optional, false],
    ["only the second factor is off", off, false],
    ["an own authenticator must be enrolled first", `${optional}${off}UPDATE admins SET must_enrol = 1;`, false],
  ])("when %s", async (_when, sql, allowed) => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("access.signOut", {});
    change(harness, sql);
    const reply = await harness.console.call("access.signIn", owner, harness.caller);
    expect(reply.ok ? "ok" : reply.error.code).toBe(allowed ? "ok" : "SIGN_IN_REFUSED");
  });
});
