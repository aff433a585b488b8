import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { addOwner, addPerson, stepUp, theOwner } from "../../../support/administrators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const wrongKey = "0000-0000-0000-0000-0000-0000-0000-0000";

type Proof = InputOf<"recovery.begin">;

async function signedOut() {
  const harness = await openHarness();
  const made = await setUp(harness);
  await harness.call("access.signOut", {});
  const proof: Proof = { ...owner, recoveryKey: made.recoveryKey };
  return { harness, ...made, proof };
}

/** The clock moves on past any delay. */
async function comeBack(harness: Harness, proof: Proof, caller = newCaller()) {
  harness.clock.advance(60 * minute);
  const begun = await harness.call("recovery.begin", proof, caller);
  const code = codeFor(begun.secret, harness.clock);
  const done = await harness.call("recovery.confirm", { ...proof, code }, caller);
  harness.clock.advance(minute);
  return { ...done, secret: begun.secret, caller };
}

function writeFailures(harness: Harness, key: string, failures: number): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.prepare("INSERT OR REPLACE INTO throttle VALUES (?, ?, 0, ?)").run(key, failures, harness.clock.now());
  raw.close();
}

function ownerId(harness: Harness): string {
  const raw = new Database(storeFile(harness.dataDir), { readonly: true });
  const id = raw.prepare("SELECT id FROM admins WHERE name = ?").pluck().get(owner.name) as string;
  raw.close();
  return id;
}

it("a sole owner without phone and codes comes back with password and recovery key; all that was there before ends", async () => {
  const { harness, secret, backupCodes, proof } = await signedOut();
  const other = newCaller();
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, other);
  const back = await comeBack(harness, proof);
  expect(back.session).toMatchObject({ name: owner.name, role: "owner" });
  expect(back.backupCodes).toHaveLength(10);
  expect((await harness.refuse("access.whoami", {}, other)).code).toBe("NOT_SIGNED_IN");

  const old = await harness.refuse("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, newCaller());
  const paper = { ...owner, backupCode: backupCodes[0] ?? "" };
  expect([old.code, (await harness.refuse("access.signIn", paper, newCaller())).code]).toEqual([
    "SIGN_IN_REFUSED",
    "SIGN_IN_REFUSED",
  ]);
  const code = codeFor(back.secret, harness.clock);
  await harness.call("access.signIn", { ...owner, code }, newCaller());
  const { rows } = await harness.call("audit.list", {}, back.caller);
  expect(rows.find(({ action }) => action === "recovery.owner")).toMatchObject({
    actor: owner.name,
    details: { by: "recovery key", authenticatorsRevoked: 1, sessionsEnded: 1 },
  });
  expect(rows.some(({ action }) => action === "recovery.begin")).toBe(true);
  expect(harness.log.some(({ level, message }) => level === "warn" && message.includes("recovery key"))).toBe(true);
  const audit = JSON.stringify(rows);
  for (const kept of [proof.recoveryKey, back.secret, owner.password, ...back.backupCodes])
    expect(audit).not.toContain(kept);
});

it("the same after a hundred wrong attempts, when the authenticators are locked and time lets nobody in", async () => {
  const { harness, secret, proof } = await signedOut();
  writeFailures(harness, `admin:${ownerId(harness)}`, 100);
  const raw = new Database(storeFile(harness.dataDir));
  raw.prepare("UPDATE tokens SET status = 'locked', failures = 100").run();
  raw.close();
  harness.clock.advance(7 * day);
  const locked = await harness.refuse("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
  expect(locked).toMatchObject({ code: "THROTTLED" });
  expect(locked.message).toContain("recovery key");
  const back = await comeBack(harness, proof);
  const { rows } = await harness.call("audit.list", {}, back.caller);
  expect(rows.find(({ action }) => action === "recovery.owner")?.details).toMatchObject({
    wasLockedOut: true,
    wrongAttemptsBefore: 100,
  });
  await harness.call("access.signIn", { ...owner, code: codeFor(back.secret, harness.clock) }, newCaller());
});

it("enough shares do what the recovery key does, and fewer do not", async () => {
  const harness = await openHarness();
  await setUp(harness);
  const { shares } = await harness.call("vault.prepareRecoveryKey", { shares: { total: 3, needed: 2 } });
  await harness.call("vault.replaceRecoveryKey", { shares: shares.slice(0, 2) });
  await harness.call("access.signOut", {});
  const one = { ...owner, shares: [shares[0] ?? "", shares[0] ?? ""] };
  expect((await harness.refuse("recovery.begin", one)).code).toBe("SHARES_REFUSED");
  const back = await comeBack(harness, { ...owner, shares: shares.slice(1) });
  const { rows } = await harness.call("audit.list", {}, back.caller);
  expect(rows.find(({ action }) => action === "recovery.owner")?.details).toMatchObject({ by: "shares" });
});

it("where no keychain opens the keys, the recovery key opens them as well", async () => {
  const { harness, proof } = await signedOut();
  harness.keychain.secrets.clear();
  await harness.reopen();
  expect((await harness.call("system.status", {})).phase).toBe("locked");
  expect((await harness.refuse("recovery.begin", { ...proof, recoveryKey: wrongKey })).code).toBe("RECOVERY_REFUSED");
  await comeBack(harness, proof);
});

it("a clock that was set back does not keep the owner out, who alone can accept it", async () => {
  const { harness, proof } = await signedOut();
  harness.clock.advance(-30 * day);
  const back = await comeBack(harness, proof);
  expect(await harness.call("system.acceptClock", {}, back.caller)).toEqual({ now: harness.clock.now() });
});

describe("whoever has only one of the two", () => {
  it("is told the same, whatever was wrong, and changes nothing", async () => {
    const { harness, secret, proof } = await signedOut();
    const wrong: Proof[] = [
      { ...proof, recoveryKey: wrongKey },
      { ...proof, password: "a guess at the password" },
      { ...proof, name: "nobody" },
    ];
    const answers = [];
    for (const one of wrong) answers.push(await harness.refuse("recovery.begin", one, newCaller()));
    const said = answers.map(({ code, message, details }) => ({ code, message, details }));
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(said[0]).toMatchObject({ code: "RECOVERY_REFUSED" });
    // What was begun by the owner is no use without both, either.
    const begun = await harness.call("recovery.begin", proof, newCaller());
    const code = codeFor(begun.secret, harness.clock);
    expect((await harness.refuse("recovery.confirm", { ...proof, recoveryKey: wrongKey, code })).code).toBe(
      "RECOVERY_REFUSED",
    );
    harness.clock.advance(minute);
    expect((await harness.refuse("recovery.confirm", { ...proof, password: "wrong", code })).code).toBe(
      "RECOVERY_REFUSED",
    );
    // The authenticator of before counts as long as the new one is not proven.
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    const { rows } = await harness.call("audit.list", {});
    expect(rows.filter(({ action }) => action === "recovery.refused")).toHaveLength(5);
  });

  it("waits longer and longer, also when all guesses come at once, and never closes the owner's way", async () => {
    const { harness, proof } = await signedOut();
    const guesses = Array.from({ length: 20 }, (_, n) =>
      harness.console.call("recovery.begin", { ...proof, password: `guess ${n}`, recoveryKey: wrongKey }, newCaller()),
    );
    const codes = (await Promise.all(guesses)).map((reply) => (reply.ok ? "ok" : reply.error.code));
    expect(codes.filter((code) => code === "RECOVERY_REFUSED")).toHaveLength(5);
    expect(codes.filter((code) => code === "THROTTLED")).toHaveLength(15);
    const delayed = await harness.refuse("recovery.begin", proof);
    expect(delayed).toMatchObject({ code: "THROTTLED" });
    expect(delayed.details?.["retryAt"]).toBeGreaterThan(harness.clock.now());
    writeFailures(harness, "recovery", 500);
    await comeBack(harness, proof);
  });

  it("guesses no more than a hundred passwords with a found recovery key, until the owner signs in", async () => {
    const { harness, secret, proof } = await signedOut();
    writeFailures(harness, `recovery:${ownerId(harness)}`, 99);
    await harness.refuse("recovery.begin", { ...proof, password: "the hundredth" });
    harness.clock.advance(day);
    expect((await harness.refuse("recovery.begin", proof)).code).toBe("THROTTLED");
    // Without the recovery key nobody is told so.
    expect((await harness.refuse("recovery.begin", { ...proof, recoveryKey: wrongKey })).code).toBe("RECOVERY_REFUSED");
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    await comeBack(harness, proof);
  });

  it("does not come back with a recovery key that was replaced", async () => {
    const { harness, secret, proof } = await signedOut();
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    const { recoveryKey } = await harness.call("vault.prepareRecoveryKey", {});
    if (recoveryKey === null) throw new Error("it came in shares");
    await harness.call("vault.replaceRecoveryKey", { recoveryKey });
    expect((await harness.refuse("recovery.begin", proof)).code).toBe("RECOVERY_REFUSED");
    await comeBack(harness, { ...proof, recoveryKey });
  });
});

it("is for owners who are not disabled, and nobody else", async () => {
  const harness = await openHarness();
  const { secret, recoveryKey } = await setUp(harness);
  const olga = await theOwner(harness, secret, owner);
  const vera = await addPerson(harness, olga, "vera", "operator");
  const frida = await addOwner(harness, olga, "frida", recoveryKey);
  for (const who of [vera, frida]) {
    if (who === frida) {
      const raw = new Database(storeFile(harness.dataDir));
      raw.prepare("UPDATE admins SET status = 'disabled' WHERE id = ?").run(frida.id);
      raw.close();
    }
    const refused = await harness.refuse("recovery.begin", { name: who.name, password: who.password, recoveryKey });
    expect(refused.code).toBe("RECOVERY_REFUSED");
  }
  await stepUp(harness, olga, "administrators");
});

it("a wrong code of the new authenticator counts, and leaves the owner's factors as they are", async () => {
  const { harness, secret, proof } = await signedOut();
  const begun = await harness.call("recovery.begin", proof);
  const attempts: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    const code = codeFor(begun.secret, harness.clock, 500 + n);
    attempts.push((await harness.refuse("recovery.confirm", { ...proof, code })).code);
  }
  expect(attempts).toEqual([...Array.from({ length: 5 }, () => "ENROLMENT_CODE_WRONG"), "THROTTLED"]);
  harness.clock.advance(minute);
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
});

it("of two who come back at the same time one gets in", async () => {
  const { harness, proof } = await signedOut();
  const { secret } = await harness.call("recovery.begin", proof);
  const input = { ...proof, code: codeFor(secret, harness.clock) };
  const replies = await Promise.all(
    [newCaller(), newCaller()].map((by) => harness.console.call("recovery.confirm", input, by)),
  );
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  expect(replies.flatMap((reply) => (reply.ok ? [] : [reply.error.code]))).toEqual(["ENROLMENT_EXPIRED"]);
});
