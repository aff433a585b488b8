import { describe, expect, it } from "vitest";
import { codeOfStep, findIn, keyUri, outwards, stepAt, type TokenParameters } from "#main/twofactor/totp.ts";

const parameters: TokenParameters = { kind: "totp", algorithm: "SHA1", digits: 6, period: 30 };

/** RFC 6238 appendix B: seeds of 20, 32 and 64 bytes, 8 digits, 30 seconds. */
const seeds = {
  SHA1: Buffer.from("12345678901234567890"),
  SHA256: Buffer.from("12345678901234567890123456789012"),
  SHA512: Buffer.from("1234567890123456789012345678901234567890123456789012345678901234"),
};
const vectors = [
  [59, "94287082", "46119246", "90693936"],
  [1_111_111_109, "07081804", "68084774", "25091201"],
  [1_111_111_111, "14050471", "67062674", "99943326"],
  [1_234_567_890, "89005924", "91819424", "93441116"],
  [2_000_000_000, "69279037", "90698825", "38618901"],
  [20_000_000_000, "65353130", "77737706", "47863826"],
] as const;

describe("TOTP against RFC 6238 appendix B", () => {
  const cases = vectors.flatMap(([time, ...codes]) =>
    (["SHA1", "SHA256", "SHA512"] as const).map((algorithm, index) => ({ time, algorithm, code: codes[index] ?? "" })),
  );

  it.each(cases)("gives $code at $time s with $algorithm", ({ time, algorithm, code }) => {
    const own = { algorithm, digits: 8, period: 30 } as const;
    const step = stepAt(time * 1000, 30);
    expect(codeOfStep(seeds[algorithm], step, own)).toBe(code);
    expect(findIn(seeds[algorithm], code, own, [step])).toBe(step);
  });
});

describe("finding the step of a code", () => {
  const code = codeOfStep(seeds.SHA1, 1000, parameters);

  it.each([-1, 0, 1])("finds it %i steps away within a reach of one", (distance) => {
    expect(findIn(seeds.SHA1, code, parameters, outwards(1000 - distance, 1))).toBe(1000);
  });

  it.each([-2, 2])("does not find it %i steps away", (distance) => {
    expect(findIn(seeds.SHA1, code, parameters, outwards(1000 - distance, 1))).toBeNull();
  });

  it("refuses a code of another length", () => {
    expect(findIn(seeds.SHA1, `${code}00`, parameters, outwards(1000, 1))).toBeNull();
    expect(findIn(seeds.SHA1, code.slice(1), parameters, outwards(1000, 1))).toBeNull();
  });

  it("never looks before the first step", () => {
    expect(findIn(seeds.SHA1, code, parameters, outwards(0, 3))).toBeNull();
  });
});

describe("the key URI", () => {
  it("carries issuer, account and only the parameters that are not the defaults", () => {
    const uri = new URL(keyUri("Acme & Söhne", "ann@example.org", seeds.SHA1, parameters));
    expect(uri.protocol).toBe("otpauth:");
    expect(uri.host).toBe("totp");
    expect(decodeURIComponent(uri.pathname)).toBe("/Acme & Söhne:ann@example.org");
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
      issuer: "Acme & Söhne",
    });
  });

  it("names parameters that differ", () => {
    const uri = new URL(
      keyUri("Acme", "ann", seeds.SHA1, { kind: "totp", algorithm: "SHA512", digits: 8, period: 60 }),
    );
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ algorithm: "SHA512", digits: "8", period: "60" });
  });

  it("of a counter says where it begins, and no period", () => {
    const uri = new URL(keyUri("Acme", "ann", seeds.SHA1, { ...parameters, kind: "hotp", digits: 8 }));
    expect(uri.host).toBe("hotp");
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ counter: "0", digits: "8" });
    expect(uri.searchParams.has("period")).toBe(false);
  });
});
