import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDataKey } from "#main/keys/keys.ts";
import { combineShares, newShares } from "#main/keys/shares.ts";
import { openRecoverySlot, recoverySlot, sharesOf } from "#main/keys/slots.ts";
import type { AppError } from "#shared/errors.ts";
import { text as textOf } from "#shared/texts/text.ts";
import { say } from "#shared/texts/say.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Of how many shares how many are needed, and in which order they are given. */
const scheme = fc.integer({ min: 2, max: 16 }).chain((total) =>
  fc.record({
    total: fc.constant(total),
    needed: fc.integer({ min: 2, max: total }),
    order: fc.shuffledSubarray(
      Array.from({ length: total }, (_, place) => place),
      { minLength: total },
    ),
  }),
);

const pick = <T>(from: readonly T[], places: readonly number[]): T[] => places.map((place) => from[place] as T);

async function refusal(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (thrown) {
    return thrown as AppError;
  }
  throw new Error("it was not refused");
}

describe("the shares of a recovery key", () => {
  it("make it up as soon as there are enough, in any order and with any number more", async () => {
    await fc.assert(
      fc.asyncProperty(scheme, fc.nat(), async ({ total, needed, order }, more) => {
        const { key, params, shares } = await newShares(total, needed);
        const given = pick(shares, order.slice(0, needed + (more % (total - needed + 1))));
        expect((await combineShares(given, params)).equals(key)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("open nothing while one is missing, and say how many are needed", async () => {
    await fc.assert(
      fc.asyncProperty(scheme, async ({ total, needed, order }) => {
        const { params, shares } = await newShares(total, needed);
        const error = await refusal(combineShares(pick(shares, order.slice(0, needed - 1)), params));
        expect(error).toMatchObject({ code: "SHARES_REFUSED", fields: undefined });
        expect(say(error.text)).toContain(`${needed} shares are needed. Number entered: ${needed - 1}.`);
      }),
      { numRuns: 100 },
    );
  });

  it("tell a mistyped letter by its share, whichever letter it is", async () => {
    const { params, shares } = await newShares(5, 3);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 }),
        fc.nat(47),
        fc.integer({ min: 1, max: 31 }),
        async (wrong, letter, shift) => {
          const given = shares.slice(0, 3);
          const text = (given[wrong] ?? "").replaceAll("-", "");
          const other = alphabet[(alphabet.indexOf(text[letter] ?? "") + shift) % 32];
          given[wrong] = `${text.slice(0, letter)}${other}${text.slice(letter + 1)}`;
          const error = await refusal(combineShares(given, params));
          expect(error.code).toBe("SHARES_REFUSED");
          expect(Object.keys(error.fields ?? {})).toEqual([`shares.${wrong}`]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("are told from those of another key, which are named", async () => {
    await fc.assert(
      fc.asyncProperty(scheme, fc.uniqueArray(fc.nat(15), { minLength: 1 }), async ({ total, needed }, foreign) => {
        const [mine, theirs] = [await newShares(total, needed), await newShares(total, needed)];
        fc.pre(mine.params.setId !== theirs.params.setId);
        const wrong = foreign.filter((place) => place < total).toSorted((a, b) => a - b);
        fc.pre(wrong.length > 0);
        const given = mine.shares.map((share, place) => (wrong.includes(place) ? (theirs.shares[place] ?? "") : share));
        const error = await refusal(combineShares(given, mine.params));
        expect(error.code).toBe("SHARES_REFUSED");
        expect(Object.keys(error.fields ?? {})).toEqual(wrong.map((place) => `shares.${place}`));
      }),
      { numRuns: 100 },
    );
  });

  it("count once when one is given twice", async () => {
    const { params, shares } = await newShares(3, 2);
    const [one = ""] = shares;
    const error = await refusal(combineShares([one, one.toLowerCase().replaceAll("-", " ")], params));
    expect(error).toMatchObject({
      code: "SHARES_REFUSED",
      fields: { "shares.1": textOf("vault.sameShare", { number: 1 }) },
    });
  });

  it.each(["", "nothing of the kind", "0000-0000", "U".repeat(48)])("refuse %j", async (text) => {
    const { params, shares } = await newShares(3, 2);
    const error = await refusal(combineShares([shares[0] ?? "", text], params));
    expect(Object.keys(error.fields ?? {})).toEqual(["shares.1"]);
  });

  it("are printed in twelve groups of four, each another one", async () => {
    const { shares } = await newShares(16, 16);
    for (const share of shares) expect(share).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){11}[0-9A-HJKMNP-TV-Z]{4}$/u);
    expect(new Set(shares).size).toBe(16);
  });

  it("open their slot, which says how many there are and holds nothing of them", async () => {
    const dataKey = newDataKey();
    const { key, params, shares } = await newShares(4, 2);
    const slot = recoverySlot("r", key, dataKey, params);
    expect(sharesOf(slot)).toEqual(params);
    expect(openRecoverySlot(slot, await combineShares(shares.slice(2), params))).toEqual(dataKey);
    const cheaper = { ...slot, params: slot.params.replace('"needed":2', '"needed":3') };
    expect(() => openRecoverySlot(cheaper, key)).toThrow(expect.objectContaining({ code: "UNLOCK_REFUSED" }));
  });
});
