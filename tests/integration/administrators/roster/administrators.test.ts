import { describe, expect, it } from "vitest";
import {
  addOwner,
  addPerson,
  approved,
  approvedByKey,
  enrolOneself,
  type Person,
  stepUp,
  theOwner,
} from "../../../support/administrators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const reason = "left the hospital";

async function begin(): Promise<{ harness: Harness; olga: Person; recoveryKey: string }> {
  const harness = await openHarness();
  const { secret, recoveryKey } = await setUp(harness);
  return { harness, olga: await theOwner(harness, secret, owner), recoveryKey };
}

async function twoOwners(): Promise<{ harness: Harness; olga: Person; otto: Person }> {
  const { harness, olga, recoveryKey } = await begin();
  return { harness, olga, otto: await addOwner(harness, olga, "otto", recoveryKey) };
}

describe("administrators", () => {
  it("an invited one chooses a password, enrols an own authenticator and is signed in", async () => {
    const { harness, olga } = await begin();
    const paul = await addPerson(harness, olga, "paul", "operator");
    expect(paul.backupCodes).toHaveLength(10);
    const session = await harness.call("access.whoami", {}, paul.caller);
    expect(session).toMatchObject({ name: "paul", role: "operator" });
    const { administrators } = await harness.call("admins.list", {});
    expect(administrators).toMatchObject([
      { name: "olga", status: "active", sessions: 1 },
      { name: "paul", status: "active", authenticators: 1, remainingBackupCodes: 10, sessions: 1, invitedUntil: null },
    ]);
  });

  it("a name is given once, whatever its case", async () => {
    const { harness, olga } = await begin();
    await stepUp(harness, olga, "administrators");
    const { code, fields } = await harness.refuse("admins.invite", { name: "OLGA", role: "auditor" });
    expect(code).toBe("CONFLICT");
    expect(fields).toHaveProperty("name");
  });

  it("disabling ends the sessions at once, and enabling lets in again", async () => {
    const { harness, olga } = await begin();
    const paul = await addPerson(harness, olga, "paul", "operator");
    const shown = await harness.call("admins.disable", { id: paul.id, reason });
    expect(shown).toMatchObject({ status: "disabled", sessions: 0 });
    expect(await harness.refuse("users.list", {}, paul.caller)).toMatchObject({ code: "NOT_SIGNED_IN" });
    const again = { name: "paul", password: paul.password };
    const code = codeFor(paul.secret, harness.clock);
    expect(await harness.refuse("access.signIn", { ...again, code })).toMatchObject({ code: "SIGN_IN_REFUSED" });
    expect(await harness.call("admins.enable", { id: paul.id })).toMatchObject({ status: "active" });
    await harness.call("access.signIn", { ...again, code: codeFor(paul.secret, harness.clock) }, newCaller());
  });

  it("another role counts from the next sign-in on: the sessions end", async () => {
    const { harness, olga } = await begin();
    const paul = await addPerson(harness, olga, "paul", "operator");
    await harness.call("admins.setRole", { id: paul.id, role: "auditor", reason });
    expect(await harness.refuse("access.whoami", {}, paul.caller)).toMatchObject({ code: "NOT_SIGNED_IN" });
  });

  it("a removed one is gone, and stays in the audit by name", async () => {
    const { harness, olga } = await begin();
    const paul = await addPerson(harness, olga, "paul", "operator");
    await harness.call("admins.remove", { id: paul.id, reason });
    expect((await harness.call("admins.list", {})).administrators.map(({ name }) => name)).toEqual(["olga"]);
    expect(await harness.refuse("access.whoami", {}, paul.caller)).toMatchObject({ code: "NOT_SIGNED_IN" });
    const { rows } = await harness.call("audit.list", {});
    expect(rows.find(({ action }) => action === "admin.remove")).toMatchObject({
      actor: "olga",
      target: "paul",
      details: { reason, role: "operator", sessionsEnded: 1 },
    });
  });

  it("a reset takes the old authenticator and codes away; the old password and the code enrol anew", async () => {
    const { harness, olga } = await begin();
    const paul = await addPerson(harness, olga, "paul", "operator");
    const invitation = await harness.call("admins.resetSecondFactor", { id: paul.id, reason });
    expect(invitation.admin).toMatchObject({
      status: "reset",
      authenticators: 0,
      remainingBackupCodes: 0,
      sessions: 0,
    });
    const signIn = { name: "paul", password: paul.password };
    for (const factor of [{ code: codeFor(paul.secret, harness.clock) }, { backupCode: paul.backupCodes[0] ?? "" }]) {
      expect(await harness.refuse("access.signIn", { ...signIn, ...factor })).toMatchObject({
        code: "SIGN_IN_REFUSED",
      });
    }
    const who = { name: "paul", invitation: invitation.code };
    expect(
      await harness.refuse("access.beginOwnEnrolment", { ...who, password: "another password than before" }),
    ).toMatchObject({ code: "INVITATION_REFUSED" });
    const back = await enrolOneself(harness, invitation, paul.password);
    expect(back.secret).not.toBe(paul.secret);
  });
});

describe("the last owner", () => {
  it("cannot be disabled, removed, given another role or reset", async () => {
    const { harness, olga, recoveryKey } = await begin();
    await addPerson(harness, olga, "paul", "operator");
    const before = await harness.call("admins.list", {});
    const { id } = olga;
    for (const name of ["admins.disable", "admins.remove", "admins.resetSecondFactor"] as const) {
      await approvedByKey(harness, name, { id, reason }, recoveryKey);
      expect((await harness.refuse(name, { id, reason })).code).toBe("LAST_OWNER");
    }
    const demote = { id, role: "auditor", reason } as const;
    await approvedByKey(harness, "admins.setRole", demote, recoveryKey);
    expect((await harness.refuse("admins.setRole", demote)).code).toBe("LAST_OWNER");
    expect(await harness.call("admins.list", {})).toEqual(before);
  });

  it("is one of two who demote each other at the same time", async () => {
    const { harness, olga, otto } = await twoOwners();
    await stepUp(harness, olga, "administrators");
    await stepUp(harness, otto, "administrators");
    const first = { id: otto.id, role: "operator", reason } as const;
    const second = { id: olga.id, role: "operator", reason } as const;
    await approved(harness, "admins.setRole", first, olga, otto);
    await approved(harness, "admins.setRole", second, otto, olga);
    const replies = await Promise.all([
      harness.console.call("admins.setRole", first, olga.caller, {}),
      harness.console.call("admins.setRole", second, otto.caller, {}),
    ]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    const left = replies[0]?.ok ? olga : otto;
    const { administrators } = await harness.call("admins.list", {}, left.caller);
    expect(administrators.filter(({ role }) => role === "owner")).toMatchObject([{ name: left.name }]);
  });

  it("nobody removes or disables themselves", async () => {
    const { harness, olga, otto } = await twoOwners();
    await stepUp(harness, olga, "administrators");
    for (const name of ["admins.disable", "admins.remove"] as const) {
      await approved(harness, name, { id: olga.id, reason }, olga, otto);
      const refused = await harness.refuse(name, { id: olga.id, reason });
      expect(refused.code).toBe("FORBIDDEN");
      expect(refused.message).toContain("Ask another owner");
    }
  });
});
