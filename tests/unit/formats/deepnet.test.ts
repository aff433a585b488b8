import path from "node:path";
import { expect, test } from "vitest";
import { opening, readSeeds } from "../../support/seed-files.ts";

const short = path.join(import.meta.dirname, "../../corpus/seeds/deepnet/short.xml");

test("what a file of DualShield does not say is taken from whoever imports it, and only that", async () => {
  const timed = await readSeeds(short, opening(null, { unsaid: { period: 60, digits: 8, algorithm: "SHA256" } }));
  expect(timed.entries).toMatchObject([
    { verdict: "kept", kind: "totp", period: 60, digits: 8, algorithm: "SHA256" },
    { verdict: "kept", kind: "hotp", counter: 5 },
  ]);
  const counted = await readSeeds(short, opening(null, { unsaid: { type: "hotp", counter: 0 } }));
  expect(counted.entries).toMatchObject([
    { verdict: "kept", kind: "hotp", counter: 0 },
    { verdict: "kept", kind: "hotp", counter: 5 },
  ]);
  const neither = await readSeeds(short, opening(null, { unsaid: { type: "hotp" } }));
  expect(neither.entries.map(({ verdict }) => verdict)).toEqual(["refused", "kept"]);
});
