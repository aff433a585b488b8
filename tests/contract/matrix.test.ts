import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/open.ts";
import { procedureNames, procedures, type ProcedureName } from "#shared/contract/index.ts";
import type { ErrorCode } from "#shared/errors.ts";
import type { Phase } from "#shared/model/records.ts";
import { everyRole, type Role } from "#shared/model/records.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../support/harness.ts";

const id = "01927f5e-0000-7000-8000-000000000001";

/** For each procedure an input of the right form that finds nothing and changes nothing. */
const inputs: Record<ProcedureName, unknown> = {
  "system.status": {},
  "system.health": {},
  "system.acceptClock": {},
  "setup.begin": { organisation: "Acme", owner: "olga", password: "password1" },
  "setup.resume": { password: "wrong" },
  "setup.confirm": { password: "wrong", code: "000000" },
  "vault.unlock": { passphrase: "wrong" },
  "access.signIn": { name: "nobody", password: "wrong", code: "000000" },
  "access.signOut": {},
  "access.whoami": {},
  "access.lock": {},
  "access.unlock": { password: "wrong" },
  "access.passwordStrength": { password: "wrong" },
  "users.list": {},
  "users.get": { user: { id } },
  "users.add": { username: "olga" },
  "users.edit": { id },
  "users.disable": { user: { id } },
  "users.enable": { user: { id } },
  "users.setStatus": { user: { id }, status: "left" },
  "users.delete": { user: { id } },
  "groups.list": {},
  "groups.add": { name: "x" },
  "groups.edit": { id },
  "groups.delete": { id },
  "filters.list": {},
  "filters.save": { name: "x", filter: {} },
  "filters.delete": { id },
  "bulk.preview": { selection: { ids: [id] }, act: { kind: "delete" } },
  "bulk.run": { selection: { ids: [id] }, act: { kind: "delete" } },
  "imports.inspect": { file: "/nonexistent/x.csv" },
  "imports.dryRun": { file: "/nonexistent/x.csv", mapping: { username: 0 } },
  "imports.run": { file: "/nonexistent/x.csv", mapping: { username: 0 } },
  "imports.list": {},
  "imports.undo": { id },
  "imports.presets": {},
  "imports.savePreset": { name: "x", headers: {} },
  "imports.deletePreset": { name: "x" },
  "imports.exportUsers": { file: "/nonexistent/x.csv" },
  "inventory.list": {},
  "inventory.add": { serial: "x", seed: "x" },
  "inventory.assign": { serial: "x", user: { id }, code: "000000" },
  "inventory.unassign": { id, code: "000000" },
  "inventory.lost": { id },
  "inventory.found": { id },
  "inventory.retire": { id },
  "letters.issue": { selection: { ids: [id] }, into: { kind: "file", file: "/nonexistent/x.pdf" } },
  "letters.preview": { selection: { ids: [id] } },
  "letters.reprint": { letters: [id], into: { kind: "file", file: "/nonexistent/x.pdf" } },
  "letters.void": { letters: [id] },
  "letters.list": {},
  "letters.templates": {},
  "letters.saveTemplate": { name: "x", language: "en", logo: null, title: "", introduction: "", closing: "" },
  "letters.deleteTemplate": { id },
  "letters.previewTemplate": { name: "x", language: "en", logo: null, title: "", introduction: "", closing: "" },
  "inPerson.support": {},
  "inPerson.open": { user: { id } },
  "inPerson.state": {},
  "inPerson.close": {},
  "inPerson.show": {},
  "inPerson.confirm": { code: "000000" },
  "inPerson.finish": {},
  "policies.get": {},
  "policies.set": { changes: { defaultDigits: 8, digits: [6] } },
  "tokens.list": {},
  "tokens.rename": { tokenId: id, label: "x" },
  "tokens.unlock": { tokenId: id },
  "tokens.resync": { tokenId: id, first: "000000", second: "111111" },
  "tokens.begin": { user: { id } },
  "tokens.confirm": { tokenId: id, code: "000000" },
  "tokens.cancel": { tokenId: id },
  "tokens.disable": { tokenId: id },
  "tokens.enable": { tokenId: id },
  "tokens.revoke": { tokenId: id },
  "tokens.regenerateBackupCodes": { user: { id } },
  "verification.check": { user: { id }, code: "000000" },
  "verification.test": { user: { id }, code: "000000" },
  "audit.list": {},
  "audit.verify": {},
  "backup.create": { file: "/nonexistent/x.age", passphrase: "four plain words here" },
  "backup.verify": { file: "/nonexistent/x.age", passphrase: "wrong" },
  "backup.restore": { file: "/nonexistent/x.age", passphrase: "wrong" },
  "files.chooseToSave": { purpose: "backup", suggestedName: "x.age" },
  "files.chooseToOpen": { purpose: "backup" },
  "files.chooseFolder": { purpose: "letters" },
  "files.choosePicture": {},
  "files.saveSheet": {
    file: "/nonexistent/x.pdf",
    sheet: { kind: "recovery-key", subject: "x", organisation: "x", secrets: ["x"] },
  },
  "clipboard.copy": { text: "x" },
};

type State = "signed out" | "locked" | "signed in";
const states: State[] = ["signed out", "locked", "signed in"];

/** What the door must say by the contract alone, or null when it must let the call through. */
function expected(name: ProcedureName, state: State, role: Role, phase: Phase): ErrorCode | "phase" | null {
  const procedure = procedures[name];
  const allowed: readonly string[] = procedure.allow === "anyone" ? everyRole : procedure.allow;
  const open = procedure.allow === "anyone" || procedure.withoutSessionIn.includes(phase);
  if (!procedure.phases.includes(phase)) return "phase";
  if (open) return null;
  if (state === "signed out") return "NOT_SIGNED_IN";
  if (state === "locked" && !procedure.whileLocked) return "SESSION_LOCKED";
  return !allowed.includes(role) ? "FORBIDDEN" : null;
}

const doorCodes: readonly string[] = [
  "NOT_SIGNED_IN",
  "SESSION_LOCKED",
  "FORBIDDEN",
  "UNKNOWN_PROCEDURE",
  "SETUP_REQUIRED",
  "SETUP_UNFINISHED",
  "SETUP_DONE",
  "VAULT_LOCKED",
];

async function answerOf(harness: Harness, name: ProcedureName, caller = harness.caller): Promise<string> {
  const reply = await harness.console.call(name, inputs[name], caller);
  return reply.ok ? "answered" : reply.error.code;
}

function inStore(harness: Harness, statement: string): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.exec(statement);
  raw.close();
}

/** Puts the store into the state whatever the call before did to it. */
async function arrange(harness: Harness, secret: string, state: State, role: Role) {
  inStore(harness, "DELETE FROM sessions; DELETE FROM throttle; UPDATE admins SET role = 'owner'");
  harness.clock.advance(60_000);
  const caller = newCaller();
  if (state === "signed out") return caller;
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, caller);
  if (state === "locked") await harness.call("access.lock", {}, caller);
  inStore(harness, `UPDATE admins SET role = '${role}'`);
  return caller;
}

describe("who may call what", () => {
  it("is stated for every procedure", () => {
    expect(procedureNames).toHaveLength(Object.keys(inputs).length);
    expect(procedureNames.length).toBeGreaterThan(30);
  });

  const callers = states.flatMap((state) =>
    (state === "signed out" ? ["owner" as const] : everyRole).map((role) => ({ state, role })),
  );

  it.each(callers)(
    "$state ($role)",
    async ({ state, role }) => {
      const harness = await openHarness();
      const { secret } = await setUp(harness);
      const seen: Record<string, string> = {};
      const wanted: Record<string, string> = {};
      for (const name of procedureNames) {
        const caller = await arrange(harness, secret, state, role);
        const answer = await answerOf(harness, name, caller);
        const door = expected(name, state, role, "ready");
        seen[name] = doorCodes.includes(answer) ? answer : "let through";
        wanted[name] = door === "phase" ? "SETUP_DONE" : (door ?? "let through");
      }
      expect(seen).toEqual(wanted);
    },
    60_000,
  );

  it("before set-up only what sets up answers", async () => {
    const harness = await openHarness();
    for (const name of procedureNames) {
      const answer = await answerOf(harness, name);
      const door = expected(name, "signed out", "owner", "empty");
      if (door === "phase") expect(answer, name).toBe("SETUP_REQUIRED");
      else expect(doorCodes, name).not.toContain(answer);
    }
  });

  it("with locked keys only what opens them answers", async () => {
    const harness = await openHarness();
    await setUp(harness);
    harness.keychain.secrets.clear();
    await harness.reopen();
    for (const name of procedureNames) {
      const answer = await answerOf(harness, name, newCaller());
      if (procedures[name].phases.includes("locked")) continue;
      expect(["VAULT_LOCKED", "NOT_SIGNED_IN"], name).toContain(answer);
    }
  });
});

describe("the form of a call", () => {
  it.each(procedureNames)("%s refuses an unknown field and a wrong type", async (name) => {
    const harness = await openHarness();
    for (const input of [{ ...(inputs[name] as object), surprise: 1 }, null, [], "text", 7, undefined]) {
      const reply = await harness.console.call(name, input, harness.caller);
      expect(reply).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    }
  });

  it.each([
    "",
    "users",
    "users.",
    "users.list.x",
    "constructor",
    "__proto__",
    "users.constructor",
    "users.__proto__",
    "toString",
    "users.LIST",
  ])("no procedure is named %j", async (name) => {
    const harness = await openHarness();
    const reply = await harness.console.call(name, {}, harness.caller);
    expect(reply).toMatchObject({ ok: false, error: { code: "UNKNOWN_PROCEDURE", retryable: false } });
  });

  it("an error carries a reference that the log has too, and no cause", async () => {
    const harness = await openHarness();
    const error = await harness.refuse("users.get", { user: { id } });
    expect(Object.keys(error).toSorted()).toEqual(["code", "correlationId", "message", "retryable"]);
    expect(harness.log.at(-1)?.facts).toMatchObject({
      correlationId: error.correlationId,
      procedure: "users.get",
      error: "SETUP_REQUIRED",
    });
  });
});
