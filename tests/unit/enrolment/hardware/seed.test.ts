import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSeed } from "#main/enrolment/hardware/seed.ts";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { requireTool } from "../../../support/tools.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 by its definition: bits in, whole bytes out, what is left over dropped. */
function bytesOf(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function refusal(typed: string): string {
  try {
    parseSeed(typed);
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID_INPUT") return say(error.text);
    throw error;
  }
  throw new Error("It was read.");
}

describe("a seed in base32", () => {
  it.each([26, 28, 29, 31, 34, 36, 37, 39, 50, 52, 58])(
    "of %i characters is read whatever is left over in its last one",
    (length) => {
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom(...alphabet.split("")), { minLength: length, maxLength: length }),
          fc.constantFrom("G", "H", "K", "N", "Z"),
          (letters, mark) => {
            const text = mark + letters.slice(1).join("");
            expect(parseSeed(text)).toEqual(bytesOf(text));
          },
        ),
      );
    },
  );

  it.each(["GEZDGNBVGY3TQOJQGEZDGNBVGY3Z", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOZ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGZ"])(
    "%s makes the codes that oathtool makes",
    (text) => {
      const oathtool = requireTool("oathtool");
      const code = (...args: string[]) => execFileSync(oathtool, ["--hotp", "-c", "7", ...args], { encoding: "utf8" });
      expect(code(parseSeed(text).toString("hex"))).toBe(code("--base32", text));
    },
  );

  it.each([
    ["in groups", "gezd gnbv gy3t qojq gezd gnbv gy3t qojq"],
    ["with hyphens that do not break", "GEZD\u2011GNBV\u2011GY3T\u2011QOJQ\u2011GEZD\u2011GNBV\u2011GY3T\u2011QOJQ"],
    ["with padding", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOI="],
    ["with marks that nobody sees", "\u200EGEZDGNBVGY3TQOJQ\u200BGEZDGNBVGY3TQOJQ\uFEFF"],
  ])("is read %s", (_, typed) => {
    expect(parseSeed(typed).toString("latin1")).toMatch(/^12345678901234567890?$|^1234567890123456789$/u);
  });
});

describe("a seed that is refused", () => {
  it.each([
    ["GEZDGNBVGY3TQOJ0GEZDGNBVGY3TQOJQ", /^Character 16, “0”, does not occur in base32\..* the letter O\./u],
    ["GEZD GNB1 GY3T QOJQ GEZD GNBV GY3T QOJQ", /^Character 8, “1”, .* I or L\./u],
    ["GEZDGNBVGY3TQÖJQGEZDGNBVGY3TQOJQ", /^Character 14, “Ö”, does not occur in base32\./u],
    ["00112233445566778899AABBCCDDEEFG", /^Character 32, “G”, does not occur in hex\./u],
    ["00112233445566778899AABBCCDDEEF", /^Hex of 31 characters is not complete/u],
    ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQG", /^Base32 of 33 characters is not complete/u],
    ["GEZDGNBVGY3TQOJQGEZDGNBVGY3", /^Base32 of 27 characters is not complete/u],
    ["GEZDGNBV", /^The seed is too short/u],
    [" - ", /^The seed is missing\.$/u],
  ])("%s says what is wrong with it", (typed, message) => {
    expect(refusal(typed)).toMatch(message);
  });

  it("never repeats more of what was typed than the one character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (typed) => {
        try {
          expect(parseSeed(typed).length).toBeGreaterThanOrEqual(16);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.code).toBe("INVALID_INPUT");
          expect(say(error.text).match(/“(.+)”/u)?.[1]?.length ?? 0).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
});
