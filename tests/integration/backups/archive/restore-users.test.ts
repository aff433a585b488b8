import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeFor, enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";

async function withBackup() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const group = await harness.call("groups.add", { name: "Night shift" });
  const ann = await enrol(harness, "ann");
  const ben = await enrol(harness, "ben");
  await harness.call("users.edit", { id: ann.userId, name: "Ann Byron", groups: [group.id] });
  const file = join(temporaryFolder(), "b.age");
  const { identity } = await harness.call("recipients.make", { name: "Safe" });
  await harness.call("archive.create", { file });
  return { harness, admin, ann, ben, file, identity };
}

const check = (harness: Harness, username: string, proof: { code: string } | { backupCode: string }) =>
  harness.call("verification.check", { user: { username }, ...proof });

describe("people who were deleted", () => {
  it("come back with name, groups, authenticator and backup codes, and nobody else is touched", async () => {
    const { harness, ann, ben, file, identity } = await withBackup();
    await harness.call("users.delete", { user: { username: "ann" } });
    await harness.call("users.edit", { id: ben.userId, name: "Changed since" });
    const { rows } = await harness.call("archive.restoreUsers", {
      file,
      identity,
      usernames: ["ANN", "ben", "nobody"],
    });
    expect(rows).toEqual([
      { username: "ann", outcome: "restored", authenticators: 1, leftOut: 0, revoked: 0, backupCodes: true },
      { username: "ben", outcome: "present", authenticators: 0, leftOut: 0, revoked: 0, backupCodes: false },
      { username: "nobody", outcome: "missing", authenticators: 0, leftOut: 0, revoked: 0, backupCodes: false },
    ]);
    const users = (await harness.call("users.list", {})).rows;
    expect(
      users.map(({ username, name, groups, enrolment }) => [username, name, groups.map((g) => g.name), enrolment]),
    ).toEqual([
      ["ann", "Ann Byron", ["Night shift"], "active"],
      ["ben", "Changed since", [], "active"],
    ]);
    expect((await harness.call("users.list", { search: "byron" })).rows).toHaveLength(1);
    // The present time step may have been used before the backup was made, so it does not count again.
    const now = codeFor(ann.secret, harness.clock);
    expect(await check(harness, "ann", { code: now })).toMatchObject({ result: "refused" });
    harness.clock.advance(30_000);
    expect(await check(harness, "ann", { code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      result: "accepted",
    });
    expect(await check(harness, "ann", { backupCode: ann.backupCodes[0] ?? "" })).toMatchObject({ result: "accepted" });
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });

  it("come back after an exchange of the data key, and their backup codes count", async () => {
    const { harness, admin, ann, file, identity } = await withBackup();
    await harness.call("users.delete", { user: { username: "ann" } });
    await harness.call("vault.rotate", { passphrases: [], recoveryKey: admin.recoveryKey });
    harness.clock.advance(60_000);
    const { rows } = await harness.call("archive.restoreUsers", { file, identity, usernames: ["ann"] });
    expect(rows).toMatchObject([{ outcome: "restored", authenticators: 1, backupCodes: true }]);
    harness.clock.advance(60_000);
    expect(await check(harness, "ann", { code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      result: "accepted",
    });
    expect(await check(harness, "ann", { backupCode: ann.backupCodes[1] ?? "" })).toMatchObject({ result: "accepted" });
  });

  it("keep what was revoked, disabled or used before they were deleted", async () => {
    const { harness, ann, ben, file, identity } = await withBackup();
    await harness.call("tokens.revoke", { tokenId: ann.tokenId });
    expect(await check(harness, "ben", { backupCode: ben.backupCodes[0] ?? "" })).toMatchObject({ result: "accepted" });
    await harness.call("tokens.disable", { tokenId: ben.tokenId });
    await harness.call("users.setStatus", { user: { username: "ann" }, status: "disabled" });
    for (const username of ["ann", "ben"]) await harness.call("users.delete", { user: { username } });
    const { rows } = await harness.call("archive.restoreUsers", { file, identity, usernames: ["ann", "ben"] });
    expect(rows).toEqual([
      { username: "ann", outcome: "restored", authenticators: 0, leftOut: 0, revoked: 1, backupCodes: true },
      { username: "ben", outcome: "restored", authenticators: 1, leftOut: 0, revoked: 0, backupCodes: false },
    ]);
    const people = (await harness.call("users.list", {})).rows;
    expect(people.map(({ username, status }) => [username, status])).toEqual([
      ["ann", "disabled"],
      ["ben", "active"],
    ]);
    harness.clock.advance(60_000);
    expect(await check(harness, "ben", { code: codeFor(ben.secret, harness.clock) })).toMatchObject({
      result: "refused",
    });
    expect(await check(harness, "ben", { backupCode: ben.backupCodes[1] ?? "" })).toMatchObject({ result: "refused" });
  });

  it("do not come back from another store's backup, and asking twice changes nothing more", async () => {
    const { harness, file, identity } = await withBackup();
    const other = await openHarness();
    // Set up on its own: a store of another id.
    await setUp(other, { passphrase: "a fence of old oak" });
    await expect(other.call("archive.restoreUsers", { file, identity, usernames: ["ann"] })).rejects.toThrow(
      "BACKUP_UNREADABLE",
    );
    expect((await other.call("users.list", {})).rows).toEqual([]);
    await harness.call("users.delete", { user: { username: "ann" } });
    const input = { file, identity, usernames: ["ann", "Ann"] };
    expect((await harness.call("archive.restoreUsers", input)).rows).toMatchObject([{ outcome: "restored" }]);
    harness.clock.advance(60_000);
    expect((await harness.call("archive.restoreUsers", input)).rows).toMatchObject([{ outcome: "present" }]);
  });
});
