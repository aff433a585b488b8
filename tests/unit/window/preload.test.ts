import type { IpcRenderer } from "electron";
import { describe, expect, it } from "vitest";
import type { Call, ConsoleEvent } from "#shared/contract/transport.ts";
import { createApi } from "../../../src/preload/api.ts";

type Listener = (...args: unknown[]) => void;

function open() {
  const sent: unknown[][] = [];
  const listeners = new Map<string, Set<Listener>>();
  const api = createApi({
    invoke: async (...args: unknown[]) => {
      sent.push(args);
      return { ok: true, data: null };
    },
    send: (...args: unknown[]) => void sent.push(args),
    on(channel: string, listener: Listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return this;
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return this;
    },
  } as unknown as IpcRenderer);
  const emit = (...args: unknown[]) => listeners.get("countersign:event")?.forEach((listener) => listener(...args));
  return { api, sent, emit };
}

describe("the page's interface", () => {
  it("is three functions", () => {
    expect(Object.keys(open().api).toSorted()).toEqual(["cancel", "invoke", "subscribe"]);
  });

  it("sends the three fields of a call and drops the rest", async () => {
    const { api, sent } = open();
    const call = { callId: "1", procedure: "system.status", input: {}, session: "x" };
    expect(await api.invoke(call)).toEqual({ ok: true, data: null });
    expect(sent).toEqual([["countersign:call", { callId: "1", procedure: "system.status", input: {} }]]);
  });

  it.each([undefined, null, "x", { callId: 1, procedure: "a" }, { callId: "1", procedure: {} }, {}])(
    "refuses the call %j before it is sent",
    async (call) => {
      const { api, sent } = open();
      await expect(api.invoke(call as Call)).rejects.toThrow(TypeError);
      expect(sent).toEqual([]);
    },
  );

  it("sends a cancellation by id, and nothing else in its place", () => {
    const { api, sent } = open();
    api.cancel("1");
    expect(() => api.cancel({} as string)).toThrow(TypeError);
    expect(sent).toEqual([["countersign:cancel", { callId: "1" }]]);
  });

  it("gives a listener the event and never the channel's own object", () => {
    const { api, emit } = open();
    const seen: unknown[][] = [];
    const end = api.subscribe((...args: unknown[]) => void seen.push(args));
    const event: ConsoleEvent = { type: "status-changed" };
    emit({ sender: "channel" }, event, "more");
    end();
    emit({ sender: "channel" }, event);
    expect(seen).toEqual([[event]]);
  });

  it("refuses a listener that is no function", () => {
    expect(() => open().api.subscribe("x" as unknown as () => void)).toThrow(TypeError);
  });
});
