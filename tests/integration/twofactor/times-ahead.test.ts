import { describe, expect, it } from "vitest";
import Database from "better-sqlite3";
import { storeFile } from "#main/store/data-folder.ts";
import { stepUp, theOwner } from "../../support/administrators.ts";
import { Authenticator, begunByLetter, enrolPhone, signInAgain } from "../../support/authenticators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp, type SetUp } from "../../support/harness.ts";

const day = 86_400_000;
const year = 365 * day;
const reason = "the clock was a year ahead";

async function withPeople() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  for (const username of ["ann", "bob", "cleo"]) await harness.call("users.add", { username });
  const check = (username: string, code: string) => harness.call("verification.check", { user: { username }, code });
  return { harness, admin, check };
}

/** The clock goes back to where it was, and on by so much; the owner comes in by a backup code and confirms it. */
async function putRight(harness: Harness, { backupCodes }: SetUp, onwards: number, since: number): Promise<void> {
  harness.clock.advance(since + onwards - harness.clock.now());
  await harness.call("access.signIn", { ...owner, backupCode: backupCodes[0] ?? "" });
  await harness.call("system.acceptClock", {});
}

async function setBack(harness: Harness, { backupCodes }: SetUp) {
  await harness.call("access.stepUp", { kind: "authenticators", backupCode: backupCodes[1] ?? "" });
  const { authority } = harness;
  harness.authority = null;
  try {
    return await harness.call("system.setStepsBack", { reason });
  } finally {
    harness.authority = authority;
  }
}

const kinds = async (harness: Harness): Promise<string[]> => {
  const { rows } = await harness.call("system.stepsAhead", {});
  return rows.map(({ kind, name }) => `${kind} ${name}`);
};

function inStore<T>(harness: Harness, sql: string): T[] {
  const raw = new Database(storeFile(harness.dataDir), { readonly: true });
  try {
    return raw.prepare(sql).all() as T[];
  } finally {
    raw.close();
  }
}

describe("what was accepted under a clock that was in the future", () => {
  it("stays used, each code of it, and nobody waits for a code that was not", async () => {
    const { harness, admin, check } = await withPeople();
    const { phone } = await enrolPhone(harness, "ann");
    harness.clock.advance(60_000);
    const before = phone.now(harness);
    expect((await check("ann", before)).result).toBe("accepted");
    const then = harness.clock.now();

    harness.clock.advance(year);
    await signInAgain(harness, admin);
    const used: { code: string; at: number }[] = [];
    for (let count = 0; count < 4; count += 1) {
      harness.clock.advance(90_000);
      const code = phone.now(harness);
      expect((await check("ann", code)).result).toBe("accepted");
      used.push({ code, at: harness.clock.now() });
    }

    await putRight(harness, admin, 40_000, then);
    expect(await setBack(harness, admin)).toEqual({ count: 2 });
    expect(await check("ann", before)).toMatchObject({ result: "refused", reason: "already_used" });
    // Of the present step, and before the first minute is over: no code of it was ever accepted.
    expect((await check("ann", phone.now(harness))).result).toBe("accepted");

    for (const { code, at } of used) {
      harness.clock.advance(at - harness.clock.now());
      await signInAgain(harness, admin);
      expect(phone.now(harness)).toBe(code);
      expect(await check("ann", code), `at ${at}`).toMatchObject({ result: "refused", reason: "already_used" });
      harness.clock.advance(30_000);
      expect((await check("ann", phone.now(harness))).result).toBe("accepted");
    }
  });

  it("stays used with a hardware token too, whoever has it then", async () => {
    const { harness, admin, check } = await withPeople();
    const device = new Authenticator(Buffer.alloc(20, 7));
    const { id } = await harness.call("inventory.add", { serial: "GA-1", seed: device.seed.toString("hex") });
    const give = (username: string, code: string) =>
      harness.call("inventory.assign", { serial: "GA-1", user: { username }, code });
    const then = harness.clock.now();
    harness.clock.advance(year);
    await signInAgain(harness, admin);
    await give("bob", device.now(harness));
    harness.clock.advance(30_000);
    const used: { code: string; at: number }[] = [];
    for (let count = 0; count < 3; count += 1) {
      harness.clock.advance(90_000);
      used.push({ code: device.now(harness), at: harness.clock.now() });
      expect((await check("bob", device.now(harness))).result).toBe("accepted");
    }
    harness.clock.advance(30_000);
    await harness.call("inventory.unassign", { id, code: device.now(harness) });

    await putRight(harness, admin, 40_000, then);
    expect(await kinds(harness)).toContain("device GA-1");
    await setBack(harness, admin);
    harness.clock.advance(30_000);
    await give("cleo", device.now(harness));
    for (const { code, at } of used) {
      harness.clock.advance(at - harness.clock.now());
      await signInAgain(harness, admin);
      expect(await check("cleo", code), `at ${at}`).toMatchObject({ result: "refused", reason: "already_used" });
    }
  });

  it("is said to be the reason, with who puts it right", async () => {
    const { harness, admin, check } = await withPeople();
    const { phone } = await enrolPhone(harness, "ann");
    const then = harness.clock.now();
    harness.clock.advance(year);
    await signInAgain(harness, admin);
    await check("ann", phone.now(harness));
    await putRight(harness, admin, 60_000, then);
    const verdict = await check("ann", phone.now(harness));
    expect(verdict).toMatchObject({ result: "refused", reason: "already_used", actions: ["set_clock_back"] });
    expect(verdict.message).toContain("this computer's clock was in the future");
  });
});

describe("times that were written under a clock that was in the future", () => {
  it("do not last a year longer: each is named, set back with a reason, and recorded", async () => {
    const { harness, admin } = await withPeople();
    const then = harness.clock.now();
    harness.clock.advance(year);
    await signInAgain(harness, admin);
    const letter = await begunByLetter(harness, "ann");
    const { tokenId } = await harness.call("tokens.begin", { user: { username: "bob" } });
    harness.clock.advance(30_000);
    const self = await theOwner(harness, admin.secret, owner);
    await stepUp(harness, self, "administrators");
    const invited = await harness.call("admins.invite", { name: "iris", role: "operator" });
    await harness.call("access.signIn", { ...owner, code: codeFor(admin.secret, harness.clock) }, newCaller());
    harness.authority = { secret: admin.secret, recoveryKey: admin.recoveryKey };

    await putRight(harness, admin, 60_000, then);
    const named = await kinds(harness);
    expect(named.toSorted()).toEqual([
      "administrator olga",
      "enrolment bob",
      "invitation iris",
      "letter ann",
      "session olga",
    ]);
    const { healthy } = await harness.call("system.health", {});
    expect(healthy).toBe(false);

    expect(await setBack(harness, admin)).toEqual({ count: 5 });
    expect(await kinds(harness)).toEqual([]);
    const now = harness.clock.now();
    const expiries = inStore<{ id: string; expires_at: number }>(
      harness,
      "SELECT id, expires_at FROM tokens WHERE status = 'pending'",
    );
    expect(expiries.find(({ id }) => id === letter.tokenId)?.expires_at).toBe(now + 14 * day);
    expect(expiries.find(({ id }) => id === tokenId)?.expires_at).toBeLessThan(now + day);
    const [printed] = inStore<{ printed_at: number; expires_at: number }>(harness, "SELECT * FROM letters");
    expect(printed).toMatchObject({ printed_at: now, expires_at: now + 14 * day });
    expect(inStore(harness, "SELECT * FROM invitations")).toEqual([]);
    expect(inStore(harness, `SELECT * FROM sessions WHERE created_at > ${now}`)).toEqual([]);

    const { rows: events } = await harness.call("audit.list", { action: "clock.set_back" });
    expect(events.map(({ target, details }) => `${String(details["kind"])} ${target}`).toSorted()).toEqual(
      named.toSorted(),
    );
    // The first right code of the letter counts as ever; the one-time code is given anew.
    const code = letter.phone.now(harness);
    expect(await harness.call("verification.check", { user: { username: "ann" }, code })).toMatchObject({
      activates: true,
    });
    const used = { name: "iris", invitation: invited.code, password: "seven grey herons over mud" };
    harness.clock.advance(year);
    expect((await harness.refuse("access.beginOwnEnrolment", used, newCaller())).code).not.toBe("");
  });

  it("names enrolments that expired only because of it", async () => {
    const { harness, admin } = await withPeople();
    await begunByLetter(harness, "ann");
    const then = harness.clock.now();
    harness.clock.advance(year);
    await signInAgain(harness, admin);
    await putRight(harness, admin, 60_000, then);
    expect(await kinds(harness)).toContain("expired ann");
    await setBack(harness, admin);
    expect(await kinds(harness)).toEqual([]);
  });
});
