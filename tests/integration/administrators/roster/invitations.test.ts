import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { addPerson, type Person, stepUp, theOwner } from "../../../support/administrators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const password = "seven grey herons over mud";
const wrongCode = "0000-0000-0000";

async function begin(): Promise<{ harness: Harness; olga: Person }> {
  const harness = await openHarness();
  const { secret } = await setUp(harness);
  return { harness, olga: await theOwner(harness, secret, owner) };
}

async function invited() {
  const { harness, olga } = await begin();
  await stepUp(harness, olga, "administrators");
  const invitation = await harness.call("admins.invite", { name: "paul", role: "operator" });
  return { harness, olga, invitation, who: { name: "paul", invitation: invitation.code, password } };
}

it("a one-time code has twelve letters of five bits and ten minutes", async () => {
  const { harness, invitation } = await invited();
  expect(invitation.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}$/u);
  expect(invitation.expiresAt).toBe(harness.clock.now() + 600_000);
  expect(invitation.admin).toMatchObject({ status: "invited", invitedUntil: invitation.expiresAt });
});

it("shows the same key again to whoever asks again with the code, typed in any way", async () => {
  const { harness, who } = await invited();
  const first = await harness.call("access.beginOwnEnrolment", who, newCaller());
  const typed = who.invitation.toLowerCase().replaceAll("-", " ");
  const second = await harness.call("access.beginOwnEnrolment", { ...who, invitation: typed }, newCaller());
  expect(second).toEqual(first);
  expect(first).toMatchObject({ organisation: "Acme", role: "operator" });
});

it("is refused after ten minutes, once used, and for another name", async () => {
  const { harness, olga, who } = await invited();
  const other = { ...who, name: "olga" };
  expect((await harness.refuse("access.beginOwnEnrolment", other)).code).toBe("INVITATION_REFUSED");
  expect((await harness.refuse("access.beginOwnEnrolment", { ...who, name: "nobody" })).code).toBe(
    "INVITATION_REFUSED",
  );
  const { secret } = await harness.call("access.beginOwnEnrolment", who, newCaller());
  const confirm = { ...who, code: codeFor(secret, harness.clock) };
  await harness.call("access.confirmOwnEnrolment", confirm, newCaller());
  expect((await harness.refuse("access.confirmOwnEnrolment", confirm)).code).toBe("INVITATION_REFUSED");
  // The code of the proof is used up as well.
  const { name, code } = confirm;
  expect((await harness.refuse("access.signIn", { name, password, code })).code).toBe("SIGN_IN_REFUSED");
  await stepUp(harness, olga, "administrators");
  const late = await harness.call("admins.invite", { name: "vera", role: "auditor" });
  harness.clock.advance(600_000);
  const veras = { name: "vera", invitation: late.code, password };
  expect((await harness.refuse("access.beginOwnEnrolment", veras)).code).toBe("INVITATION_REFUSED");
});

it("counts for nobody else, also where its hash was copied to another administrator in the store", async () => {
  const { harness, olga, who } = await invited();
  await stepUp(harness, olga, "administrators");
  await harness.call("admins.invite", { name: "vera", role: "auditor" });
  const store = new Database(storeFile(harness.dataDir));
  const copied = store
    .prepare(
      `UPDATE invitations SET code_hash = (SELECT i.code_hash FROM invitations i JOIN admins a ON a.id = i.admin_id WHERE a.name = 'paul')
       WHERE admin_id = (SELECT id FROM admins WHERE name = 'vera')`,
    )
    .run();
  store.close();
  expect(copied.changes).toBe(1);
  const veras = await harness.refuse("access.beginOwnEnrolment", { ...who, name: "vera" }, newCaller());
  expect(veras.code).toBe("INVITATION_REFUSED");
  expect(await harness.call("access.beginOwnEnrolment", who, newCaller())).toMatchObject({ role: "operator" });
});

it("one of two who use it at the same time wins", async () => {
  const { harness, who } = await invited();
  const { secret } = await harness.call("access.beginOwnEnrolment", who, newCaller());
  const confirm = { ...who, code: codeFor(secret, harness.clock) };
  const replies = await Promise.all(
    [newCaller(), newCaller()].map((caller) => harness.console.call("access.confirmOwnEnrolment", confirm, caller, {})),
  );
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  expect(replies.flatMap((reply) => (reply.ok ? [] : [reply.error.code]))).toEqual(["INVITATION_REFUSED"]);
});

it("five wrong attempts void it and slow the name down, whether it exists or not", async () => {
  const { harness, olga, who } = await invited();
  for (const name of ["paul", "nobody"]) {
    const codes: string[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const guess = { name, invitation: wrongCode, password };
      codes.push((await harness.refuse("access.beginOwnEnrolment", guess, newCaller())).code);
    }
    expect(codes).toEqual([...Array.from({ length: 5 }, () => "INVITATION_REFUSED"), "THROTTLED"]);
  }
  harness.clock.advance(60_000);
  expect((await harness.refuse("access.beginOwnEnrolment", who)).code).toBe("INVITATION_REFUSED");
  await stepUp(harness, olga, "administrators");
  const { administrators } = await harness.call("admins.list", {});
  const paul = administrators.find(({ name }) => name === "paul");
  const fresh = await harness.call("admins.inviteAgain", { id: paul?.id ?? olga.id });
  await harness.call("access.beginOwnEnrolment", { ...who, invitation: fresh.code }, newCaller());
});

it("a weak password is refused, and the code can still be used", async () => {
  const { harness, who } = await invited();
  expect(await harness.refuse("access.beginOwnEnrolment", { ...who, password: "password" })).toMatchObject({
    code: "PASSWORD_REFUSED",
  });
  await harness.call("access.beginOwnEnrolment", who, newCaller());
});

it("a new code takes the place of the old one; who is enrolled gets none", async () => {
  const { harness, olga, invitation, who } = await invited();
  const fresh = await harness.call("admins.inviteAgain", { id: invitation.admin.id });
  expect((await harness.refuse("access.beginOwnEnrolment", who)).code).toBe("INVITATION_REFUSED");
  await harness.call("access.beginOwnEnrolment", { ...who, invitation: fresh.code }, newCaller());
  const vera = await addPerson(harness, olga, "vera", "auditor");
  expect((await harness.refuse("admins.inviteAgain", { id: vera.id })).code).toBe("CONFLICT");
});

it("no code, key or password is in the audit", async () => {
  const { harness, who } = await invited();
  const { secret } = await harness.call("access.beginOwnEnrolment", who, newCaller());
  const code = codeFor(secret, harness.clock);
  const { backupCodes } = await harness.call("access.confirmOwnEnrolment", { ...who, code }, newCaller());
  const audit = JSON.stringify((await harness.call("audit.list", {})).rows);
  expect(audit).toContain("access.own_enrolment");
  for (const kept of [who.invitation, secret, password, ...backupCodes]) expect(audit).not.toContain(kept);
});
