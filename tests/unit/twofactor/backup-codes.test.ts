import { hashRaw } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { administratorCodes, newCodeSet } from "#main/twofactor/backup-codes.ts";
import { Keys, newDataKey } from "#main/keys/keys.ts";
import { crockfordCode, looksLikeBackupCode } from "#shared/model/typed.ts";

const shape = { codeCount: 10, codeGroups: 2 };
const keys = new Keys(newDataKey());

describe("a new set of backup codes", () => {
  it("has ten different codes of two groups of five for a user", async () => {
    const { codes, hashes } = await newCodeSet(keys, shape, 0);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/u);
    expect(new Set(hashes.map((hash) => hash.toString("hex"))).size).toBe(10);
  });

  it("is kept as hashes that nobody can compute from the store alone", async () => {
    const cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
    const { codes, set, hashes } = await newCodeSet(keys, shape, 0, cost);
    const plain = await hashRaw(crockfordCode(codes[0] ?? ""), { ...cost, salt: set.salt, outputLen: 32 });
    expect(hashes[0]).not.toEqual(plain);
    expect(hashes[0]).toEqual(keys.pepper(plain));
    expect(hashes[0]).not.toEqual(new Keys(newDataKey()).pepper(plain));
  });

  it("begins no code with as many digits as an authenticator shows, so that half of one is never sent as a code", async () => {
    const cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
    const sets = await Promise.all(
      Array.from({ length: 100 }, () => newCodeSet(keys, { ...shape, codeCount: 20 }, 0, cost)),
    );
    for (const code of sets.flatMap(({ codes }) => codes)) expect(code).toMatch(/^[0-9]{0,4}[A-Z]/u);
  });

  it("has at least 64 bits a code for an administrator", async () => {
    const { codes } = await newCodeSet(keys, administratorCodes, 0);
    for (const code of codes) expect(crockfordCode(code).length * 5).toBeGreaterThanOrEqual(64);
  });

  it.each([
    [5, 2],
    [20, 4],
  ])("has the shape that is asked for: %i codes of %i groups", async (codeCount, codeGroups) => {
    const cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
    const { codes } = await newCodeSet(keys, { codeCount, codeGroups }, 0, cost);
    expect(new Set(codes).size).toBe(codeCount);
    for (const code of codes) {
      expect(code.split("-")).toHaveLength(codeGroups);
      expect(looksLikeBackupCode(crockfordCode(code))).toBe(true);
    }
  });

  it("costs what OWASP asks of Argon2id, where nothing else is said", async () => {
    const { set } = await newCodeSet(keys, shape, 0);
    expect(JSON.parse(set.params)).toEqual({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  });

  it("remembers a cost of its own", async () => {
    const cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
    const { set } = await newCodeSet(keys, shape, 0, cost);
    expect(JSON.parse(set.params)).toEqual(cost);
  });
});
