import { expect, it } from "vitest";
import { begunByLetter } from "../../../support/authenticators.ts";
import { openHarness, setUp } from "../../../support/harness.ts";
import { backUp, check, query, restoreNaming, signIn } from "./older.ts";

const day = 86_400_000;

/** A console of which there is a backup while Ann's letter is in the post. */
async function withLetter() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await harness.call("users.add", { username: "ann" });
  const letter = await begunByLetter(harness, "ann");
  return { harness, admin, letter, given: await backUp(harness) };
}

const stateOf = async ({ harness }: Pick<Awaited<ReturnType<typeof withLetter>>, "harness">) =>
  (await harness.call("letters.list", {})).rows.map(({ state }) => state);

it("a letter that was voided since stays void after a restore, and its code says so", async () => {
  const { harness, admin, letter, given } = await withLetter();
  const letters = (await harness.call("letters.list", {})).rows.map(({ id }) => id);
  await harness.call("letters.void", { letters });
  const { named, count } = await restoreNaming(harness, given, "lettersVoided");
  expect({ named, count }).toEqual({ named: [{ name: "ann", detail: letter.serial }], count: 1 });
  await signIn(harness, admin);
  expect(await stateOf({ harness })).toEqual(["void"]);
  expect(await check(harness, "ann", { code: letter.phone.now(harness) })).toMatchObject({
    result: "refused",
    reason: "letter_void",
  });
});

it("a letter that was used since stays used after a restore: its first code and its enrolment count once", async () => {
  const { harness, admin, letter, given } = await withLetter();
  const first = letter.phone.now(harness);
  expect(await check(harness, "ann", { code: first })).toMatchObject({ result: "accepted", activates: true });
  const { named, count } = await restoreNaming(harness, given, "enrolmentsFinished");
  expect({ named, count }).toEqual({ named: [{ name: "ann", detail: letter.serial }], count: 1 });
  await signIn(harness, admin);
  expect(await stateOf({ harness })).toEqual(["used"]);
  expect(await check(harness, "ann", { code: first })).toMatchObject({ result: "refused" });
  harness.clock.advance(30_000);
  expect(await check(harness, "ann", { code: letter.phone.now(harness) })).toMatchObject({
    result: "accepted",
    activates: false,
  });
});

it("a letter that has expired since stays expired after a restore, though the clock is put back", async () => {
  const { harness, admin, letter, given } = await withLetter();
  harness.clock.advance(15 * day);
  await signIn(harness, admin);
  // Erases what has expired.
  expect(await check(harness, "ann", { code: letter.phone.now(harness) })).toMatchObject({ reason: "letter_expired" });
  const { named, count } = await restoreNaming(harness, given, "authenticatorsRevoked");
  expect({ named, count }).toEqual({ named: [{ name: "ann", detail: expect.any(String) as string }], count: 1 });
  await signIn(harness, admin);
  expect(await stateOf({ harness })).toEqual(["expired"]);
  expect(query(harness, "SELECT 1 FROM tokens WHERE user_id IS NOT NULL AND seed IS NOT NULL")).toEqual([]);
  expect(await check(harness, "ann", { code: letter.phone.now(harness) })).toMatchObject({
    result: "refused",
    reason: "letter_expired",
  });
});
