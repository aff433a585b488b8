import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Seen } from "#main/imports/seeds/seen.ts";

const hashOf = (name: string): Buffer => createHash("sha256").update(name).digest();

it("keeps numbers by hashes as a map does", () => {
  const steps = fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.nat({ max: 0xff_ff_ff_f0 })), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (all) => {
      const seen = new Seen();
      const map = new Map<string, number>();
      for (const [name, number] of all) {
        expect(seen.get(hashOf(name))).toBe(map.get(name));
        seen.set(hashOf(name), number);
        map.set(name, number);
      }
      for (const [name, number] of map) expect(seen.get(hashOf(name))).toBe(number);
    }),
  );
});

it("tells hashes apart that begin alike, and those that lie unaligned", () => {
  const seen = new Seen();
  const whole = Buffer.alloc(64);
  for (let last = 0; last < 200; last += 1) {
    const hash = whole.subarray(3, 19);
    hash[15] = last;
    seen.set(hash, last);
  }
  for (let last = 0; last < 200; last += 1) {
    const hash = Buffer.alloc(16);
    hash[15] = last;
    expect(seen.get(hash)).toBe(last);
  }
});

it("grows with what it keeps", () => {
  const seen = new Seen();
  for (let n = 0; n < 20_000; n += 1) seen.set(hashOf(`${n}`), n);
  for (let n = 0; n < 20_000; n += 997) expect(seen.get(hashOf(`${n}`))).toBe(n);
  expect(seen.get(hashOf("another"))).toBeUndefined();
});
