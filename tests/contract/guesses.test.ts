import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { Caller } from "#main/base/ports.ts";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import { BackupCodeSetId } from "#shared/model/ids.ts";
import { fakeUserSide } from "../integration/enrolment/in-person/user-side.ts";
import { addOwner, stepUp, theOwner } from "../support/administrators.ts";
import { Authenticator, begunByLetter, enrolPhone } from "../support/authenticators.ts";
import { type Harness, newCaller, openHarness, owner, setUp, type SetUp } from "../support/harness.ts";
import { codeFields, disguisedFields } from "./code-fields.ts";

/** One place that takes a code, with something to guess behind it. */
interface Scenario {
  /** Gives a code, right or wrong. @returns `accepted`, or why not */
  give(right: boolean): Promise<string>;
  /** What the limit of the policy has ended, as the store knows it; left out where no policy sets the limit. */
  ended?: string;
}

const user = { username: "ann" };
const noSet = BackupCodeSetId.parse("01890000-0000-7000-8000-000000000000");
const wrongBackupCode = "00000-00000";

async function answer<Name extends ProcedureName>(
  harness: Harness,
  name: Name,
  input: InputOf<Name>,
  caller: Caller = harness.caller,
): Promise<string> {
  const reply = await harness.console.call(name, input, caller);
  if (!reply.ok) return reply.error.code;
  const { result, reason } = reply.data as { result?: string; reason?: string };
  return result === "refused" ? String(reason) : "accepted";
}

/** What the right code is where it is not the present one: of the next time step, which nobody has used. */
const codeOf = (harness: Harness, phone: Authenticator, right: boolean): string =>
  right ? phone.now(harness, 1) : phone.wrong(harness);

const ownCode = (harness: Harness, secret: string, right: boolean): string =>
  codeOf(harness, new Authenticator(secret), right);

async function device(harness: Harness) {
  const seed = Buffer.from("12345678901234567890");
  const { id } = await harness.call("inventory.add", { serial: "D1", seed: seed.toString("hex") });
  return { id, phone: new Authenticator(seed) };
}

async function invited(harness: Harness, admin: SetUp) {
  const self = await theOwner(harness, admin.secret, owner);
  await stepUp(harness, self, "administrators");
  const { code } = await harness.call("admins.invite", { name: "iris", role: "operator" });
  return { name: "iris", invitation: code, password: "seven grey herons over mud" };
}

async function approvalFor(harness: Harness, admin: SetUp) {
  const self = await theOwner(harness, admin.secret, owner);
  const second = await addOwner(harness, self, "otto", admin.recoveryKey);
  await stepUp(harness, self, "administrators");
  const input = { id: second.id, role: "helpdesk", reason: "x" } as const;
  const waiting = await harness.call("approvals.request", { procedure: "admins.setRole", input });
  if (!waiting) throw new Error("nobody needs to approve this");
  return { second, asked: { id: waiting.id, name: second.name, password: second.password } };
}

type Arrange = (harness: Harness, admin: SetUp) => Promise<Scenario>;

const signIn =
  (backupCode: boolean): Arrange =>
  (harness, admin) => {
    const code = (right: boolean) =>
      backupCode
        ? { backupCode: right ? (admin.backupCodes[0] ?? "") : wrongBackupCode }
        : { code: ownCode(harness, admin.secret, right) };
    const caller = newCaller();
    return Promise.resolve({ give: (right) => answer(harness, "access.signIn", { ...owner, ...code(right) }, caller) });
  };

const freshCode =
  (backupCode: boolean): Arrange =>
  (harness, admin) =>
    Promise.resolve({
      give: (right) =>
        answer(harness, "access.stepUp", {
          kind: "vault",
          ...(backupCode
            ? { backupCode: right ? (admin.backupCodes[0] ?? "") : wrongBackupCode }
            : { code: ownCode(harness, admin.secret, right) }),
        }),
    });

const approval =
  (backupCode: boolean): Arrange =>
  async (harness, admin) => {
    const { second, asked } = await approvalFor(harness, admin);
    return {
      give: (right) =>
        answer(harness, "approvals.approve", {
          ...asked,
          ...(backupCode
            ? { backupCode: right ? (second.backupCodes[0] ?? "") : wrongBackupCode }
            : { code: ownCode(harness, second.secret, right) }),
        }),
    };
  };

const invitation =
  (name: "access.beginOwnEnrolment" | "access.confirmOwnEnrolment"): Arrange =>
  async (harness, admin) => {
    const who = await invited(harness, admin);
    return {
      give: (right) => {
        const shown = { ...who, invitation: right ? who.invitation : "0000-0000-0000" };
        return name === "access.beginOwnEnrolment"
          ? answer(harness, name, shown, newCaller())
          : answer(harness, name, { ...shown, code: "000000" }, newCaller());
      },
    };
  };

const resync =
  (field: "first" | "second"): Arrange =>
  async (harness) => {
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    return {
      ended: "locked",
      give(right) {
        const pair = { first: phone.now(harness, 1), second: phone.now(harness, 2) };
        if (!right) pair[field] = phone.wrong(harness);
        return answer(harness, "tokens.resync", { tokenId, ...pair });
      },
    };
  };

type Third = "first" | "second" | "third";

/** A fresh code that lasts for as long as the test waits. */
async function longFreshCode(harness: Harness, { backupCodes }: SetUp): Promise<void> {
  await harness.call("policies.set", { changes: { stepUpMinutes: 15 } });
  await harness.call("access.stepUp", { kind: "authenticators", backupCode: backupCodes[0] ?? "" });
}

const resyncFar =
  (field: Third): Arrange =>
  async (harness, admin) => {
    const { tokenId, phone } = await enrolPhone(harness, "ann");
    await longFreshCode(harness, admin);
    return {
      ended: "locked",
      give: (right) => answer(harness, "tokens.resyncFar", { tokenId, ...threeCodes(harness, phone, field, right) }),
    };
  };

const resyncDevice =
  (field: Third): Arrange =>
  async (harness, admin) => {
    const { id, phone } = await device(harness);
    await longFreshCode(harness, admin);
    return {
      ended: "",
      give: (right) => answer(harness, "inventory.resync", { id, ...threeCodes(harness, phone, field, right) }),
    };
  };

function threeCodes(harness: Harness, phone: Authenticator, field: Third, right: boolean) {
  const codes = { first: phone.now(harness, 1), second: phone.now(harness, 2), third: phone.now(harness, 3) };
  if (!right) codes[field] = phone.wrong(harness);
  return { ...codes, reason: "x" };
}

/** Every field of the contract that takes a code. A new one is not tested until it stands here, and then the list differs. */
const scenarios: Record<string, Arrange> = {
  "access.signIn.code": signIn(false),
  "access.signIn.backupCode": signIn(true),
  "access.stepUp.code": freshCode(false),
  "access.stepUp.backupCode": freshCode(true),
  "approvals.approve.code": approval(false),
  "approvals.approve.backupCode": approval(true),
  "access.beginOwnEnrolment.invitation": invitation("access.beginOwnEnrolment"),
  "access.confirmOwnEnrolment.invitation": invitation("access.confirmOwnEnrolment"),
  async "access.confirmOwnEnrolment.code"(harness, admin) {
    const who = await invited(harness, admin);
    const caller = newCaller();
    const { secret } = await harness.call("access.beginOwnEnrolment", who, caller);
    return {
      give: (right) =>
        answer(harness, "access.confirmOwnEnrolment", { ...who, code: ownCode(harness, secret, right) }, caller),
    };
  },
  async "recovery.confirm.code"(harness, admin) {
    const proof = { ...owner, recoveryKey: admin.recoveryKey };
    const { secret } = await harness.call("recovery.begin", proof, newCaller());
    return {
      give: (right) =>
        answer(harness, "recovery.confirm", { ...proof, code: ownCode(harness, secret, right) }, newCaller()),
    };
  },
  async "account.confirmAuthenticator.code"(harness, admin) {
    const self = await theOwner(harness, admin.secret, owner);
    await stepUp(harness, self, "own security");
    const { tokenId, secret } = await harness.call("account.beginAuthenticator", {});
    return {
      give: (right) =>
        answer(harness, "account.confirmAuthenticator", { tokenId, code: ownCode(harness, secret, right) }),
    };
  },
  async "setup.confirm.code"(harness) {
    const { password } = owner;
    const { secret } = await harness.call("setup.begin", { organisation: "Acme", owner: owner.name, password });
    return { give: (right) => answer(harness, "setup.confirm", { password, code: ownCode(harness, secret, right) }) };
  },
  async "tokens.confirm.code"(harness) {
    const { tokenId, secret } = await harness.call("tokens.begin", { user });
    return {
      ended: "revoked",
      give: (right) => answer(harness, "tokens.confirm", { tokenId, code: ownCode(harness, secret, right) }),
    };
  },
  async "inPerson.confirm.code"(harness) {
    await harness.call("inPerson.open", { user });
    const { caller } = side.window;
    const { enrolment } = await harness.call("inPerson.show", {}, caller);
    return {
      ended: "revoked",
      give: (right) => answer(harness, "inPerson.confirm", { code: ownCode(harness, enrolment.secret, right) }, caller),
    };
  },
  "tokens.resync.first": resync("first"),
  "tokens.resync.second": resync("second"),
  "tokens.resyncFar.first": resyncFar("first"),
  "tokens.resyncFar.second": resyncFar("second"),
  "tokens.resyncFar.third": resyncFar("third"),
  "inventory.resync.first": resyncDevice("first"),
  "inventory.resync.second": resyncDevice("second"),
  "inventory.resync.third": resyncDevice("third"),
  async "inventory.assign.code"(harness) {
    const { phone } = await device(harness);
    return {
      ended: "",
      give: (right) => answer(harness, "inventory.assign", { serial: "D1", user, code: codeOf(harness, phone, right) }),
    };
  },
  async "inventory.unassign.code"(harness) {
    const { id, phone } = await device(harness);
    await harness.call("inventory.assign", { serial: "D1", user, code: phone.now(harness) });
    return {
      ended: "locked",
      give: (right) => answer(harness, "inventory.unassign", { id, code: codeOf(harness, phone, right) }),
    };
  },
  async "verification.check.code"(harness) {
    const { phone } = await begunByLetter(harness, "ann");
    return {
      ended: "revoked",
      give: (right) => answer(harness, "verification.check", { user, code: codeOf(harness, phone, right) }),
    };
  },
  async "verification.check.backupCode"(harness) {
    const { backupCodes } = await enrolPhone(harness, "ann");
    const code = (right: boolean) => (right ? (backupCodes[0] ?? "") : wrongBackupCode);
    return {
      ended: "active",
      give: (right) => answer(harness, "verification.check", { user, backupCode: code(right) }),
    };
  },
  async "verification.test.backupCode"(harness) {
    const { backupCodes } = await enrolPhone(harness, "ann");
    const code = (right: boolean) => (right ? (backupCodes[0] ?? "") : wrongBackupCode);
    return {
      ended: "active",
      give: (right) => answer(harness, "verification.test", { user, backupCode: code(right) }),
    };
  },
  async "verification.test.code"(harness) {
    const { phone } = await enrolPhone(harness, "ann");
    return {
      ended: "active",
      give: (right) => answer(harness, "verification.test", { user, code: codeOf(harness, phone, right) }),
    };
  },
};

const side = fakeUserSide();

async function arrange(field: string): Promise<{ harness: Harness; scenario: Scenario }> {
  const harness = await openHarness({ userSide: side });
  // A set-up is guessed at before there is anybody.
  const admin =
    field === "setup.confirm.code"
      ? { secret: "", recoveryKey: "", backupCodes: [], codeSet: noSet }
      : await setUp(harness);
  if (admin.secret !== "") await harness.call("users.add", user);
  const make = scenarios[field];
  if (!make) throw new Error(`${field} has no scenario`);
  return { harness, scenario: await make(harness, admin) };
}

function inStore<T>(harness: Harness, read: (raw: Database.Database) => T): T {
  const raw = new Database(storeFile(harness.dataDir), { readonly: true });
  try {
    return read(raw);
  } finally {
    raw.close();
  }
}

/** All wrong codes that the store remembers. */
const remembered = (harness: Harness): number =>
  inStore(harness, (raw) =>
    raw
      .prepare(
        "SELECT (SELECT coalesce(sum(failures), 0) FROM throttle) + (SELECT coalesce(sum(failures), 0) FROM tokens)",
      )
      .pluck()
      .get(),
  ) as number;

const waits = ["throttled", "THROTTLED"];

describe("every field of the contract that takes a code", () => {
  it("has something to guess at here, and none hides behind another form", () => {
    expect(Object.keys(scenarios).toSorted()).toEqual(codeFields);
    expect(disguisedFields).toEqual([]);
    expect(codeFields.length).toBeGreaterThan(15);
  });

  it.each(codeFields)("%s counts a wrong one for good, and the sixth attempt waits, right or wrong", async (field) => {
    const { harness, scenario } = await arrange(field);
    let before = remembered(harness);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const said = await scenario.give(false);
      expect(said, `attempt ${attempt}`).not.toBe("accepted");
      expect(waits, `attempt ${attempt}`).not.toContain(said);
      const after = remembered(harness);
      expect(after, `attempt ${attempt}`).toBeGreaterThan(before);
      before = after;
    }
    expect(waits).toContain(await scenario.give(true));
    expect(waits).toContain(await scenario.give(false));
    // Somebody sets the clock: no time has passed.
    harness.clock.set(120_000);
    expect(waits).toContain(await scenario.give(true));
    expect(remembered(harness)).toBe(before);
  });

  const limited = codeFields.filter((field) => /^(?:tokens|inPerson|inventory|verification)\./u.test(field));
  it.each(limited)("%s: at the policy's limit the right one comes too late", async (field) => {
    const { harness, scenario } = await arrange(field);
    await harness.call("policies.set", {
      changes: { freeFailures: 0, firstDelaySeconds: 30, longestDelaySeconds: 60, failureLimit: 6 },
    });
    const wait = () => harness.clock.advance(61_000);
    wait();
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const said = await scenario.give(false);
      expect(["accepted", ...waits], `attempt ${attempt}`).not.toContain(said);
      wait();
    }
    expect(await scenario.give(true)).not.toBe("accepted");
    const states = inStore(harness, (raw) =>
      raw.prepare("SELECT status FROM tokens WHERE user_id IS NOT NULL").pluck().all(),
    ) as string[];
    expect(states.join(" ")).toBe(scenario.ended);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  it("nine in ten attempts on a waiting letter are refused unseen: the limit is reached by waiting only", async () => {
    const { scenario } = await arrange("verification.check.code");
    const said = new Map<string, number>();
    for (let attempt = 0; attempt < 102; attempt += 1) {
      const reason = await scenario.give(false);
      said.set(reason, (said.get(reason) ?? 0) + 1);
    }
    expect(Object.fromEntries(said)).toEqual({ wrong_code: 5, throttled: 97 });
    expect(await scenario.give(true)).toBe("throttled");
  });
});
