import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { sinceAsText, SinceKind } from "#shared/model/restores.ts";
import { say } from "#shared/texts/say.ts";
import { codeFor, type Harness, owner } from "../../../support/harness.ts";
import { check, query, signIn, withBackup } from "./older.ts";

const lastRestore = async (harness: Harness) =>
  (await harness.call("audit.list", { action: "backup.restore", limit: 1 })).rows[0];

describe("a restored older backup", () => {
  it("keeps a revoked authenticator revoked, a used backup code and a used time step used, and names all before", async () => {
    const { harness, admin, person, given } = await withBackup(["ann", "ben", "cem"]);
    const [ann, ben, cem] = [person("ann"), person("ben"), person("cem")];
    await harness.call("tokens.revoke", { tokenId: ann.tokenId });
    expect(await check(harness, "ben", { backupCode: ben.backupCodes[0] ?? "" })).toMatchObject({ result: "accepted" });
    const replayed = codeFor(cem.secret, harness.clock);
    expect(await check(harness, "cem", { code: replayed })).toMatchObject({ result: "accepted" });

    const { since } = await harness.call("archive.preview", given);
    expect(since?.counts).toEqual(
      expect.arrayContaining([
        { kind: "authenticatorsRevoked", count: 1 },
        { kind: "backupCodesUsed", count: 1 },
      ]),
    );
    expect(since?.rows).toEqual(
      expect.arrayContaining([
        { kind: "authenticatorsRevoked", name: "ann", detail: expect.any(String) as string },
        { kind: "backupCodesUsed", name: "ben", detail: "code 1" },
        { kind: "stepsUsed", name: "cem", detail: expect.any(String) as string },
      ]),
    );

    const report = await harness.call("archive.restore", given);
    expect(report).toMatchObject({ carryOver: "carried", tasks: [] });
    expect(report.since).toContainEqual({ kind: "backupCodesUsed", count: 1 });
    harness.clock.advance(30_000);
    await harness.call("access.signIn", {
      name: owner.name,
      password: owner.password,
      code: codeFor(admin.secret, harness.clock),
    });

    expect(await check(harness, "ann", { code: codeFor(ann.secret, harness.clock) })).toMatchObject({
      result: "refused",
    });
    expect(await check(harness, "ben", { backupCode: ben.backupCodes[0] ?? "" })).toMatchObject({ result: "refused" });
    expect(await check(harness, "cem", { code: replayed })).toMatchObject({ result: "refused" });
    harness.clock.advance(30_000);
    const accepted = await check(harness, "ben", { backupCode: ben.backupCodes[1] ?? "" });
    expect(accepted).toMatchObject({ result: "accepted" });
    expect(accepted.restoredFrom).toBeUndefined();
    expect(await check(harness, "cem", { code: codeFor(cem.secret, harness.clock) })).toMatchObject({
      result: "accepted",
    });
    expect((await lastRestore(harness))?.details).toMatchObject({
      carryOver: "carried",
      authenticatorsRevoked: 1,
      backupCodesUsed: 1,
    });
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
    expect(await harness.call("archive.restored", {})).toBeNull();
  });

  it("keeps people disabled, and brings deleted ones back disabled", async () => {
    const { harness, admin, person, given } = await withBackup(["ann", "ben"]);
    await harness.call("users.setStatus", { user: { username: "ann" }, status: "left" });
    await harness.call("users.delete", { user: { username: "ben" } });
    const { since } = await harness.call("archive.preview", given);
    expect(since?.rows).toEqual(
      expect.arrayContaining([
        { kind: "peopleDisabled", name: "ann", detail: "left" },
        { kind: "peopleDeleted", name: "ben", detail: "" },
      ]),
    );
    await harness.call("archive.restore", given);
    await signIn(harness, admin);
    const people = (await harness.call("users.list", {})).rows;
    expect(people.map(({ username, status }) => [username, status])).toEqual([
      ["ann", "left"],
      ["ben", "disabled"],
    ]);
    harness.clock.advance(30_000);
    expect(await check(harness, "ben", { code: codeFor(person("ben").secret, harness.clock) })).toMatchObject({
      reason: "user_disabled",
    });
  });

  it("keeps locked and disabled authenticators, voided codes and letters, lost devices and counters", async () => {
    const { harness, admin, person, given } = await withBackup(["ann", "ben", "cem"]);
    await harness.call("tokens.disable", { tokenId: person("ann").tokenId });
    await harness.call("tokens.regenerateBackupCodes", { user: { username: "ben" } });
    // A device that counts, as a backup and its store would hold it.
    query(harness, `UPDATE tokens SET failures = 7 WHERE id = '${person("cem").tokenId}'`);
    await harness.call("archive.restore", given);
    await signIn(harness, admin);
    expect(query(harness, `SELECT status FROM tokens WHERE id = '${person("ann").tokenId}'`)).toEqual([
      { status: "disabled" },
    ]);
    expect(query(harness, `SELECT failures FROM tokens WHERE id = '${person("cem").tokenId}'`)).toEqual([
      { failures: 7 },
    ]);
    harness.clock.advance(30_000);
    const [, code = ""] = person("ben").backupCodes;
    expect(await check(harness, "ben", { backupCode: code })).toMatchObject({ result: "refused" });
  });

  it("lets nobody try earlier than before it was restored, whatever the clock says", async () => {
    const { harness, admin, given } = await withBackup(["ann"]);
    await harness.call("policies.set", { changes: { firstDelaySeconds: 600 } });
    const guess = () => check(harness, "ann", { backupCode: "00000-00000" });
    const left = async () => ((await guess()).retryAt ?? 0) - harness.clock.now();
    for (let n = 0; n < 5; n += 1) await guess();
    expect(await left()).toBe(600_000);
    const { ms: before } = harness.clock.uptime();
    await harness.call("archive.restore", given);
    await signIn(harness, admin);
    harness.clock.set(300_000);
    expect(await left()).toBe(600_000 - (harness.clock.uptime().ms - before));
  });

  it("is opened by the password and the recovery key of now, not by those of then", async () => {
    const { harness, admin, given } = await withBackup([]);
    const { recoveryKey } = await harness.call("vault.prepareRecoveryKey", {});
    if (recoveryKey === null) throw new Error("it came in shares");
    await harness.call("vault.replaceRecoveryKey", { recoveryKey });
    harness.authority = { ...admin, recoveryKey };
    await harness.call("account.changePassword", { current: owner.password, next: "another harbour at dusk" });
    const { since } = await harness.call("archive.preview", given);
    expect(since?.counts.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["administratorsChanged", "waysInChanged"]),
    );
    await harness.call("archive.restore", given);
    harness.clock.advance(60_000);
    const old = { name: owner.name, password: owner.password, code: codeFor(admin.secret, harness.clock) };
    expect(await harness.refuse("access.signIn", old)).toMatchObject({ code: "SIGN_IN_REFUSED" });
    await signIn(harness, admin, "another harbour at dusk");
    expect(await harness.refuse("vault.check", { recoveryKey: admin.recoveryKey })).toBeDefined();
    await harness.call("vault.check", { recoveryKey });
  });

  it("says that the key was exchanged since, and lets the owner in with what counts now", async () => {
    const { harness, admin, person, given } = await withBackup(["ann"]);
    await harness.call("vault.rotate", { passphrases: [], recoveryKey: admin.recoveryKey });
    await harness.call("tokens.revoke", { tokenId: person("ann").tokenId });
    expect(await harness.call("archive.restore", given)).toMatchObject({
      carryOver: "carried",
      tasks: ["administrators", "keys"],
    });
    await signIn(harness, admin);
    expect(query(harness, `SELECT status FROM tokens WHERE id = '${person("ann").tokenId}'`)).toEqual([
      { status: "revoked" },
    ]);
  });

  it("takes the backup's state where an owner declines with a reason, which is audited, and says what to do", async () => {
    const { harness, admin, person, given } = await withBackup(["ann", "ben"]);
    const [ann, ben] = [person("ann"), person("ben")];
    await harness.call("tokens.revoke", { tokenId: ann.tokenId });
    await check(harness, "ben", { backupCode: ben.backupCodes[0] ?? "" });
    harness.authority = null;
    expect(await harness.refuse("archive.restore", { ...given, declineCarryOver: { reason: " " } })).toMatchObject({
      code: "INVALID_INPUT",
    });
    harness.authority = admin;
    const declined = { ...given, declineCarryOver: { reason: "Somebody revoked everything out of spite" } };
    expect(await harness.call("archive.restore", declined)).toMatchObject({
      carryOver: "declined",
      tasks: ["backupCodes", "revocations"],
    });
    await signIn(harness, admin);
    expect((await lastRestore(harness))?.details).toMatchObject({
      carryOver: "declined",
      reason: "Somebody revoked everything out of spite",
      authenticatorsRevoked: 1,
    });
    harness.clock.advance(30_000);
    const verdict = await check(harness, "ann", { code: codeFor(ann.secret, harness.clock) });
    expect(verdict.result).toBe("accepted");
    const open = await harness.call("archive.restored", {});
    expect(open?.reason).toBe("Somebody revoked everything out of spite");
    expect(verdict.restoredFrom).toBe(open?.backupAt);

    const settle = { id: open?.id ?? "", task: "backupCodes", void: true } as const;
    expect(await harness.call("archive.settleRestored", settle)).toEqual({ voided: 2, left: ["revocations"] });
    expect(await harness.call("archive.settleRestored", settle)).toEqual({ voided: 0, left: ["revocations"] });
    const [, code = ""] = ben.backupCodes;
    expect(await check(harness, "ben", { backupCode: code })).toMatchObject({ result: "refused" });
    await harness.call("archive.settleRestored", { id: open?.id ?? "", task: "revocations", void: false });
    expect(await harness.call("archive.restored", {})).toBeNull();
    harness.clock.advance(60_000);
    expect((await check(harness, "ann", { code: codeFor(ann.secret, harness.clock) })).restoredFrom).toBeUndefined();
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });

  it("of which nothing is known where the present store is damaged, ends in a list, and no begun time step counts", async () => {
    const { harness, admin, person, given } = await withBackup(["ann"]);
    const ann = person("ann");
    const replayed = codeFor(ann.secret, harness.clock);
    expect(await check(harness, "ann", { code: replayed })).toMatchObject({ result: "accepted" });
    await harness.reopen(() => {
      for (const tail of ["-wal", "-shm"]) rmSync(`${storeFile(harness.dataDir)}${tail}`, { force: true });
      writeFileSync(storeFile(harness.dataDir), "no database at all");
    });
    harness.caller.session.set(null);
    expect(await harness.call("archive.preview", given)).toMatchObject({ since: null, now: null });
    expect(await harness.call("archive.restore", given)).toMatchObject({
      carryOver: "unread",
      since: [],
      tasks: ["backupCodes", "revocations", "administrators", "settings", "backupKeys", "keys"],
    });
    harness.clock.advance(30_000);
    await harness.call("access.signIn", {
      name: owner.name,
      password: owner.password,
      code: codeFor(admin.secret, harness.clock),
    });
    expect(await check(harness, "ann", { code: replayed })).toMatchObject({ result: "refused" });
    expect(readdirSync(harness.dataDir).filter((name) => name.startsWith("store.before-"))).toHaveLength(1);
    expect(existsSync(storeFile(harness.dataDir))).toBe(true);
  });

  it("of a console that was not changed since carries nothing over and asks for nothing", async () => {
    const { harness, given } = await withBackup(["ann"]);
    const report = await harness.call("archive.restore", given);
    expect(report).toMatchObject({ carryOver: "carried", tasks: [] });
    // The owner's own codes for this restore.
    expect(report.since.map(({ kind }) => kind).filter((kind) => kind !== "stepsUsed")).toEqual([]);
  });
});

describe("the words", () => {
  it("are there for each kind", () => {
    for (const kind of SinceKind.options) expect(say(sinceAsText(kind))).toMatch(/^[A-Z]/u);
  });
});
