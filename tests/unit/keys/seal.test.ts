import { describe, expect, it } from "vitest";
import { Keys, newDataKey } from "#main/keys/keys.ts";
import { openFromSession, wrapForSession } from "#main/keys/session-slot.ts";

const place = { table: "tokens", column: "seed", row: "a" };
const secret = Buffer.from("a seed of twenty byt");

describe("a sealed value", () => {
  const keys = new Keys(newDataKey());

  it("opens where it was sealed", () => {
    expect(keys.unseal(place, keys.seal(place, secret))).toEqual(secret);
  });

  it("looks different each time and does not contain the secret", () => {
    const box = keys.seal(place, secret);
    expect(keys.seal(place, secret)).not.toEqual(box);
    expect(box.includes(secret)).toBe(false);
  });

  it.each([
    ["another row", { ...place, row: "b" }],
    ["another column", { ...place, column: "label" }],
    ["another table", { ...place, table: "users" }],
  ])("does not open in %s", (_where, elsewhere) => {
    expect(() => keys.unseal(elsewhere, keys.seal(place, secret))).toThrow(
      expect.objectContaining({ code: "SEAL_BROKEN" }),
    );
  });

  it("does not open with another store's keys", () => {
    expect(() => new Keys(newDataKey()).unseal(place, keys.seal(place, secret))).toThrow(
      expect.objectContaining({ code: "SEAL_BROKEN" }),
    );
  });

  it("does not open after any single byte was changed", () => {
    const box = keys.seal(place, secret);
    for (let index = 0; index < box.length; index += 1) {
      const changed = Buffer.from(box);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => keys.unseal(place, changed)).toThrow(expect.objectContaining({ code: "SEAL_BROKEN" }));
    }
  });

  it("does not open when it was cut short", () => {
    const box = keys.seal(place, secret);
    for (let length = 0; length < box.length; length += 1) {
      expect(() => keys.unseal(place, box.subarray(0, length))).toThrow(
        expect.objectContaining({ code: "SEAL_BROKEN" }),
      );
    }
  });

  it("opens in no way after the keys were wiped", () => {
    const own = new Keys(newDataKey());
    const box = own.seal(place, secret);
    own.wipe();
    expect(() => own.unseal(place, box)).toThrow(expect.objectContaining({ code: "SEAL_BROKEN" }));
  });
});

describe("the data key in a terminal's session", () => {
  const dataKey = newDataKey();
  const token = newDataKey();

  it("comes back with the session's token only", () => {
    const wrapped = wrapForSession("s1", token, dataKey);
    expect(openFromSession("s1", token, wrapped)).toEqual(dataKey);
    expect(() => openFromSession("s1", newDataKey(), wrapped)).toThrow(
      expect.objectContaining({ code: "VAULT_LOCKED" }),
    );
    expect(() => openFromSession("s2", token, wrapped)).toThrow(expect.objectContaining({ code: "VAULT_LOCKED" }));
  });
});
