import { expect, it } from "vitest";
import { enrolOneself } from "../../../support/administrators.ts";
import { enrolPhone } from "../../../support/authenticators.ts";
import { openHarness, setUp } from "../../../support/harness.ts";
import { backUp, check, query, signIn } from "./older.ts";

const broken = (table: string, id: string): string =>
  `UPDATE ${table} SET seed = zeroblob(length(seed)) WHERE id = '${id}'`;

it("an ended authenticator whose seal is broken is passed over, and those beside it are carried over", async () => {
  const harness = await openHarness();
  const admin = await setUp(harness);
  for (const username of ["ann", "ben", "cem"]) await harness.call("users.add", { username });
  const ann = await enrolPhone(harness, "ann");
  const ben = await enrolPhone(harness, "ben");
  const cem = await enrolPhone(harness, "cem");
  const given = await backUp(harness);
  for (const { tokenId } of [ann, ben, cem]) await harness.call("tokens.revoke", { tokenId });
  query(harness, broken("ended_tokens", ben.tokenId));
  expect(await harness.call("archive.restore", given)).toMatchObject({ carryOver: "carried" });
  await signIn(harness, admin);
  harness.clock.advance(30_000);
  for (const [username, { phone }] of Object.entries({ ann, cem })) {
    expect(await check(harness, username, { code: phone.now(harness) })).toMatchObject({ reason: "token_revoked" });
  }
  expect(await check(harness, "ben", { code: ben.phone.now(harness) })).toMatchObject({
    result: "refused",
    ended: null,
  });
});

it("an administrator's authenticator whose seal is broken is passed over, and those beside it are carried over", async () => {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const paul = await harness.call("admins.invite", { name: "paul", role: "operator" });
  const vera = await harness.call("admins.invite", { name: "vera", role: "auditor" });
  const given = await backUp(harness);
  for (const invited of [paul, vera]) await enrolOneself(harness, invited);
  query(
    harness,
    "UPDATE tokens SET seed = zeroblob(length(seed)) WHERE admin_id = (SELECT id FROM admins WHERE name = 'paul')",
  );
  expect(await harness.call("archive.restore", given)).toMatchObject({ carryOver: "carried" });
  await signIn(harness, admin);
  expect(
    query(harness, "SELECT a.name FROM tokens t JOIN admins a ON a.id = t.admin_id WHERE a.name IN ('paul', 'vera')"),
  ).toEqual([{ name: "vera" }]);
});
