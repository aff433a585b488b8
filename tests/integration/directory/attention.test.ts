import { join } from "node:path";
import { expect, it } from "vitest";
import type { Attention } from "#shared/contract/directory.ts";
import { codeFor, enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

const day = 24 * 3600 * 1000;

async function inNeed(harness: Harness, attention: Attention, more: { search?: string } = {}): Promise<string[]> {
  const { rows, total } = await harness.call("users.list", { attention, ...more });
  expect(total).toEqual({ count: rows.length, exact: true });
  return rows.map(({ username }) => username);
}

it("people with few backup codes are found, from the code that makes them few until there are new ones", async () => {
  const harness = await openHarness();
  await setUp(harness);
  const { backupCodes } = await enrol(harness, "ann");
  await enrol(harness, "bob");
  const user = { username: "ann" };
  for (const [used, backupCode] of backupCodes.slice(0, 7).entries()) {
    expect(await inNeed(harness, "lowCodes")).toEqual([]);
    expect(await harness.call("verification.check", { user, backupCode })).toMatchObject({ result: "accepted" });
    expect(used).toBeLessThan(7);
  }
  expect(await inNeed(harness, "lowCodes")).toEqual(["ann"]);
  expect(await inNeed(harness, "lowCodes", { search: "bob" })).toEqual([]);
  await harness.call("policies.set", { changes: { lowCodes: 2 }, reason: "Fewer is enough here" });
  expect(await inNeed(harness, "lowCodes")).toEqual([]);
  await harness.call("policies.set", { changes: { lowCodes: 4 }, reason: "As before" });
  expect(await inNeed(harness, "lowCodes")).toEqual(["ann"]);
  await harness.call("tokens.regenerateBackupCodes", { user });
  expect(await inNeed(harness, "lowCodes")).toEqual([]);
});

it("people with a locked authenticator are found until it is unlocked", async () => {
  const harness = await openHarness();
  await setUp(harness);
  const { tokenId } = await enrol(harness, "ann");
  await enrol(harness, "bob");
  const user = { username: "ann" };
  await harness.call("policies.set", { changes: { failureLimit: 5 }, reason: "Locks early" });
  for (let guesses = 0; guesses < 20 && (await inNeed(harness, "locked")).length === 0; guesses += 1) {
    const { retryAt } = await harness.call("verification.check", { user, code: "000000" });
    harness.clock.advance(retryAt === null ? 1000 : retryAt - harness.clock.now());
  }
  expect(await inNeed(harness, "locked")).toEqual(["ann"]);
  await harness.call("tokens.unlock", { tokenId });
  expect(await inNeed(harness, "locked")).toEqual([]);
});

it("people whose letter expired unused are found, and chosen by that for new letters", async () => {
  const harness = await openHarness();
  await setUp(harness);
  for (const username of ["ann", "bob"]) await harness.call("users.add", { username });
  const into = (name: string) => ({ kind: "file", file: join(temporaryFolder(), name) }) as const;
  const selection = { filter: { search: "ann" } };
  await harness.call("letters.issue", { selection, into: into("a.pdf") });
  expect(await inNeed(harness, "letterExpired")).toEqual([]);
  harness.clock.advance(60 * day);
  const { secret } = harness.authority ?? { secret: "" };
  await harness.call("access.signIn", {
    name: "olga",
    password: "a quiet harbour at dawn",
    code: codeFor(secret, harness.clock),
  });
  expect(await inNeed(harness, "letterExpired")).toEqual(["ann"]);
  const again = { filter: { attention: "letterExpired" } } as const;
  const { sums } = await harness.call("letters.issue", { selection: again, into: into("b.pdf") });
  expect(sums).toMatchObject({ total: 1, done: 1 });
  expect(await inNeed(harness, "letterExpired")).toEqual([]);
});
