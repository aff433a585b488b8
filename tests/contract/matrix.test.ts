import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { procedureNames, procedures, type ProcedureName, type CountersignedName } from "#shared/contract/index.ts";
import type { ErrorCode } from "#shared/errors.ts";
import type { Phase } from "#shared/model/records.ts";
import { everyRole, type Role } from "#shared/model/records.ts";
import { id, inputs } from "./inputs.ts";
import { ActKind } from "#shared/model/acts.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../support/harness.ts";

type State = "signed out" | "locked" | "signed in" | "stepped up";
const states: State[] = ["signed out", "locked", "signed in", "stepped up"];

/** What the door must say by the contract alone, or null when it must let the call through. */
function expected(name: ProcedureName, state: State, role: Role, phase: Phase): ErrorCode | "phase" | null {
  const procedure = procedures[name];
  const allowed: readonly string[] = procedure.allow === "anyone" ? everyRole : procedure.allow;
  const open = procedure.allow === "anyone" || procedure.withoutSessionIn.includes(phase);
  if (!procedure.phases.includes(phase)) return "phase";
  if (open) return null;
  if (state === "signed out") return "NOT_SIGNED_IN";
  if (state === "locked" && !procedure.whileLocked) return "SESSION_LOCKED";
  if (!allowed.includes(role)) return "FORBIDDEN";
  return state === "signed in" && procedure.stepUp !== null ? "STEP_UP_REQUIRED" : null;
}

const doorCodes: readonly string[] = [
  "NOT_SIGNED_IN",
  "SESSION_LOCKED",
  "FORBIDDEN",
  "STEP_UP_REQUIRED",
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

/** A session to begin from, kept in the store beside the others. @returns its token */
async function keepSession(harness: Harness, secret: string): Promise<string | null> {
  const caller = newCaller();
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, caller);
  inStore(harness, `CREATE TABLE kept AS SELECT * FROM sessions ORDER BY id DESC LIMIT 1`);
  return caller.session.get();
}

/** Puts the store into the state whatever the call before did to it. */
function arrange(harness: Harness, token: string | null, state: State, role: Role) {
  harness.clock.advance(60_000);
  const now = harness.clock.now();
  const locked = state === "locked" ? String(now) : "NULL";
  const given = ActKind.options.map((kind) => `SELECT id, '${kind}', ${now} FROM sessions`);
  inStore(
    harness,
    `DELETE FROM sessions; DELETE FROM throttle;
     INSERT INTO sessions SELECT * FROM kept;
     UPDATE sessions SET created_at = ${now}, last_seen_at = ${now}, expires_at = ${now + 3_600_000}, locked_at = ${locked};
     ${state === "stepped up" ? `INSERT INTO step_ups ${given.join(" UNION ")};` : ""}
     UPDATE admins SET role = '${role}'`,
  );
  return newCaller({ token: state === "signed out" ? null : token });
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
      harness.authority = null;
      const token = await keepSession(harness, secret);
      const seen: Record<string, string> = {};
      const wanted: Record<string, string> = {};
      for (const name of procedureNames) {
        const caller = arrange(harness, token, state, role);
        const answer = await answerOf(harness, name, caller);
        const door = expected(name, state, role, "ready");
        // A fault inside is no answer: what it hides could be anything.
        seen[name] = [...doorCodes, "INTERNAL"].includes(answer) ? answer : "let through";
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
      else expect([...doorCodes, "INTERNAL"], name).not.toContain(answer);
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

describe("what needs a second administrator", () => {
  // A compiler error here: the two lists differ.
  const described: Record<CountersignedName, true> = {
    "admins.invite": true,
    "admins.setRole": true,
    "admins.disable": true,
    "admins.remove": true,
    "admins.resetSecondFactor": true,
    "policies.set": true,
    "archive.create": true,
    "archive.restore": true,
    "archive.restoreUsers": true,
    "recipients.add": true,
    "recipients.make": true,
    "vault.replaceRecoveryKey": true,
    "vault.setPassphraseAtStart": true,
    "targets.check": true,
    "targets.export": true,
    "targets.handOver": true,
    "vault.rotate": true,
  };

  it("is described for each procedure that says so, and for no other", () => {
    const stated = procedureNames.filter((name) => procedures[name].countersign);
    expect(stated.toSorted()).toEqual(Object.keys(described).toSorted());
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
    expect(Object.keys(error).toSorted()).toEqual(["code", "correlationId", "message", "retryable", "text"]);
    expect(harness.log.at(-1)?.facts).toMatchObject({
      correlationId: error.correlationId,
      procedure: "users.get",
      error: "SETUP_REQUIRED",
    });
  });
});
