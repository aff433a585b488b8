import { rmSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { RestoreTask } from "#shared/model/restores.ts";
import { allowEverything, begunByLetter, enrolPhone } from "../../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../../support/harness.ts";
import { backUp, check, restoreNaming, signIn } from "./older.ts";

function damageStore(harness: Harness): void {
  for (const tail of ["-wal", "-shm"]) rmSync(`${storeFile(harness.dataDir)}${tail}`, { force: true });
  writeFileSync(storeFile(harness.dataDir), "no database at all");
}

/**
 * A console that was restored over a store that nobody can read: since the backup, Ann has used counter values and a
 * backup code, and Ben's letter was voided.
 */
async function restoredBlindly() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  for (const username of ["ann", "ben"]) await harness.call("users.add", { username });
  const ann = await enrolPhone(harness, "ann", { kind: "hotp" });
  const letter = await begunByLetter(harness, "ben");
  const given = await backUp(harness);
  for (const press of [1, 2, 3]) await check(harness, "ann", { code: ann.phone.at(press) });
  const [used = ""] = ann.backupCodes;
  await check(harness, "ann", { backupCode: used });
  await harness.call("letters.void", { letters: (await harness.call("letters.list", {})).rows.map(({ id }) => id) });
  await harness.reopen(() => damageStore(harness));
  harness.caller.session.set(null);
  const { report } = await restoreNaming(harness, given, "countersAdvanced");
  await signIn(harness, admin);
  return { harness, ann, used, letter, tasks: report.tasks };
}

it("the list after a restore is gone through, and checks say where the console comes from until it is done", async () => {
  const { harness, ann, used, letter, tasks } = await restoredBlindly();
  expect(tasks).toEqual([
    "backupCodes",
    "counters",
    "revocations",
    "letters",
    "administrators",
    "settings",
    "backupKeys",
    "keys",
  ]);
  const open = await harness.call("archive.restored", {});
  if (open === null) throw new Error("there is no list");
  const settle = (task: RestoreTask, voids = false) =>
    harness.call("archive.settleRestored", { id: open.id, task, void: voids });

  // What the list is for: a counter value that was used since is accepted again.
  expect(await check(harness, "ann", { code: ann.phone.at(1) })).toMatchObject({
    result: "accepted",
    restoredFrom: open.backupAt,
  });

  expect(await settle("backupCodes", true)).toMatchObject({ voided: 1 });
  expect(await check(harness, "ann", { backupCode: used })).toMatchObject({
    result: "refused",
    restoredFrom: open.backupAt,
  });

  const resync = { tokenId: ann.tokenId, first: ann.phone.at(4), second: ann.phone.at(5) };
  await harness.call("tokens.resync", resync);
  await settle("counters");
  expect(await check(harness, "ann", { code: ann.phone.at(3) })).toMatchObject({ reason: "already_used" });

  expect(await settle("letters", true)).toMatchObject({ voided: 1 });
  expect(await check(harness, "ben", { code: letter.phone.now(harness) })).toMatchObject({ reason: "letter_void" });

  for (const task of ["revocations", "administrators", "backupKeys", "keys"] as const) await settle(task);
  const last = await check(harness, "ann", { code: ann.phone.at(6) });
  expect(last).toMatchObject({ result: "accepted", restoredFrom: open.backupAt });
  expect(await settle("settings")).toEqual({ voided: 0, left: [] });
  expect(await harness.call("archive.restored", {})).toBeNull();
  expect((await check(harness, "ann", { code: ann.phone.at(7) })).restoredFrom).toBeUndefined();
  expect((await harness.call("audit.list", { action: "backup.settle_restored" })).rows).toHaveLength(tasks.length);
});

it("a device that counts is on the list also when nobody has it, and a refused code says where the console comes from", async () => {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await allowEverything(harness);
  await harness.call("users.add", { username: "ann" });
  await harness.call("inventory.add", { serial: "A1", kind: "hotp", seed: "31".repeat(20) });
  const given = await backUp(harness);
  await harness.reopen(() => damageStore(harness));
  harness.caller.session.set(null);
  const { tasks } = await harness.call("archive.restore", given);
  expect(tasks).toEqual(expect.arrayContaining(["counters", "revocations"]));
  await signIn(harness, admin);
  const verdict = await check(harness, "ann", { code: "000000" });
  expect(verdict.result).toBe("refused");
  expect(verdict.restoredFrom).toBe((await harness.call("archive.restored", {}))?.backupAt);
});

it("an owner who declines is left with the backup keys and locations that were removed since", async () => {
  const harness = await openHarness();
  await setUp(harness);
  const given = await backUp(harness);
  const { rows } = await harness.call("recipients.list", {});
  for (const { id } of rows) await harness.call("recipients.remove", { id });
  const declined = { ...given, declineCarryOver: { reason: "Removed by mistake" } };
  expect((await harness.call("archive.restore", declined)).tasks).toEqual(["backupKeys"]);
});
