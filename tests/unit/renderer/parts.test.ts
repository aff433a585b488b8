import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Call, ConsoleEvent, Reply } from "#shared/contract/transport.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { readCode } from "../../../src/renderer/app/verification/code-kind.ts";
import { auditInput, emptyQuery, startOfDay } from "../../../src/renderer/features/audit/audit-query.ts";
import { readQuery, writeQuery } from "../../../src/renderer/features/people/people-query.ts";
import { tokenActs } from "../../../src/renderer/features/people/token-acts.ts";
import { call } from "../../../src/renderer/ipc/client.ts";
import { createPace } from "../../../src/renderer/ipc/pace.ts";
import { readContract } from "../../../src/renderer/ipc/read-contract.ts";
import {
  bytesInWords,
  clockOf,
  counted,
  driftInWords,
  fileNamePart,
  groupsOfFour,
  secondsInWords,
  utcTime,
} from "../../../src/renderer/ui/format.ts";
import { groupId } from "./fake/records.ts";
import { retryAt } from "../../../src/renderer/ui/retry-at.ts";

describe("the client of the preload's interface", () => {
  let calls: Call[];
  let cancelled: string[];
  let listeners: Set<(event: ConsoleEvent) => void>;
  let answer: (call: Call) => Promise<Reply>;

  beforeAll(readContract);

  beforeEach(() => {
    calls = [];
    cancelled = [];
    listeners = new Set();
    answer = () => Promise.resolve({ ok: true, data: {} });
    const countersign = {
      invoke: (made: Call) => {
        calls.push(made);
        return answer(made);
      },
      cancel: (callId: string) => void cancelled.push(callId),
      subscribe: (listener: (event: ConsoleEvent) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    Object.assign(globalThis, { window: { countersign } });
  });
  afterEach(() => Reflect.deleteProperty(globalThis, "window"));

  it("names each call differently", async () => {
    await call("access.lock", {});
    await call("access.lock", {});
    expect(calls.map(({ procedure }) => procedure)).toEqual(["access.lock", "access.lock"]);
    expect(new Set(calls.map(({ callId }) => callId)).size).toBe(2);
  });

  it("rejects with the error of the console and its reference", async () => {
    answer = () => Promise.resolve({ ok: false, error: new AppError("NOT_FOUND").toBody("the-reference") });
    await expect(call("access.lock", {})).rejects.toMatchObject({
      code: "NOT_FOUND",
      correlationId: "the-reference",
    });
  });

  it("turns a silent main process into an error that says what to do", async () => {
    answer = () => Promise.reject(new Error("gone"));
    await expect(call("access.lock", {})).rejects.toMatchObject({ code: "INTERNAL", text: text("window.noAnswer") });
  });

  it("hands on the progress of its own call only, and stops listening at the end", async () => {
    const seen: number[] = [];
    const progress = (done: number) => ({ phase: "audit", done, total: 9 });
    answer = ({ callId }) => {
      for (const listener of listeners) {
        listener({ type: "progress", callId: "another", progress: progress(1) });
        listener({ type: "progress", callId, progress: progress(2) });
        listener({ type: "status-changed" });
      }
      return Promise.resolve({ ok: true, data: { valid: true, events: 9 } });
    };
    await call("audit.verify", {}, { onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual([2]);
    expect(listeners.size).toBe(0);
  });

  it("cancels long work, and lets short work be answered", async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort();
      return Promise.resolve({ ok: true, data: {} });
    };
    await call("audit.verify", {}, { signal: controller.signal });
    expect(cancelled).toEqual([calls[0]?.callId]);
    const second = new AbortController();
    answer = () => {
      second.abort();
      return Promise.resolve({ ok: true, data: {} });
    };
    await call("access.lock", {}, { signal: second.signal });
    expect(cancelled).toHaveLength(1);
  });
});

describe("a code as it is typed", () => {
  it.each([
    ["492 817", { code: "492817" }],
    ["1234-5678", { code: "12345678" }],
    [" 7KQ20-R4HV0 ", { backupCode: "7KQ20R4HV0" }],
    ["0123456789", { backupCode: "0123456789" }],
    ["12345", { problem: text("input.notACode") }],
    ["1234567", { problem: text("input.notACode") }],
    ["  ", { problem: text("input.noCode") }],
  ])("%j", (typed, read) => expect(readCode(typed)).toEqual(read));
});

describe("pace", () => {
  it("is measured from the start of each phase, once it has settled", () => {
    let now = 1000;
    const paced = createPace(() => now);
    expect(paced({ phase: "snapshot", done: 10, total: 100 }).pace).toBeNull();
    now += 400;
    expect(paced({ phase: "snapshot", done: 20, total: 100 }).pace).toBeNull();
    now += 600;
    expect(paced({ phase: "snapshot", done: 60, total: 100 }).pace).toBe(50);
    expect(paced({ phase: "encrypt", done: 0, total: 900 }).pace).toBeNull();
    now += 2000;
    expect(paced({ phase: "encrypt", done: 600, total: 900 }).pace).toBe(300);
  });
});

describe("words for people", () => {
  it("sizes", () =>
    expect([0, 1023, 1536, 150 * 1024 ** 2].map(bytesInWords)).toEqual(["0 bytes", "1,023 bytes", "1.5 KB", "150 MB"]));
  it("lengths of time, never 0 before the end", () =>
    expect([0, 0.2, 59.1, 60, 95, 3600, 3725].map(secondsInWords)).toEqual([
      "0 s",
      "1 s",
      "1 min",
      "1 min",
      "1 min 35 s",
      "1 h",
      "1 h 2 min",
    ]));
  it("countdowns", () => expect([600, 59.2, 5].map(clockOf)).toEqual(["10:00", "1:00", "0:05"]));
  it("drift, by its direction", () =>
    expect([driftInWords(0, 30), driftInWords(-1, 30), driftInWords(2, 60)]).toEqual([
      "Same as this computer",
      "30 s behind this computer",
      "2 min ahead of this computer",
    ]));
  it("counts", () => expect([counted(1, "code", "codes"), counted(0, "code", "codes")]).toEqual(["1 code", "0 codes"]));
  it("keys in groups of four", () => expect(groupsOfFour("ABCD-EFGH IJ")).toEqual(["ABCD", "EFGH", "IJ"]));
  it("file names", () =>
    expect([fileNamePart("Café Ørsted & Co."), fileNamePart("日本")]).toEqual(["cafe-rsted-co", "console"]));
  it("UTC", () => expect(utcTime(Date.UTC(2026, 10, 24, 9, 5, 7))).toBe("2026-11-24 09:05:07 UTC"));
});

describe("queries of lists", () => {
  it("survive the way through the address", () => {
    const query = {
      search: "a & b",
      group: groupId(2),
      status: "left",
      enrolment: "pending",
      attention: "locked",
      sort: "newest",
    } as const;
    expect(readQuery(new URLSearchParams(writeQuery(query).toString()))).toEqual(query);
  });
  it("ignore what the address cannot mean", () =>
    expect(readQuery(new URLSearchParams("status=gone&enrolment=1&group=x&sort=__proto__"))).toEqual({
      search: "",
      group: null,
      status: null,
      enrolment: null,
      attention: null,
      sort: "name",
    }));
  it("take whole local days, the last one included", () => {
    const input = auditInput({ ...emptyQuery, from: "2026-11-01", to: "2026-11-01" }, null);
    expect(input.from).toBe(new Date(2026, 10, 1).getTime());
    expect(input.to).toBe(new Date(2026, 10, 2).getTime() - 1);
    expect(startOfDay("")).toBeUndefined();
    expect(startOfDay("not-a-date")).toBeUndefined();
  });
});

describe("what can be done with an authenticator", () => {
  it("a locked one is not enabled, which would undo the limit on guesses, but unlocked on purpose", () => {
    expect(tokenActs({ status: "locked" })).toContain("unlock");
    expect(tokenActs({ status: "locked" })).not.toContain("enable");
  });
  it("a revoked one is left alone", () => expect(tokenActs({ status: "revoked" })).toEqual([]));
});

describe("the time of the next attempt", () => {
  it("is read from the error's details", () => {
    expect(retryAt(new AppError("THROTTLED", { details: { retryAt: 5 } }))).toBe(5);
    expect(retryAt(new AppError("THROTTLED", { details: { retryAt: "soon" } }))).toBeNull();
    expect(retryAt(null)).toBeNull();
  });
});
