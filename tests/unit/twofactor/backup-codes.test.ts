import { describe, expect, it } from "vitest";
import { looksLikeBackupCode, newCodeSet, normaliseCode } from "#main/twofactor/backup-codes.ts";
import { Keys, newDataKey } from "#main/vault/keys.ts";
import { AdminId, UserId } from "#shared/model/ids.ts";

const user = { kind: "user", id: UserId.parse("01927f5e-0000-7000-8000-000000000001") } as const;
const admin = { kind: "admin", id: AdminId.parse("01927f5e-0000-7000-8000-000000000002") } as const;
const keys = new Keys(newDataKey());

describe("a new set of backup codes", () => {
  it("has ten different codes of two groups of five for a user", async () => {
    const { codes, hashes } = await newCodeSet(keys, user, 0);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/u);
    expect(new Set(hashes.map((hash) => hash.toString("hex"))).size).toBe(10);
  });

  it("has at least 64 bits a code for an administrator", async () => {
    const { codes } = await newCodeSet(keys, admin, 0);
    for (const code of codes) expect(normaliseCode(code).length * 5).toBeGreaterThanOrEqual(64);
  });

  it("costs what OWASP asks of Argon2id, where nothing else is said", async () => {
    const { set } = await newCodeSet(keys, user, 0);
    expect(JSON.parse(set.params)).toEqual({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  });

  it("remembers a cost of its own", async () => {
    const cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
    const { set } = await newCodeSet(keys, user, 0, cost);
    expect(JSON.parse(set.params)).toEqual(cost);
  });
});

describe("a typed backup code", () => {
  it.each(["abcde-01234", "ABCDE 01234", " abcdeO1234 ", "ABCDE–0L234"])("reads %j as ABCDE01234", (typed) => {
    expect(normaliseCode(typed)).toBe("ABCDE01234");
    expect(looksLikeBackupCode(normaliseCode(typed))).toBe(true);
  });

  it.each(["", "ABCDE", "ABCDE-0123U", "ABCDE-012345", "çbcde-01234"])("%j has not the form of one", (typed) => {
    expect(looksLikeBackupCode(normaliseCode(typed))).toBe(false);
  });
});
