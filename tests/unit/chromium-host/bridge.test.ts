import { beforeEach, describe, expect, test } from "vitest";
import {
  type Bridge,
  captureBuiltIns,
  makeBridge,
  makePacker,
  makeReceiver,
  makeUnpacker,
} from "../../../src/chromium-host/page/bridge.ts";
import type { PageWindow } from "../../../src/chromium-host/page/world.ts";

const key = "_key";

/** Both worlds of one window; here they share one global, in a browser each has its own. */
let window: PageWindow & Record<string, unknown>;
let isolated: Bridge;
let main: Bridge;
let told: unknown[];

beforeEach(() => {
  window = new EventTarget() as typeof window;
  told = [];
  const parts = { builtIns: captureBuiltIns, packer: makePacker, unpacker: makeUnpacker, receiver: makeReceiver };
  main = makeBridge(window, key, "main", { ...parts, onTold: () => undefined });
  isolated = makeBridge(window, key, "isolated", { ...parts, onTold: (value) => told.push(value) });
});

describe("an exposed API", () => {
  test("is frozen in depth and cannot be replaced", () => {
    const api = { list: [1, { two: 2 }], act: () => 1 };
    isolated.expose("api", api);
    const seen = window["api"] as typeof api;
    expect(seen.list).toEqual(api.list);
    expect(seen).not.toBe(api);
    expect([seen, seen.list, seen.list[1], seen.act].every((part) => Object.isFrozen(part))).toBe(true);
    expect(Object.getOwnPropertyDescriptor(window, "api")).toMatchObject({ writable: false, configurable: false });
  });

  test("does not take the place of something that is there", () => {
    window["taken"] = 1;
    expect(() => isolated.expose("taken", {})).toThrow("existing property");
    expect(window["taken"]).toBe(1);
  });

  test("refuses what cannot cross", () => {
    const deep = (depth: number): object => (depth === 0 ? {} : { inner: deep(depth - 1) });
    expect(() => isolated.expose("a", { symbol: Symbol("x") })).toThrow("a symbol cannot cross");
    expect(() => isolated.expose("b", deep(600))).toThrow("nested too deeply");
  });
});

describe("functions", () => {
  test("take and give values, and are the same function each time", () => {
    const add = (a: number, b: { c: number }): object => ({ sum: a + b.c });
    isolated.expose("api", { add, again: () => add });
    const api = window["api"] as { add: typeof add; again: () => typeof add };
    expect(api.add(1, { c: 2 })).toEqual({ sum: 3 });
    expect(api.again()).toBe(api.add);
  });

  test("go the other way too", () => {
    isolated.expose("api", { twice: (callback: (n: number) => number) => callback(1) + callback(2) });
    const api = window["api"] as { twice(callback: (n: number) => number): number };
    expect(api.twice((n) => n * 10)).toBe(30);
  });

  test("pass on what they throw, kind and message", () => {
    const fail = (): never => {
      throw new TypeError("no");
    };
    isolated.expose("api", { fail });
    const api = window["api"] as { fail(): void };
    expect(() => api.fail()).toThrow(expect.objectContaining({ name: "TypeError", message: "no" }));
  });

  test("promises settle on the other side", async () => {
    isolated.expose("api", {
      good: async () => [1, { a: 2 }],
      bad: () => Promise.reject(new RangeError("far")),
      odd: async () => ({ inner: Symbol("x") }),
    });
    const api = window["api"] as Record<"good" | "bad" | "odd", () => Promise<unknown>>;
    expect(await api.good()).toEqual([1, { a: 2 }]);
    await expect(api.bad()).rejects.toMatchObject({ name: "RangeError", message: "far" });
    await expect(api.odd()).rejects.toThrow("a symbol cannot cross");
  });
});

describe("a page that speaks the bridge's language itself", () => {
  const send = (to: string, detail: object): void => void window.dispatchEvent(new CustomEvent(key + to, { detail }));

  test("cannot put anything into the isolated world", () => {
    send("isolated", { op: "expose", name: "planted", value: { kind: "value", value: 1 } });
    expect("planted" in window).toBe(false);
  });

  test("calls nothing that was not given to it", () => {
    const called: number[] = [];
    isolated.expose("api", { given: () => called.push(1) });
    send("isolated", { op: "call", id: 99, args: { kind: "array", items: [] } });
    expect(called).toEqual([]);
  });
});

test("the main world can tell the isolated one", () => {
  main.tell({ url: "x" });
  expect(told).toEqual([{ url: "x" }]);
});
