import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import type { Caller } from "#main/base/ports.ts";
import { holdStore } from "#main/store/sqlite/lock.ts";
import { storeFile } from "#main/store/data-folder.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { codeFor, enrol, type Harness, newCaller, owner, temporaryFolder } from "../../support/harness.ts";
import { openVaultOwner, type VaultOwner } from "../../support/vault-owner.ts";

const passphrase = "an orchard behind the mill";
const label = "Safe in the cellar";

/** In another window or terminal. The clock moves one step on. */
async function signIn({ harness, made }: VaultOwner, caller: Caller): Promise<void> {
  const { name, password } = owner;
  await harness.call("access.signIn", { name, password, code: codeFor(made.secret, harness.clock) }, caller);
  harness.clock.advance(30_000);
}

/** A new recovery key is shown and proven first; it counts from the exchange on. */
async function rotate(
  olga: VaultOwner,
  passphrases: string[],
): Promise<OutputOf<"vault.rotate"> & { recoveryKey: string }> {
  const { recoveryKey } = await olga.call("vault.prepareRecoveryKey", {});
  const done = await olga.call("vault.rotate", { passphrases, recoveryKey: recoveryKey ?? "" });
  olga.recoveryKey = recoveryKey ?? "";
  return { ...done, recoveryKey: olga.recoveryKey };
}

const kindsOf = async (harness: Harness): Promise<string[]> =>
  (await harness.call("vault.status", {})).slots.map(({ kind }) => kind).toSorted();

it("seals everything anew: old secrets open nothing, and what the old key made is still checked", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness, made } = olga;
  const ada = await enrol(harness, "ada");
  await olga.call("vault.addPassphrase", { label, passphrase: "seven bridges to the island" });
  const sealedBefore = readFileSync(storeFile(harness.dataDir));
  const other = newCaller();
  await signIn(olga, other);
  const [entry] = [...harness.keychain.secrets.keys()];

  const done = await rotate(olga, [passphrase]);
  expect(done).toMatchObject({ resealed: 2, dropped: [label] });
  expect((await harness.refuse("access.whoami", {}, other)).code).toBe("NOT_SIGNED_IN");
  expect(await harness.call("access.whoami", {})).toMatchObject({ name: owner.name });
  expect(await kindsOf(harness)).toEqual(["keychain", "passphrase", "recovery"]);
  expect([...harness.keychain.secrets.keys()]).not.toContain(entry);
  expect(harness.keychain.secrets.size).toBe(1);
  for (const gone of [{ recoveryKey: made.recoveryKey }, { passphrase: "seven bridges to the island" }]) {
    expect((await harness.refuse("vault.check", gone)).code).toBe("UNLOCK_REFUSED");
  }
  expect(await harness.call("vault.check", { recoveryKey: done.recoveryKey })).toMatchObject({ kind: "recovery" });
  expect((await harness.call("vault.status", {})).keyCreatedAt).toBe(harness.clock.now());

  await olga.restart();
  expect((await harness.call("audit.verify", {})).valid).toBe(true);
  const user = { username: "ada" };
  const [code] = ada.backupCodes;
  expect(await harness.call("verification.check", { user, backupCode: code ?? "" })).toMatchObject({
    result: "accepted",
  });
  harness.clock.advance(60_000);
  const totp = codeFor(ada.secret, harness.clock);
  expect(await harness.call("verification.check", { user, code: totp })).toMatchObject({ result: "accepted" });
  const regenerated = await harness.call("tokens.regenerateBackupCodes", { user });
  const fresh = { user, backupCode: regenerated.backupCodes[0] ?? "" };
  expect(await harness.call("verification.check", fresh)).toMatchObject({ result: "accepted" });
  expect(readFileSync(storeFile(harness.dataDir)).equals(sealedBefore)).toBe(false);
});

it("can be done again: codes and events of every data key before are still checked", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness } = olga;
  const people = [await enrol(harness, "ada")];
  for (const username of ["bob", "cleo"]) {
    await rotate(olga, [passphrase]);
    people.push(await enrol(harness, username));
  }
  const last = await rotate(olga, [passphrase]);
  // Four authenticators, the owner's among them, and two data keys that had retired before.
  expect(last.resealed).toBe(6);
  await olga.restart();
  expect((await harness.call("audit.verify", {})).valid).toBe(true);
  for (const { userId, backupCodes } of people) {
    const input = { user: { id: userId }, backupCode: backupCodes[0] ?? "" };
    expect(await harness.call("verification.check", input)).toMatchObject({ result: "accepted" });
  }
});

it("finds an event of before that was changed, and one that claims to be of the old key", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness } = olga;
  await enrol(harness, "ada");
  await rotate(olga, [passphrase]);
  const raw = new Database(storeFile(harness.dataDir));
  raw.exec("UPDATE audit_events SET actor = 'nobody' WHERE seq = 3");
  expect(await harness.call("audit.verify", {})).toMatchObject({ valid: false, firstBroken: 3 });
  raw.exec(
    `UPDATE audit_events SET actor = '${owner.name}' WHERE seq = 3; UPDATE retired_keys SET last_seq = last_seq + 1`,
  );
  raw.close();
  await olga.restart();
  expect((await harness.call("audit.verify", {})).valid).toBe(false);
});

it("takes a backup's way: one of before and one of after the exchange restore", { timeout: 120_000 }, async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness, made } = olga;
  const ada = await enrol(harness, "ada");
  const folder = temporaryFolder();
  const files = ["before.age", "after.age"].map((name) => join(folder, name));
  const [before = "", after = ""] = files;
  const { identity } = await olga.call("recipients.make", { name: label });
  await harness.call("archive.create", { file: before });
  await rotate(olga, [passphrase]);
  await harness.call("archive.create", { file: after });
  for (const [place, file] of files.entries()) {
    expect(await harness.call("archive.verify", { file, identity })).toMatchObject({ valid: true });
    await olga.call("archive.restore", { file, identity });
    olga.recoveryKey = made.recoveryKey;
    await olga.signIn();
    const input = { user: { username: "ada" }, backupCode: ada.backupCodes[place] ?? "" };
    expect(await harness.call("verification.check", input)).toMatchObject({ result: "accepted" });
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  }
});

it("is refused with a passphrase that opens nothing, and where only the recovery key would be left", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness } = olga;
  const { recoveryKey } = olga;
  const wrong = await olga.refuse("vault.rotate", { passphrases: [passphrase, "never heard of it"], recoveryKey });
  expect(wrong).toMatchObject({ code: "UNLOCK_REFUSED", fields: { "passphrases.1": expect.any(String) as unknown } });
  await olga.call("vault.setPassphraseAtStart", { required: true });
  const alone = await olga.refuse("vault.rotate", { passphrases: [], recoveryKey });
  expect(alone).toMatchObject({ code: "INVALID_INPUT", fields: { passphrases: expect.any(String) as unknown } });
  const { dropped } = await rotate(olga, [passphrase]);
  expect(dropped).toEqual([]);
  expect(harness.keychain.secrets.size).toBe(0);
  expect(await kindsOf(harness)).toEqual(["passphrase", "recovery"]);
});

it("is refused while another process has the store, and lets nobody in meanwhile", async () => {
  const olga = await openVaultOwner();
  const { harness } = olga;
  const held = await holdStore(harness.dataDir);
  const { recoveryKey } = olga;
  expect((await olga.refuse("vault.rotate", { passphrases: [], recoveryKey })).code).toBe("STORE_IN_USE");
  held.release();
  let meanwhile: Promise<string[]> | undefined;
  const tryBoth = (): Promise<string[]> =>
    Promise.all([
      harness.refuse("users.add", { username: "late" }).then(({ code }) => code),
      harness.refuse("vault.rotate", { passphrases: [], recoveryKey }).then(({ code }) => code),
    ]);
  await olga.call(
    "vault.rotate",
    { passphrases: [], recoveryKey },
    {
      onProgress: ({ phase }) => {
        if (phase === "reseal") meanwhile ??= tryBoth();
      },
    },
  );
  expect(await meanwhile).toEqual(["BUSY", "BUSY"]);
  expect((await harness.call("audit.verify", {})).valid).toBe(true);
});

it("changes nothing when it is cancelled, and another one then succeeds", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness, made } = olga;
  const before = [...harness.keychain.secrets.keys()];
  const cancel = new AbortController();
  const options = {
    signal: cancel.signal,
    onProgress: ({ phase }: { phase: string }) => {
      if (phase === "reseal") cancel.abort();
    },
  };
  const { recoveryKey } = made;
  const input = { passphrases: [passphrase], recoveryKey };
  await olga.prepare("vault.rotate", input);
  // The message may reach the thread too late: then it is done, and says so.
  const reply = await harness.console.call("vault.rotate", input, harness.caller, options);
  if (!reply.ok) expect(reply.error.code).toBe("CANCELLED");
  if (!reply.ok) expect([...harness.keychain.secrets.keys()]).toEqual(before);
  expect(await harness.call("vault.check", { recoveryKey })).toMatchObject({ kind: "recovery" });
  await rotate(olga, [passphrase]);
  await olga.restart();
  expect((await harness.call("audit.verify", {})).valid).toBe(true);
});

it("keeps a terminal signed in whose session carries the key", async () => {
  const olga = await openVaultOwner({ passphrase, keychainRefuses: true });
  const { harness } = olga;
  const terminal = newCaller({ outlivesProcess: true });
  await signIn(olga, terminal);
  await olga.call("vault.rotate", { passphrases: [passphrase], recoveryKey: olga.recoveryKey }, { caller: terminal });
  await harness.reopen();
  expect(await harness.call("access.whoami", {}, terminal)).toMatchObject({ name: owner.name });
  expect((await harness.call("vault.status", {}, terminal)).slots.map(({ kind }) => kind)).not.toContain("keychain");
  expect((await harness.call("audit.verify", {}, terminal)).valid).toBe(true);
});

it("leaves no sealed value of the old key in the store's files", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness } = olga;
  await enrol(harness, "ada");
  const look = new Database(storeFile(harness.dataDir), { readonly: true });
  const old = look.prepare("SELECT seed FROM tokens UNION ALL SELECT wrapped_key FROM vault_slots").pluck();
  const values = old.all() as Buffer[];
  look.close();
  await rotate(olga, [passphrase]);
  const wal = readFileSync(`${storeFile(harness.dataDir)}-wal`);
  const file = Buffer.concat([readFileSync(storeFile(harness.dataDir)), wal]);
  expect(values.length).toBeGreaterThan(3);
  expect(values.filter((value) => file.includes(value))).toEqual([]);
});

it("shows nothing afterwards that could be lost: the recovery key that was typed before opens the store", async () => {
  const olga = await openVaultOwner({ passphrase });
  const { harness, made } = olga;
  const wrong = await olga.refuse("vault.rotate", { passphrases: [passphrase], recoveryKey: "0".repeat(32) });
  expect(wrong.code).toBe("UNLOCK_REFUSED");
  const done = await olga.call("vault.rotate", { passphrases: [passphrase], recoveryKey: made.recoveryKey });
  expect(JSON.stringify(done)).not.toMatch(/recovery/iu);
  expect(await harness.call("vault.check", { recoveryKey: made.recoveryKey })).toMatchObject({ kind: "recovery" });

  const fresh = await olga.call("vault.prepareRecoveryKey", { shares: { total: 3, needed: 2 } });
  await olga.call("vault.rotate", { passphrases: [passphrase], shares: fresh.shares.slice(1) });
  expect((await harness.refuse("vault.check", { recoveryKey: made.recoveryKey })).code).toBe("UNLOCK_REFUSED");
  expect(await harness.call("vault.check", { shares: fresh.shares.slice(0, 2) })).toMatchObject({ kind: "shares" });
});

it("is approved as what it does: the present recovery key stays, or a new one takes its place", async () => {
  const olga = await openVaultOwner();
  const { harness, made } = olga;
  const factsOf = async (recoveryKey: string) =>
    (await harness.call("approvals.request", { procedure: "vault.rotate", input: { passphrases: [], recoveryKey } }))
      ?.facts;
  expect(await factsOf(made.recoveryKey)).toContain("The current recovery key stays");
  const { recoveryKey } = await olga.call("vault.prepareRecoveryKey", {});
  const facts = await factsOf(recoveryKey ?? "");
  expect(facts).toContain("The current recovery key no longer opens anything");
  expect(JSON.stringify(facts)).not.toContain((recoveryKey ?? "").slice(0, 9));
});
