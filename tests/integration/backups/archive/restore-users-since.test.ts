import { expect, it } from "vitest";
import { allowEverything, Authenticator, begunByLetter, enrolPhone } from "../../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../../support/harness.ts";
import { backUp, check, type Given, query } from "./older.ts";

const seed = Buffer.from("12345678901234567890");

async function withAnn() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  for (const username of ["ann", "ben"]) await harness.call("users.add", { username });
  return { harness, admin };
}

/** Deletes Ann and brings her back. */
async function bringAnnBack(harness: Harness, given: Given) {
  await harness.call("users.delete", { user: { username: "ann" } });
  const { rows } = await harness.call("archive.restoreUsers", { ...given, usernames: ["ann"] });
  return rows[0];
}

const assign = (harness: Harness, username: string, code: string) =>
  harness.call("inventory.assign", { serial: "A1", user: { username }, code });

const devices = async (harness: Harness) =>
  (await harness.call("inventory.list", {})).rows.map(({ state, user }) => [state, user?.username ?? null]);

it.each([false, true])(
  "a person who comes back is told which authenticator was revoked since, the key exchanged meanwhile: %s",
  async (rotates) => {
    const { harness, admin } = await withAnn();
    const { tokenId, phone } = await enrolPhone(harness, "ann", { label: "Old phone" });
    const given = await backUp(harness);
    await harness.call("tokens.revoke", { tokenId });
    const at = harness.clock.now();
    if (rotates) await harness.call("vault.rotate", { passphrases: [], recoveryKey: admin.recoveryKey });
    harness.clock.advance(60_000);
    expect(await bringAnnBack(harness, given)).toMatchObject({ authenticators: 0, revoked: 1 });
    expect(await check(harness, "ann", { code: phone.now(harness) })).toMatchObject({
      result: "refused",
      reason: "token_revoked",
      ended: { label: "Old phone", why: "revoked", endedAt: at },
    });
  },
);

it("a person who comes back is told which authenticator was replaced, before the backup or since", async () => {
  const { harness } = await withAnn();
  const first = await enrolPhone(harness, "ann", { label: "First" });
  const second = await enrolPhone(harness, "ann", { label: "Second", replaces: first.tokenId });
  const given = await backUp(harness);
  await enrolPhone(harness, "ann", { label: "Third", replaces: second.tokenId });
  harness.clock.advance(60_000);
  await bringAnnBack(harness, given);
  for (const [label, { phone }] of [
    ["First", first],
    ["Second", second],
  ] as const) {
    expect(await check(harness, "ann", { code: phone.now(harness) })).toMatchObject({
      reason: "token_revoked",
      ended: { label, why: "replaced" },
    });
  }
});

it("a letter that waited is void for a person who comes back, and its code says so", async () => {
  const { harness } = await withAnn();
  const { serial, phone } = await begunByLetter(harness, "ann");
  const given = await backUp(harness);
  await bringAnnBack(harness, given);
  expect((await harness.call("letters.list", {})).rows).toMatchObject([{ serial, state: "void" }]);
  expect(await check(harness, "ann", { code: phone.now(harness) })).toMatchObject({
    result: "refused",
    reason: "letter_void",
    letter: { serial },
  });
});

it.each(["totp", "hotp"] as const)(
  "a %s device that nobody else had since is the person's again, and no code used since counts",
  async (kind) => {
    const { harness } = await withAnn();
    await harness.call("inventory.add", { serial: "A1", kind, seed: seed.toString("hex") });
    const device = new Authenticator(seed, { kind });
    const shown = (step: number) => (kind === "hotp" ? device.at(step) : device.now(harness));
    await assign(harness, "ann", shown(0));
    const given = await backUp(harness);
    const used = shown(3);
    expect(await check(harness, "ann", { code: used })).toMatchObject({ result: "accepted" });
    expect(await bringAnnBack(harness, given)).toMatchObject({ authenticators: 1, leftOut: 0 });
    expect(await devices(harness)).toEqual([["assigned", "ann"]]);
    expect(await check(harness, "ann", { code: used })).toMatchObject({ result: "refused" });
    harness.clock.advance(60_000);
    expect(await check(harness, "ann", { code: shown(4) })).toMatchObject({ result: "accepted" });
  },
);

it.each(["ben's", "lost", "retired"])("a device that is %s now opens nothing for its former holder", async (fate) => {
  const { harness } = await withAnn();
  const { id } = await harness.call("inventory.add", { serial: "A1", seed: seed.toString("hex") });
  const device = new Authenticator(seed);
  await assign(harness, "ann", device.now(harness));
  const given = await backUp(harness);
  await harness.call("users.delete", { user: { username: "ann" } });
  if (fate === "ben's") await assign(harness, "ben", device.now(harness));
  else await harness.call("inventory.lost", { id });
  if (fate === "retired") await harness.call("inventory.retire", { id });
  harness.clock.advance(60_000);
  const { rows } = await harness.call("archive.restoreUsers", { ...given, usernames: ["ann"] });
  expect(rows).toMatchObject([{ outcome: "restored", authenticators: 0, leftOut: 1 }]);
  expect(await check(harness, "ann", { code: device.now(harness) })).toMatchObject({ result: "refused" });
  expect(await devices(harness)).toEqual([
    { "ben's": ["assigned", "ben"], lost: ["lost", null], retired: ["retired", null] }[fate],
  ]);
  expect((await harness.call("audit.verify", {})).valid).toBe(true);
});

it("wrong codes since the backup still count for a person who comes back", async () => {
  const { harness } = await withAnn();
  const { tokenId, phone } = await enrolPhone(harness, "ann");
  const given = await backUp(harness);
  await check(harness, "ann", { code: phone.wrong(harness) });
  harness.clock.advance(60_000);
  await check(harness, "ann", { code: phone.wrong(harness) });
  await bringAnnBack(harness, given);
  expect(query(harness, `SELECT failures FROM tokens WHERE id = '${tokenId}'`)).toEqual([{ failures: 2 }]);
});
