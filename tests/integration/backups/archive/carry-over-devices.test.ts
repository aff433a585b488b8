import { expect, it } from "vitest";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import { allowEverything, Authenticator, enrolPhone } from "../../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../../support/harness.ts";
import { backUp, check, query, restoreNaming, signIn } from "./older.ts";

const seed = Buffer.from("12345678901234567890");

/** Presses of a device that counts. */
const counting = new Authenticator(seed, { kind: "hotp" });

async function withPeople() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  for (const username of ["ann", "ben"]) await harness.call("users.add", { username });
  const assign = (username: string, code: string) =>
    harness.call("inventory.assign", { serial: "A1", user: { username }, code });
  return { harness, admin, assign };
}

const add = (harness: Harness, kind: "totp" | "hotp" = "hotp") =>
  harness.call("inventory.add", { serial: "A1", kind, seed: seed.toString("hex") });

const stateOf = async (harness: Harness) =>
  (await harness.call("inventory.list", {})).rows.map(({ serial, state }) => [serial, state]);

it.each([
  ["lost", "lost"],
  ["retired", "retired"],
] as const)(
  "a device that was reported %s since stays so after a restore, and its holder's code says so",
  async (_what, state) => {
    const { harness, admin, assign } = await withPeople();
    const { id } = await add(harness, "totp");
    const device = new Authenticator(seed);
    await assign("ann", device.now(harness));
    const given = await backUp(harness);
    await harness.call("inventory.lost", { id });
    if (state === "retired") await harness.call("inventory.retire", { id });
    const { named, count, report } = await restoreNaming(harness, given, "devicesLost");
    expect({ named, count }).toEqual({ named: [{ name: "A1", detail: state }], count: 1 });
    expect(report.since).toContainEqual({ kind: "authenticatorsRevoked", count: 1 });
    await signIn(harness, admin);
    expect(await stateOf(harness)).toEqual([["A1", state]]);
    const verdict = await check(harness, "ann", { code: device.now(harness) });
    expect(verdict.result).toBe("refused");
    if (state === "lost") expect(verdict).toMatchObject({ reason: "token_revoked", ended: { why: "lost" } });
    expect(query(harness, "SELECT seed IS NULL AS erased FROM hardware_tokens")).toEqual([
      { erased: state === "retired" ? 1 : 0 },
    ]);
  },
);

it("a device that was taken back since is nobody's after a restore", async () => {
  const { harness, admin, assign } = await withPeople();
  const { id } = await add(harness);
  await assign("ann", counting.at(0));
  const given = await backUp(harness);
  await harness.call("inventory.unassign", { id, code: counting.at(1) });
  await restoreNaming(harness, given, "authenticatorsRevoked");
  await signIn(harness, admin);
  expect(await stateOf(harness)).toEqual([["A1", "stock"]]);
  expect(await check(harness, "ann", { code: counting.at(2) })).toMatchObject({
    result: "refused",
    reason: "token_revoked",
    ended: { why: "returned" },
  });
});

it("a counter that has counted on since is not counted back by a restore", async () => {
  const { harness, admin } = await withPeople();
  const { phone } = await enrolPhone(harness, "ann", { kind: "hotp" });
  const given = await backUp(harness);
  for (const press of [1, 2, 3]) {
    expect(await check(harness, "ann", { code: phone.at(press) })).toMatchObject({ result: "accepted" });
  }
  const { named, count } = await restoreNaming(harness, given, "countersAdvanced");
  expect({ named, count }).toEqual({
    named: [{ name: "ann", detail: expect.stringMatching(/, 0 to 3$/u) as string }],
    count: 1,
  });
  await signIn(harness, admin);
  for (const press of [2, 3]) {
    expect(await check(harness, "ann", { code: phone.at(press) })).toMatchObject({ reason: "already_used" });
  }
  expect(await check(harness, "ann", { code: phone.at(4) })).toMatchObject({ result: "accepted" });
});

it("a device that was given out and used since is not given out with its used codes after a restore", async () => {
  const { harness, admin, assign } = await withPeople();
  const { id } = await add(harness);
  const given = await backUp(harness);
  await assign("ann", counting.at(0));
  for (const press of [1, 2, 3]) await check(harness, "ann", { code: counting.at(press) });
  await restoreNaming(harness, given, "countersAdvanced");
  await signIn(harness, admin);
  expect(await stateOf(harness)).toEqual([["A1", "stock"]]);
  const again = { serial: "A1", user: { username: "ben" }, code: counting.at(3) };
  expect((await harness.refuse("inventory.assign", again)).code).toBe("CODE_REFUSED");
  await assign("ben", counting.at(4));
  expect(await lastStep(harness, id)).toBe(4);
});

const lastStep = async (harness: Harness, id: HardwareTokenId) =>
  query<{ step: number }>(harness, `SELECT max(last_step) AS step FROM tokens WHERE hardware_id = '${id}'`)[0]?.step;
