import { describe, expect, it } from "vitest";
import { allowEverything, Authenticator, plantSeed, signInAgain } from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";

/** RFC 4226 appendix D: the 20 bytes of "12345678901234567890", 6 digits, counters 0 to 9. */
const hotpVectors = [
  "755224",
  "287082",
  "359152",
  "969429",
  "338314",
  "254676",
  "287922",
  "162583",
  "399871",
  "520489",
] as const;

/** RFC 6238 appendix B: seeds of 20, 32 and 64 bytes, 8 digits, 30 seconds. */
const seeds = {
  SHA1: "12345678901234567890",
  SHA256: "12345678901234567890123456789012",
  SHA512: "1234567890123456789012345678901234567890123456789012345678901234",
} as const;
const totpVectors = [
  [59, "94287082", "46119246", "90693936"],
  [1_111_111_109, "07081804", "68084774", "25091201"],
  [1_111_111_111, "14050471", "67062674", "99943326"],
  [1_234_567_890, "89005924", "91819424", "93441116"],
  [2_000_000_000, "69279037", "90698825", "38618901"],
  [20_000_000_000, "65353130", "77737706", "47863826"],
] as const;

/** A console that was set up at the beginning of Unix time, half a minute ago. */
async function inTheBeginning() {
  const harness = await openHarness();
  harness.clock.advance(-harness.clock.now());
  const admin = await setUp(harness);
  await allowEverything(harness);
  await harness.call("users.add", { username: "ann" });
  return { harness, admin };
}

describe("the console's own verification", () => {
  it("accepts each vector of RFC 4226 appendix D, once and in order", async () => {
    const { harness } = await inTheBeginning();
    const { tokenId } = await harness.call("tokens.begin", { user: { username: "ann" }, kind: "hotp" });
    await plantSeed(harness, tokenId, Buffer.from(seeds.SHA1));
    for (const code of hotpVectors) {
      const check = () => harness.call("verification.check", { user: { username: "ann" }, code });
      expect(await check()).toMatchObject({ result: "accepted", tokenId });
      expect(await check()).toMatchObject({ result: "refused", reason: "already_used" });
    }
  });

  it.each(["SHA1", "SHA256", "SHA512"] as const)(
    "accepts each vector of RFC 6238 appendix B for %s, from a device of the inventory",
    async (algorithm) => {
      const { harness, admin } = await inTheBeginning();
      const seed = Buffer.from(seeds[algorithm]);
      const form = { kind: "totp", algorithm, digits: 8, period: 30 } as const;
      await harness.call("inventory.add", { serial: "V1", ...form, seed: seed.toString("hex") });
      const code = new Authenticator(seed, form).at(0);
      await harness.call("inventory.assign", { serial: "V1", user: { username: "ann" }, code });
      const column = (["SHA1", "SHA256", "SHA512"] as const).indexOf(algorithm);
      for (const [time, ...codes] of totpVectors) {
        harness.clock.advance(time * 1000 - harness.clock.now());
        await signInAgain(harness, admin);
        const vector = codes[column] ?? "";
        const check = () => harness.call("verification.check", { user: { username: "ann" }, code: vector });
        expect(await check()).toMatchObject({ result: "accepted", driftSteps: 0 });
        expect(await check()).toMatchObject({ result: "refused", reason: "already_used" });
      }
    },
  );
});
