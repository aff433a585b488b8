import { anything, assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { codec } from "../../../src/chromium-host/codec.ts";

const roundTrip = (value: unknown): unknown => codec.decode(codec.encode(value));

describe("what structured cloning keeps", () => {
  test.each([
    ["undefined", undefined],
    ["null", null],
    ["negative zero", -0],
    ["NaN", Number.NaN],
    ["infinity", Number.NEGATIVE_INFINITY],
    ["a large integer", 2n ** 80n],
    ["a date", new Date(1_763_942_400_000)],
    ["an invalid date", new Date(Number.NaN)],
    ["an expression", /a+b/giu],
    ["bytes", new Uint8Array([0, 255, 7])],
    ["part of a buffer", new Uint8Array([1, 2, 3, 4]).subarray(1, 3)],
    ["floats", new Float64Array([1.5, -2])],
    ["a buffer", new Uint8Array([1, 2, 3]).buffer],
    ["a map", new Map<unknown, unknown>([["a", new Map([[{ b: 1 }, new Set([1])]])]])],
    ["a set", new Set(["a", undefined])],
    ["keys that look like tags", { $: "undefined", $$: 1, $a: { $: "map" }, $$$b: 2 }],
    ["text of every kind", "\0\u2028\u{1F511}\u202E"],
  ])("%s", (_name, value) => {
    expect(roundTrip(value)).toStrictEqual(value);
  });

  test("errors keep their kind, message and stack", () => {
    const error = new RangeError("too far");
    const copy = roundTrip(error) as Error;
    expect(copy).toBeInstanceOf(RangeError);
    expect([copy.message, copy.stack]).toEqual([error.message, error.stack]);
  });

  test("an instance of a class becomes a plain object", () => {
    class Point {
      x = 1;
    }
    expect(roundTrip(new Point())).toStrictEqual({ x: 1 });
  });

  test("a key __proto__ stays an ordinary key", () => {
    const copy = roundTrip(JSON.parse('{"__proto__":{"polluted":true}}')) as { polluted?: boolean };
    expect(Object.hasOwn(copy, "__proto__")).toBe(true);
    expect(copy.polluted).toBeUndefined();
  });

  test("any value made of these comes back as it was", () => {
    const values = anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
    assert(
      property(values, (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
    );
  });
});

describe("what it refuses", () => {
  const cycle: { self?: object } = {};
  cycle.self = cycle;
  test.each([
    ["a function", { call: () => 1 }, "a function"],
    ["a symbol", [Symbol("x")], "a symbol"],
    ["a promise", Promise.resolve(1), "Promise"],
    ["a weak map", new WeakMap(), "WeakMap"],
    ["a cycle", cycle, "contains itself"],
  ])("%s", (_name, value, reason) => {
    expect(() => codec.encode(value)).toThrow(reason);
    expect(() => codec.encode(value)).toThrow(expect.objectContaining({ name: "DataCloneError" }));
  });

  test("the same value twice is no cycle", () => {
    const shared = { a: 1 };
    expect(roundTrip([shared, shared])).toEqual([{ a: 1 }, { a: 1 }]);
  });
});
