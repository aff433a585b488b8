import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call, ConsoleEvent, PreloadApi, Reply } from "#shared/contract/transport.ts";
import { AppError } from "#shared/errors.ts";
import { Proofs } from "../../../src/renderer/app/proof/proofs.ts";
import { call, settleRefusals } from "../../../src/renderer/ipc/client.ts";
import { readContract } from "../../../src/renderer/ipc/read-contract.ts";

type Answer = (call: Call) => Reply | Promise<Reply>;

const done: Reply = { ok: true, data: {} };
const refused = (error: AppError): Reply => ({ ok: false, error: error.toBody("reference") });
const needsCode = () => refused(new AppError("STEP_UP_REQUIRED", { details: { kind: "vault" } }));

let calls: Call[];
let cancelled: string[];
let listeners: Set<(event: ConsoleEvent) => void>;
let answer: Answer;
let proofs: Proofs;
let leave: () => void;

beforeAll(readContract);

beforeEach(() => {
  calls = [];
  cancelled = [];
  listeners = new Set();
  const countersign: PreloadApi = {
    invoke: async (made) => {
      calls.push(made);
      return answer(made);
    },
    cancel: (callId) => void cancelled.push(callId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  vi.stubGlobal("window", { countersign });
  proofs = new Proofs(() => undefined);
  leave = settleRefusals(proofs.settle);
});
afterEach(() => {
  leave();
  vi.unstubAllGlobals();
});

/** The code that a call is refused with. */
const refusalOf = (made: Promise<unknown>): Promise<string> =>
  made.then(
    () => "done",
    ({ code }: AppError) => code,
  );
const asked = () => vi.waitFor(() => proofs.questions.current() ?? expect.unreachable("nothing is asked"));
const names = () => calls.map(({ procedure }) => procedure);

describe("a call that needs a fresh code", () => {
  it("shares the question with the others, and each is repeated once with what it took", async () => {
    let fresh = false;
    answer = () => (fresh ? done : needsCode());
    const both = Promise.all([
      call("vault.addPassphrase", { label: "Safe", passphrase: "violet harbour quilt" }),
      call("vault.bindKeychain", {}),
    ]);
    const question = await asked();
    expect(question).toMatchObject({ type: "step-up", kind: "vault" });
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    fresh = true;
    proofs.questions.answer(question);
    await both;
    expect(proofs.questions.current()).toBeNull();
    expect(names()).toEqual(["vault.addPassphrase", "vault.bindKeychain", "vault.addPassphrase", "vault.bindKeychain"]);
    expect(calls[2]?.input).toEqual(calls[0]?.input);
  });

  it("is refused to its caller when the code does not help", async () => {
    answer = needsCode;
    const refusal = refusalOf(call("vault.bindKeychain", {}));
    proofs.questions.answer(await asked());
    expect(await refusal).toBe("STEP_UP_REQUIRED");
    expect(calls).toHaveLength(2);
    expect(proofs.questions.current()).toBeNull();
  });

  it("is cancelled for every caller when the person gives up", async () => {
    answer = needsCode;
    const refusals = Promise.all([1, 2].map(() => refusalOf(call("vault.bindKeychain", {}))));
    const question = await asked();
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    proofs.questions.dismiss(question);
    expect(await refusals).toEqual(["CANCELLED", "CANCELLED"]);
    expect(calls).toHaveLength(2);
  });

  it("takes its question with it when its screen is left", async () => {
    answer = needsCode;
    const screen = new AbortController();
    const refusal = refusalOf(call("vault.bindKeychain", {}, { signal: screen.signal }));
    await asked();
    screen.abort();
    expect(await refusal).toBe("CANCELLED");
    expect(proofs.questions.current()).toBeNull();
  });

  it("reports the progress of its repetition, and is cancelled there", async () => {
    let fresh = false;
    let reply: (reply: Reply) => void = () => expect.unreachable("nothing is under way");
    answer = () => (fresh ? new Promise((resolve) => (reply = resolve)) : needsCode());
    const steps: number[] = [];
    const screen = new AbortController();
    const rotated = call(
      "vault.rotate",
      { passphrases: [], recoveryKey: "x" },
      { signal: screen.signal, onProgress: ({ done: count }) => void steps.push(count) },
    );
    const refusal = refusalOf(rotated);
    const question = await asked();
    fresh = true;
    proofs.questions.answer(question);
    const second = await vi.waitFor(() => calls[1] ?? expect.unreachable("it is not repeated"));
    const event = (callId: string, count: number): ConsoleEvent => ({
      type: "progress",
      callId,
      progress: { phase: "reseal", done: count, total: 3 },
    });
    for (const listener of listeners) {
      listener(event(calls[0]?.callId ?? "", 1));
      listener(event(second.callId, 2));
    }
    expect(steps).toEqual([2]);
    screen.abort();
    expect(cancelled).toEqual([second.callId]);
    reply(refused(new AppError("CANCELLED")));
    expect(await refusal).toBe("CANCELLED");
    expect(listeners.size).toBe(0);
  });
});

describe("a call that needs an approval", () => {
  it("goes on at once when the console says that it needs none", async () => {
    let calledOnce = false;
    answer = ({ procedure }) => {
      if (procedure === "approvals.request") return { ok: true, data: null };
      if (calledOnce) return done;
      calledOnce = true;
      return refused(new AppError("COUNTERSIGN_REQUIRED"));
    };
    await call("vault.rotate", { passphrases: ["violet harbour quilt"], recoveryKey: "x" });
    expect(names()).toEqual(["vault.rotate", "approvals.request", "vault.rotate"]);
    expect(calls[1]?.input).toEqual({
      procedure: "vault.rotate",
      input: { passphrases: ["violet harbour quilt"], recoveryKey: "x" },
    });
  });

  it("fails with what refuses its request", async () => {
    answer = ({ procedure }) =>
      refused(new AppError(procedure === "approvals.request" ? "FORBIDDEN" : "COUNTERSIGN_REQUIRED"));
    await expect(call("vault.rotate", { passphrases: [], recoveryKey: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(proofs.questions.current()).toBeNull();
  });

  it("asks for the fresh code that its request needs", async () => {
    let fresh = false;
    answer = ({ procedure }) => {
      if (procedure !== "approvals.request") return fresh ? done : refused(new AppError("COUNTERSIGN_REQUIRED"));
      return fresh ? { ok: true, data: null } : needsCode();
    };
    const rotated = call("vault.rotate", { passphrases: [], recoveryKey: "x" });
    const question = await asked();
    expect(question.type).toBe("step-up");
    fresh = true;
    proofs.questions.answer(question);
    await rotated;
    expect(names()).toEqual(["vault.rotate", "approvals.request", "approvals.request", "vault.rotate"]);
  });
});

describe("without a part that settles", () => {
  it("refusals reach the caller", async () => {
    leave();
    answer = needsCode;
    await expect(call("vault.bindKeychain", {})).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    expect(calls).toHaveLength(1);
  });
});
