import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { access } from "#shared/contract/access.ts";
import { factorInput, sortFactor, TotpCode } from "#shared/contract/secrets.ts";
import { tokens, verification } from "#shared/contract/twofactor.ts";
import { crockfordCode, looksLikeBackupCode, plainCode, readFactor } from "#shared/model/typed.ts";
import { issueOf } from "#shared/texts/issues.ts";
import { text } from "#shared/texts/text.ts";
import { z } from "zod";

/** The digits of a script as the system's own tables of languages give them. */
const digitsOf = (numberingSystem: string): string[] => {
  const numbers = new Intl.NumberFormat("en", { numberingSystem, useGrouping: false });
  return Array.from({ length: 10 }, (_, digit) => numbers.format(digit));
};

const isDecimal = (digit: string): boolean => /^\p{Nd}$/u.test(digit.normalize("NFKC"));

const scripts = Intl.supportedValuesOf("numberingSystem")
  .map((name) => ({ name, digits: digitsOf(name) }))
  .filter(({ digits }) => digits.every(isDecimal));

describe("a code as people type it", () => {
  it("is read in the digits of every script that has its own", () => {
    expect(scripts.length).toBeGreaterThan(60);
    for (const { name, digits } of scripts) {
      const typed = [4, 9, 2, 8, 1, 7, 0, 3].map((digit) => digits[digit]).join("");
      expect([name, plainCode(typed)]).toEqual([name, "49281703"]);
    }
  });

  it("is read in every decimal digit that Unicode has", () => {
    const points = Array.from({ length: 0x110000 }, (_, point) => point).filter(
      (point) => (point < 0xd800 || point > 0xdfff) && /\p{Nd}/u.test(String.fromCodePoint(point)),
    );
    const read = points.map((point) => plainCode(String.fromCodePoint(point)));
    expect(read).toEqual(points.map((_, index) => String(index % 10)));
    expect(points.length).toBeGreaterThan(650);
  });

  it.each([
    ["blanks", "492 817"],
    ["a no-break and a thin blank", "492\u00A0\u2009817"],
    ["an ideographic blank and full-width digits", "\uFF14\uFF19\uFF12\u3000\uFF18\uFF11\uFF17"],
    ["marks of direction", "\u200E492\u200F817\u202C"],
    ["zero-width marks and a byte order mark", "\uFEFF492\u200B8\u200C1\u200D7\u2060"],
    ["a hyphen that does not break", "492\u2011817"],
    ["a minus, dashes and a soft hyphen", "4\u22129\u20132\u2014\u00AD817"],
    ["dots", "492.817"],
    ["middle dots", "492\u00B78\u2022\u22C517"],
    ["keycaps", "4\uFE0F\u20E39\uFE0F\u20E32\uFE0F\u20E38\uFE0F\u20E31\uFE0F\u20E37\uFE0F\u20E3"],
    ["quotes and line ends of a paste", '"492 817"\r\n'],
    ["the isolates around a number in Arabic text", "\u2068492\u2069 \u2068817\u2069"],
  ])("is read with %s", (_, typed) => {
    expect(TotpCode.parse(typed)).toBe("492817");
    expect(readFactor(typed)).toEqual({ code: "492817" });
  });

  it.each(["", "12345", "1234567", "123456789", "49281\u{1D7D8}9x", "4+9281", "abcdef", "１２３４５"])(
    "%j is none",
    (typed) => {
      expect(TotpCode.safeParse(typed)).toMatchObject({ success: false });
    },
  );

  it("never becomes longer than what was typed holds of letters and digits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (typed) => {
        const plain = plainCode(typed);
        expect(plainCode(plain)).toBe(plain);
        expect(plain).not.toMatch(/[\p{Z}\p{C}\p{P}]/u);
      }),
    );
  });
});

describe("a backup code as people type it", () => {
  it.each([
    "abcde-01234",
    "ABCDE 01234",
    " abcdeO1234 ",
    "ABCDE\u20130L234",
    "ABCDE\u20110\u200B1234",
    "\uFF21\uFF22\uFF23\uFF24\uFF25.\uFF10\uFF11\uFF12\uFF13\uFF14",
    "abcde\u00B7\u06F0\u06F1\u06F2\u06F3\u06F4",
  ])("reads %j as ABCDE01234", (typed) => {
    expect(crockfordCode(typed)).toBe("ABCDE01234");
    expect(looksLikeBackupCode(crockfordCode(typed))).toBe(true);
    expect(readFactor(typed)).toEqual({ backupCode: "ABCDE01234" });
  });

  it.each(["", "ABCDE", "ABCDE-0123U", "ABCDE-012345", "\u00E7bcde-01234"])("%j has not the form of one", (typed) => {
    expect(looksLikeBackupCode(crockfordCode(typed))).toBe(false);
    expect(readFactor(typed)).toBeNull();
  });
});

describe("what comes along when a code is pasted", () => {
  it.each([
    "Code: 123 456",
    "Your code is 123456",
    "code 123-456",
    '"123 456"',
    "'123456'.",
    "123456\n",
    "Ihr Code lautet: \u0661\u0662\u0663 \u0664\u0665\u0666",
    "code=123456;",
    "\u{1F511} 123456",
  ])("%j is read as 123456", (typed) => {
    expect(plainCode(typed)).toBe("123456");
    expect(readFactor(typed)).toEqual({ code: "123456" });
  });

  it.each(["Backup code: ABCDE-01234", "code: abcde o1234", "\u201CABCDE 01234\u201D.", "ABCDE:01234"])(
    "%j is read as ABCDE01234",
    (typed) => {
      expect(readFactor(typed)).toEqual({ backupCode: "ABCDE01234" });
    },
  );
});

describe("the field of the other kind", () => {
  const user = { username: "ann" };
  const password = "correct horse";

  it.each([
    [{ code: "7kq20-r4hv0" }, { backupCode: "7KQ20R4HV0" }],
    [{ backupCode: "492 817" }, { code: "492817" }],
    [{ backupCode: "\uFF14\uFF19\uFF12\uFF18\uFF11\uFF17" }, { code: "492817" }],
    [{ backupCode: "nonsense" }, { backupCode: "nonsense" }],
  ])("%j is taken for %j", (typed, read) => {
    expect(verification.check.input.parse({ user, ...typed })).toEqual({ user, ...read });
    expect(access.stepUp.input.parse({ kind: "administrators", ...typed })).toEqual({
      kind: "administrators",
      ...read,
    });
    expect(access.signIn.input.parse({ name: "dana", password, ...typed })).toEqual({
      name: "dana",
      password,
      ...read,
    });
  });

  it("an unfinished code is refused before it is an attempt", () => {
    const result = verification.check.input.safeParse({ user, code: "12345" });
    expect(result.error?.issues).toMatchObject([{ path: ["code"], message: issueOf(text("input.notACode")) }]);
  });

  it("where only an authenticator's code counts, a backup code is named as what it is", () => {
    const tokenId = "01970000-0000-7000-8000-000000000001";
    const result = tokens.confirm.input.safeParse({ tokenId, code: "7KQ20-R4HV0" });
    expect(result.error?.issues[0]?.message).toBe(issueOf(text("input.backupCodeForCode")));
  });

  it("leaves the other fields as they are", () => {
    const input = z.strictObject({ ...factorInput, rest: z.string() }).transform(sortFactor);
    expect(input.parse({ rest: "kept" })).toEqual({ rest: "kept" });
    expect(input.parse({ rest: "kept", code: "123456" })).toEqual({ rest: "kept", code: "123456" });
  });
});
