import { describe, expect, it } from "vitest";
import { Door, maxConcurrentCalls } from "#main/window/door/door.ts";
import { isAcceptablePayload, payloadLimits } from "#main/window/door/payload.ts";
import type { ConsoleEvent } from "#shared/contract/transport.ts";
import { AppError } from "#shared/errors.ts";
import { recordingLogger, scriptedConsole, settle, windowCaller } from "./support.ts";

function open() {
  const console = scriptedConsole();
  const caller = windowCaller();
  const logger = recordingLogger();
  const events: ConsoleEvent[] = [];
  const door = new Door<string>({
    console: Promise.resolve(console),
    caller,
    logger,
    isTrusted: (sender) => sender === "own",
    send: (event) => events.push(event),
  });
  return { console, caller, logger, events, door };
}

const call = (callId: string, procedure = "system.status", input: unknown = {}) => ({
  callId,
  procedure,
  input,
});
const refused = (code: string) => ({ ok: false, error: { code } });

describe("the door", () => {
  it("hands a call to the console with the window's caller and brings the reply", async () => {
    const { console, caller, door } = open();
    const reply = door.call("own", call("1", "users.list", { search: "an" }));
    await settle();
    expect(console.calls).toMatchObject([{ procedure: "users.list", input: { search: "an" } }]);
    expect(console.calls[0]?.caller).toBe(caller);
    console.calls[0]?.reply({ ok: true, data: [1] });
    expect(await reply).toEqual({ ok: true, data: [1] });
  });

  it("refuses another sender with a reply, and logs it", async () => {
    const { console, logger, door } = open();
    const reply = await door.call("other", call("1"));
    expect(reply).toMatchObject(refused("SENDER_REFUSED"));
    expect(console.calls).toEqual([]);
    expect(logger.lines).toMatchObject([{ level: "warn", facts: { error: "SENDER_REFUSED" } }]);
    const correlationId = reply.ok ? "" : reply.error.correlationId;
    expect(logger.lines[0]?.facts).toMatchObject({ correlationId });
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "system.status"],
    ["a list", [call("1")]],
    ["no call id", { procedure: "system.status", input: {} }],
    ["an empty call id", call("")],
    ["a call id that is a number", { ...call("1"), callId: 1 }],
    ["a long call id", call("x".repeat(65))],
    ["a procedure that is an object", { ...call("1"), procedure: {} }],
    ["a long procedure", call("1", "x".repeat(101))],
    ["a field too many", { ...call("1"), session: "token" }],
  ])("refuses %s as invalid", async (_what, payload) => {
    const { console, door } = open();
    expect(await door.call("own", payload)).toMatchObject(refused("INVALID_INPUT"));
    expect(console.calls).toEqual([]);
  });

  it("refuses a message that is too large", async () => {
    const { console, door } = open();
    const input = { search: "x".repeat(payloadLimits.characters) };
    expect(await door.call("own", call("1", "users.list", input))).toMatchObject(refused("INVALID_INPUT"));
    expect(console.calls).toEqual([]);
  });

  it("passes a field of 10,000 characters on, for the contract to judge", async () => {
    const { console, door } = open();
    const reply = door.call("own", call("1", "users.add", { username: "x".repeat(10_000) }));
    await settle();
    expect(console.calls).toHaveLength(1);
    console.calls[0]?.reply({ ok: true, data: null });
    await reply;
  });

  it("refuses a call id that is running, and takes it again afterwards", async () => {
    const { console, door } = open();
    const first = door.call("own", call("1"));
    expect(await door.call("own", call("1"))).toMatchObject(refused("INVALID_INPUT"));
    await settle();
    expect(console.calls).toHaveLength(1);
    console.calls[0]?.reply({ ok: true, data: 1 });
    await first;
    const again = door.call("own", call("1"));
    await settle();
    console.calls[1]?.reply({ ok: true, data: 2 });
    expect(await again).toEqual({ ok: true, data: 2 });
  });

  it("is busy beyond the number of calls it takes at once", async () => {
    const { console, door } = open();
    const calls = Array.from({ length: maxConcurrentCalls }, (_, index) => door.call("own", call(`c${index}`)));
    expect(await door.call("own", call("more"))).toMatchObject(refused("BUSY"));
    await settle();
    for (const each of console.calls) each.reply({ ok: true, data: null });
    await Promise.all(calls);
    const next = door.call("own", call("more"));
    await settle();
    console.calls.at(-1)?.reply({ ok: true, data: 1 });
    expect(await next).toEqual({ ok: true, data: 1 });
  });

  it("waits for a console that is still opening", async () => {
    const console = scriptedConsole();
    const opening = Promise.withResolvers<typeof console>();
    const door = new Door<string>({
      console: opening.promise,
      caller: windowCaller(),
      logger: recordingLogger(),
      isTrusted: () => true,
      send: () => undefined,
    });
    const reply = door.call("own", call("1"));
    await settle();
    opening.resolve(console);
    await settle();
    console.calls[0]?.reply({ ok: true, data: 1 });
    expect(await reply).toEqual({ ok: true, data: 1 });
  });

  it.each([
    ["its own error", new AppError("STORE_IN_USE"), "STORE_IN_USE"],
    ["a foreign one as internal", new Error("/secret/path"), "INTERNAL"],
  ])("answers with %s when the console did not open", async (_what, cause, code) => {
    const logger = recordingLogger();
    const door = new Door<string>({
      console: Promise.reject(cause),
      caller: windowCaller(),
      logger,
      isTrusted: () => true,
      send: () => undefined,
    });
    const reply = await door.call("own", call("1"));
    expect(reply).toMatchObject(refused(code));
    expect(JSON.stringify(reply)).not.toContain("/secret/path");
    expect(logger.lines.at(-1)?.facts).toMatchObject({ error: code, cause });
  });

  it("turns a rejected call into a reply", async () => {
    const { console, door } = open();
    const reply = door.call("own", call("1"));
    await settle();
    console.calls[0]?.fail(new Error("broken"));
    expect(await reply).toMatchObject(refused("INTERNAL"));
  });
});

describe("events", () => {
  it("carry the progress of a call under its id", async () => {
    const { console, events, door } = open();
    void door.call("own", call("b", "archive.create"));
    await settle();
    const progress = { phase: "copy", done: 1, total: 2 };
    console.calls[0]?.options?.onProgress?.(progress);
    expect(events).toEqual([{ type: "progress", callId: "b", progress }]);
  });

  it("tell that the status changed", async () => {
    const { console, events } = open();
    await settle();
    console.changeStatus();
    expect(events).toEqual([{ type: "status-changed" }]);
  });

  it("tell which lists others have touched, and not what the window's own calls touched", async () => {
    const { console, caller, events } = open();
    await settle();
    console.touch(["users"], caller);
    console.touch(["users", "audit"], windowCaller());
    console.touch(["backupPlan"], null);
    expect(events).toEqual([
      { type: "touched", areas: ["users", "audit"] },
      { type: "touched", areas: ["backupPlan"] },
    ]);
  });

  it("tell nothing once it is closed", async () => {
    const { console, events, door } = open();
    await settle();
    door.close();
    console.changeStatus();
    console.touch(["users"], null);
    expect(events).toEqual([]);
  });
});

describe("stopping", () => {
  const aborted = (console: ReturnType<typeof scriptedConsole>) =>
    console.calls.map(({ options }) => options?.signal?.aborted);

  it("stops the named call only", async () => {
    const { console, door } = open();
    void door.call("own", call("a"));
    void door.call("own", call("b"));
    await settle();
    door.cancel("own", { callId: "b" });
    door.cancel("own", { callId: "unknown" });
    expect(aborted(console)).toEqual([false, true]);
  });

  it("is refused to another sender and in another form", async () => {
    const { console, logger, door } = open();
    void door.call("own", call("a"));
    await settle();
    door.cancel("other", { callId: "a" });
    door.cancel("own", { callId: "a", all: true });
    door.cancel("own", "a");
    expect(aborted(console)).toEqual([false]);
    expect(logger.lines.map(({ facts }) => facts?.["error"])).toEqual([
      "SENDER_REFUSED",
      "INVALID_INPUT",
      "INVALID_INPUT",
    ]);
  });

  it("stops everything when the page is gone, and waits for the end of it", async () => {
    const { console, door } = open();
    void door.call("own", call("a", "archive.create"));
    void door.call("own", call("b", "users.list"));
    await settle();
    expect(door.longWork()).toEqual(["archive.create"]);
    door.abortAll();
    expect(aborted(console)).toEqual([true, true]);
    let idle = false;
    const waiting = (async () => {
      await door.idle();
      idle = true;
    })();
    await settle();
    expect(idle).toBe(false);
    for (const each of console.calls) each.reply({ ok: true, data: null });
    await waiting;
    expect(door.longWork()).toEqual([]);
  });

  it("takes no inherited name for long work", async () => {
    const { door } = open();
    void door.call("own", call("a", "constructor"));
    await settle();
    expect(door.longWork()).toEqual([]);
  });
});

describe("an acceptable payload", () => {
  it.each([undefined, null, 1, true, "x", [], {}, { a: [{ b: "c" }] }, Object.create(null)])("is %j", (payload) =>
    expect(isAcceptablePayload(payload)).toBe(true),
  );

  it.each([
    ["a buffer", Buffer.alloc(1)],
    ["a map", new Map()],
    ["a date", new Date(0)],
    ["an error", new Error("x")],
    ["a big integer", 1n],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
  ])("is not %s", (_what, payload) => {
    expect(isAcceptablePayload({ input: payload })).toBe(false);
  });

  it("is not one with too many values, too long names or too deep a nest", () => {
    expect(isAcceptablePayload(Array.from({ length: payloadLimits.values + 1 }, () => 0))).toBe(false);
    expect(isAcceptablePayload({ ["k".repeat(payloadLimits.characters + 1)]: 1 })).toBe(false);
    let nest: unknown = 1;
    for (let depth = 0; depth <= payloadLimits.depth; depth += 1) nest = [nest];
    expect(isAcceptablePayload(nest)).toBe(false);
  });

  it("is not one that contains itself", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(isAcceptablePayload(circle)).toBe(false);
  });
});
