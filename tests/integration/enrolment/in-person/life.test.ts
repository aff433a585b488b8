import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ProcedureName } from "#shared/contract/index.ts";
import { procedureNames, procedures } from "#shared/contract/index.ts";
import type { TouchListener } from "#main/base/ports.ts";
import { codeFor, enrol, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";
import { type FakeUserSide, fakeUserSide } from "./user-side.ts";

const minute = 60_000;
const userOnly = ["inPerson.show", "inPerson.confirm", "inPerson.finish"] as const;

interface Opened {
  harness: Harness;
  side: FakeUserSide;
  userId: string;
  ownerSecret: string;
  /** The seed as the user sees it. */
  secret: string;
}

async function openDesk(): Promise<Omit<Opened, "secret">> {
  const side = fakeUserSide();
  const harness = await openHarness({ userSide: side });
  const { secret: ownerSecret } = await setUp(harness);
  const { id: userId } = await harness.call("users.add", { username: "ada", name: "Ada Lovelace" });
  return { harness, side, userId, ownerSecret };
}

async function openWindow(): Promise<Opened> {
  const desk = await openDesk();
  const { harness, side } = desk;
  await harness.call("inPerson.open", { user: { username: "ada" } });
  const { enrolment } = await harness.call("inPerson.show", {}, side.window.caller);
  return { ...desk, secret: enrolment.secret };
}

const state = ({ harness }: Pick<Opened, "harness">) => harness.call("inPerson.state", {});

const tokensOf = async ({ harness, userId }: Pick<Opened, "harness" | "userId">) =>
  (await harness.call("users.get", { user: { id: userId } })).tokens;

const actions = async (harness: Harness): Promise<string[]> => {
  const { rows } = await harness.call("audit.list", {});
  return rows.map(({ action }) => action);
};

const signIn = (harness: Harness, secret: string) => {
  harness.clock.advance(30_000);
  return harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
};

describe("an enrolment in person", () => {
  it("is opened by the operator, proven on the user's side and closes when the codes are kept", async () => {
    const opened = await openWindow();
    const { harness, side, secret } = opened;
    expect(await state(opened)).toMatchObject({ step: "waiting", username: "ada", wrongCodes: 0, enrolled: false });

    const code = codeFor(secret, harness.clock);
    const confirmed = await harness.call("inPerson.confirm", { code }, side.window.caller);
    expect(confirmed.backupCodes).toHaveLength(10);
    expect(await state(opened)).toMatchObject({ step: "codes", enrolled: true, expiresAt: confirmed.closesAt });
    expect(await tokensOf(opened)).toMatchObject([{ status: "active" }]);

    await harness.call("inPerson.finish", {}, side.window.caller);
    expect(side.window.isOpen).toBe(false);
    expect(await state(opened)).toMatchObject({ step: "done", enrolled: true, expiresAt: null });
    const { rows } = await harness.call("audit.list", {});
    expect(rows.filter(({ action }) => action.startsWith("token."))).toMatchObject([
      { action: "token.confirm", actor: owner.name, target: "ada" },
      { action: "token.begin", actor: owner.name, target: "ada", details: { inPerson: true } },
    ]);
    expect(await tokensOf(opened)).toMatchObject([{ status: "active" }]);
  });

  it("shows whose it is, the QR's address and the key to the user only", async () => {
    const { harness, side, secret } = await openWindow();
    const shown = await harness.call("inPerson.show", {}, side.window.caller);
    expect(shown).toMatchObject({ organisation: "Acme", name: "Ada Lovelace", username: "ada" });
    expect(shown.enrolment.uri).toContain(`secret=${secret}`);
    const operators = [
      await harness.call("inPerson.state", {}),
      await harness.call("inPerson.support", {}),
      await harness.call("users.get", { user: { username: "ada" } }),
      await harness.call("tokens.list", {}),
      await harness.call("audit.list", {}),
      await harness.call("inPerson.close", {}),
    ];
    expect(JSON.stringify(operators)).not.toContain(secret);
    expect(JSON.stringify(harness.log)).not.toContain(secret);
  });

  it("counts wrong codes, goes on, and tells the operator", async () => {
    const opened = await openWindow();
    const { harness, side, secret } = opened;
    const told = vi.fn<TouchListener>();
    harness.console.onTouch(told);
    const right = codeFor(secret, harness.clock);
    const wrong = right.replace(/^./u, (digit) => String((Number(digit) + 1) % 10));
    for (const count of [1, 2]) {
      const error = await harness.refuse("inPerson.confirm", { code: wrong }, side.window.caller);
      expect(error.code).toBe("ENROLMENT_CODE_WRONG");
      expect(await state(opened)).toMatchObject({ step: "waiting", wrongCodes: count });
    }
    expect(told).toHaveBeenCalledTimes(2);
    await harness.call("inPerson.confirm", { code: right }, side.window.caller);
    expect(told).toHaveBeenCalledTimes(3);
    expect(told).toHaveBeenLastCalledWith(procedures["inPerson.confirm"].touches, side.window.caller);
  });

  it("with codes that the user has already ends with a short word, and no new codes", async () => {
    const desk = await openDesk();
    const { harness, side } = desk;
    await enrol(harness, "grace");
    await harness.call("inPerson.open", { user: { username: "grace" } });
    const { enrolment } = await harness.call("inPerson.show", {}, side.window.caller);
    const code = codeFor(enrolment.secret, harness.clock);
    expect((await harness.call("inPerson.confirm", { code }, side.window.caller)).backupCodes).toEqual([]);
    expect(await state(desk)).toMatchObject({ step: "done", enrolled: true });
    harness.clock.advance(minute);
    expect(await state(desk)).toMatchObject({ step: "done", enrolled: true, expiresAt: null });
    expect(side.window.isOpen).toBe(false);
  });

  it("takes one confirmation at a time", async () => {
    const { harness, side, secret } = await openWindow();
    const code = codeFor(secret, harness.clock);
    const replies = await Promise.all([
      harness.console.call("inPerson.confirm", { code }, side.window.caller),
      harness.console.call("inPerson.confirm", { code }, side.window.caller),
    ]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(side.window.isOpen).toBe(true);
  });
});

describe("the user's side", () => {
  it("says whether and where it can be shown", async () => {
    const { harness, side } = await openDesk();
    side.count = 2;
    expect(await harness.call("inPerson.support", {})).toEqual({ possible: true, displays: 2 });
    side.count = 0;
    expect(await harness.call("inPerson.support", {})).toEqual({ possible: false, displays: 0 });
    expect((await harness.refuse("inPerson.open", { user: { username: "ada" } })).code).toBe("DIALOG_UNAVAILABLE");
  });

  it("is not there in a terminal", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "ada" });
    expect(await harness.call("inPerson.support", {})).toEqual({ possible: false, displays: 0 });
    expect((await harness.refuse("inPerson.open", { user: { username: "ada" } })).code).toBe("DIALOG_UNAVAILABLE");
    expect(await harness.call("inPerson.state", {})).toMatchObject({ step: "none" });
  });

  it("that cannot be opened leaves no enrolment behind", async () => {
    const desk = await openDesk();
    desk.side.broken = true;
    expect((await desk.harness.refuse("inPerson.open", { user: { username: "ada" } })).code).toBe("DIALOG_UNAVAILABLE");
    expect(await tokensOf(desk)).toEqual([]);
    desk.side.broken = false;
    await desk.harness.call("inPerson.open", { user: { username: "ada" } });
    expect(desk.side.window.isOpen).toBe(true);
  });

  it("is opened once at a time", async () => {
    const { harness, side } = await openWindow();
    expect((await harness.refuse("inPerson.open", { user: { username: "ada" } })).code).toBe("CONFLICT");
    const replies = await Promise.all([
      harness.call("inPerson.close", {}),
      harness.console.call("inPerson.open", { user: { username: "ada" } }, harness.caller),
    ]);
    expect(side.windows.filter(({ isOpen }) => isOpen)).toHaveLength(replies[1].ok ? 1 : 0);
  });

  it("does not begin what may not be begun", async () => {
    const { harness, side } = await openDesk();
    expect((await harness.refuse("inPerson.open", { user: { username: "nobody" } })).code).toBe("NOT_FOUND");
    expect(side.windows).toEqual([]);
    await harness.call("inPerson.open", { user: { username: "ada" } });
    expect(side.window.isOpen).toBe(true);
  });
});

describe("who may speak", () => {
  it.each(userOnly)("the console's own window may not call %s", async (name) => {
    const { harness, secret } = await openWindow();
    const input = name === "inPerson.confirm" ? { code: codeFor(secret, harness.clock) } : {};
    expect((await harness.refuse(name, input as never)).code).toBe("SENDER_REFUSED");
  });

  it("the user's window may call nothing but its three", async () => {
    const { harness, side } = await openWindow();
    const { caller } = side.window;
    const inputs: Partial<Record<ProcedureName, unknown>> = {
      "users.list": {},
      "users.add": { username: "eve" },
      "tokens.list": {},
      "audit.list": {},
      "system.status": {},
      "access.signOut": {},
      "access.lock": {},
      "access.whoami": {},
      "inPerson.state": {},
      "inPerson.support": {},
      "inPerson.open": { user: { username: "ada" } },
      "inPerson.close": {},
      "clipboard.copy": { text: "x" },
      "policies.get": {},
    };
    for (const [name, input] of Object.entries(inputs)) {
      const reply = await harness.console.call(name, input, caller);
      expect(reply, name).toMatchObject({ ok: false, error: { code: "SENDER_REFUSED" } });
    }
    expect(side.window.isOpen).toBe(true);
    expect(procedureNames.filter((name) => procedures[name].side === "user")).toEqual(userOnly);
  });

  it("a window that has ended is not answered, also while another one is open", async () => {
    const { harness, side } = await openWindow();
    const { caller } = side.window;
    await harness.call("inPerson.close", {});
    await harness.call("inPerson.open", { user: { username: "ada" } });
    expect((await harness.refuse("inPerson.show", {}, caller)).code).toBe("NOT_SIGNED_IN");
    const stranger = newCaller({ token: harness.caller.session.get() });
    expect((await harness.refuse("inPerson.show", {}, { ...stranger, side: "user" })).code).toBe("NOT_FOUND");
  });

  it("another session sees nothing of it and cannot close it", async () => {
    const { harness, side, ownerSecret } = await openWindow();
    const other = newCaller();
    await harness.call("access.signIn", { ...owner, code: codeFor(ownerSecret, harness.clock) }, other);
    expect(await harness.call("inPerson.state", {}, other)).toMatchObject({ step: "none", username: null });
    expect(await harness.call("inPerson.close", {}, other)).toMatchObject({ step: "none" });
    expect(side.window.isOpen).toBe(true);
  });
});

describe("it ends", () => {
  const expectGone = async (opened: Opened) => {
    await vi.waitFor(() => expect(opened.side.window.isOpen).toBe(false));
    expect(opened.side.window.caller.session.get()).toBeNull();
  };

  it("when the operator closes it", async () => {
    const opened = await openWindow();
    expect(await opened.harness.call("inPerson.close", {})).toMatchObject({ step: "closed", enrolled: false });
    await expectGone(opened);
    expect(await tokensOf(opened)).toEqual([]);
    expect(await actions(opened.harness)).toContain("token.cancel");
  });

  it("when somebody closes its window by hand", async () => {
    const opened = await openWindow();
    opened.side.window.closeByHand();
    await vi.waitFor(async () => expect(await tokensOf(opened)).toEqual([]));
    expect(await state(opened)).toMatchObject({ step: "closed", enrolled: false });
  });

  it("when the user stops before a code", async () => {
    const opened = await openWindow();
    await opened.harness.call("inPerson.finish", {}, opened.side.window.caller);
    expect(await state(opened)).toMatchObject({ step: "closed", enrolled: false });
    expect(await tokensOf(opened)).toEqual([]);
  });

  it("when the operator signs out, and is nothing to the next session", async () => {
    const opened = await openWindow();
    const { harness, ownerSecret } = opened;
    await harness.call("access.signOut", {});
    await expectGone(opened);
    await signIn(harness, ownerSecret);
    expect(await state(opened)).toMatchObject({ step: "none" });
    await vi.waitFor(async () => expect(await tokensOf(opened)).toEqual([]));
  });

  it("when the session is locked", async () => {
    const opened = await openWindow();
    await opened.harness.call("access.lock", {});
    await expectGone(opened);
    await opened.harness.call("access.unlock", { password: owner.password });
    expect(await state(opened)).toMatchObject({ step: "closed", enrolled: false });
    await vi.waitFor(async () => expect(await tokensOf(opened)).toEqual([]));
  });

  it("when the session expires, whoever notices it", async () => {
    const opened = await openWindow();
    opened.harness.clock.advance(15 * minute);
    expect((await opened.harness.refuse("inPerson.show", {}, opened.side.window.caller)).code).toBe("NOT_SIGNED_IN");
    await expectGone(opened);
  });

  it("when the enrolment expires", async () => {
    const desk = await openDesk();
    const { harness, side } = desk;
    await harness.call("policies.set", { changes: { enrolmentMinutes: 5 } });
    await harness.call("inPerson.open", { user: { username: "ada" } });
    harness.clock.advance(5 * minute + 1);
    expect(await state(desk)).toMatchObject({ step: "expired", enrolled: false });
    expect(side.window.isOpen).toBe(false);
    expect(await tokensOf(desk)).toEqual([]);
    expect(await actions(harness)).toContain("token.expire");
  });

  it("by itself when the codes were shown for long, and says that nobody kept them", async () => {
    const opened = await openWindow();
    const { harness, side, secret } = opened;
    await harness.call("inPerson.confirm", { code: codeFor(secret, harness.clock) }, side.window.caller);
    harness.clock.advance(5 * minute + 1);
    expect(await state(opened)).toMatchObject({ step: "closed", enrolled: true });
    await expectGone(opened);
    expect(await tokensOf(opened)).toMatchObject([{ status: "active" }]);
  });

  it("when the pending enrolment was thrown away elsewhere", async () => {
    const opened = await openWindow();
    const { harness, side, secret } = opened;
    const { tokenId } = await state(opened);
    await harness.call("tokens.cancel", { tokenId: tokenId as never });
    const code = codeFor(secret, harness.clock);
    expect((await harness.refuse("inPerson.confirm", { code }, side.window.caller)).code).toBe("NOT_FOUND");
    await expectGone(opened);
  });

  it("with the console, which knows nothing of it at its next start", async () => {
    const opened = await openWindow();
    await opened.harness.reopen();
    expect(opened.side.window.isOpen).toBe(false);
    expect(await state(opened)).toMatchObject({ step: "none" });
    expect(await tokensOf(opened)).toEqual([]);
  });

  it("keeps what was proven when it is closed before the codes are kept", async () => {
    const opened = await openWindow();
    const { harness, side, secret } = opened;
    await harness.call("inPerson.confirm", { code: codeFor(secret, harness.clock) }, side.window.caller);
    side.window.closeByHand();
    await vi.waitFor(async () => expect(await state(opened)).toMatchObject({ step: "closed", enrolled: true }));
    expect(await tokensOf(opened)).toMatchObject([{ status: "active" }]);
  });
});

describe("nobody need ask", () => {
  it.each([
    { enrolmentMinutes: 5, until: 5 * minute + 1, step: "expired", whose: "the enrolment's time is over" },
    { enrolmentMinutes: 60, until: 15 * minute, step: "none", whose: "the session has idled out" },
  ])("a timer ends it when $whose", async ({ enrolmentMinutes, until, step }) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const desk = await openDesk();
    const { harness, side, ownerSecret } = desk;
    await harness.call("policies.set", { changes: { enrolmentMinutes } });
    await harness.call("inPerson.open", { user: { username: "ada" } });
    harness.clock.advance(until);
    vi.advanceTimersByTime(until);
    await vi.waitFor(() => expect(side.window.isOpen).toBe(false));
    if (step === "none") await signIn(harness, ownerSecret);
    expect(await state(desk)).toMatchObject({ step });
    await vi.waitFor(async () => expect(await tokensOf(desk)).toEqual([]));
  });
});
