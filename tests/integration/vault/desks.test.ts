import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Computer } from "#main/base/desk.ts";
import type { Caller, SecretStore } from "#main/base/ports.ts";
import { storeFile } from "#main/store/data-folder.ts";
import type { DeskShown } from "#shared/model/desks.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, temporaryFolder } from "../../support/harness.ts";
import { memoryKeychain } from "../../support/memory-keychain.ts";
import { openVaultOwner, type VaultOwner } from "../../support/vault-owner.ts";

const passphrase = "an orchard behind the mill";
const backOffice: Computer = { id: "back office", name: "back office" };

interface Given {
  caller?: Caller;
  keychain?: SecretStore;
  deskFolder?: string;
}

/** The same store on another desk, with a keychain of its own. */
const atBackOffice = (first: Harness, { caller, ...given }: Given = {}): Promise<Harness> =>
  openHarness({
    dataDir: first.dataDir,
    clock: first.clock,
    computer: backOffice,
    deskFolder: temporaryFolder(),
    keychain: memoryKeychain(),
    ...given,
    ...(caller ? { windowSession: caller.session } : {}),
  });

/** The clock moves one step on. */
async function signIn({ harness, made }: VaultOwner, at: Harness, caller: Caller): Promise<void> {
  await at.call("access.signIn", { ...owner, code: codeFor(made.secret, harness.clock) }, caller);
  harness.clock.advance(30_000);
}

const phaseOf = async (harness: Harness): Promise<string> => (await harness.call("system.status", {})).phase;

async function keychainsOf(olga: VaultOwner): Promise<(DeskShown | null)[]> {
  const { slots } = await olga.harness.call("vault.status", {});
  return slots.filter(({ kind }) => kind === "keychain").map(({ desk }) => desk);
}

/** Two desks whose keychains both open the store. */
async function twoDesks(given: Given = {}) {
  const olga = await openVaultOwner({ passphrase });
  const other = await atBackOffice(olga.harness, given);
  expect(await phaseOf(other)).toBe("locked");
  expect(await other.call("vault.unlock", { passphrase })).toEqual({ keychainBound: true });
  return { olga, here: olga.harness, other };
}

describe("windows of two desks", () => {
  it("end only the sessions that a window of their own desk has left", async () => {
    const { olga, here, other } = await twoDesks();
    await other.console.close();
    const first = newCaller();
    await signIn(olga, here, first);
    const folder = temporaryFolder();
    const keychain = memoryKeychain();
    const killed = newCaller();
    const before = await atBackOffice(here, { keychain, deskFolder: folder });
    await before.call("vault.unlock", { passphrase });
    await signIn(olga, before, killed);
    await before.console.close();
    const next = await atBackOffice(here, { keychain, deskFolder: folder, caller: newCaller() });
    expect((await next.refuse("access.whoami", {}, killed)).code).toBe("NOT_SIGNED_IN");
    expect((await here.call("access.whoami", {}, first)).name).toBe(owner.name);
    await next.console.close();
    expect((await here.call("access.whoami", {}, first)).name).toBe(owner.name);
  });

  it("are told apart where somebody sees the own sessions, which are valid at their own desk only", async () => {
    const { olga, here, other } = await twoDesks();
    const there = newCaller();
    await signIn(olga, other, there);
    const { sessions } = await here.call("account.get", {});
    expect(sessions.map(({ desk }) => desk)).toEqual(
      expect.arrayContaining([
        { name: "back office", here: false },
        { name: expect.any(String) as string, here: true },
      ]),
    );
    const token = there.session.get();
    expect((await here.refuse("access.whoami", {}, newCaller({ token }))).code).toBe("NOT_SIGNED_IN");
    // It goes on where it was begun.
    expect((await other.call("access.whoami", {}, there)).name).toBe(owner.name);
  });
});

describe("the keychains of two desks", () => {
  it("both open the store, and binding one again leaves the other", async () => {
    const { olga, here, other } = await twoDesks();
    expect(await keychainsOf(olga)).toEqual([
      { name: expect.any(String) as string, here: true },
      { name: "back office", here: false },
    ]);
    const kept = [...here.keychain.secrets.keys()];
    await other.call("vault.unlock", { passphrase });
    expect([...here.keychain.secrets.keys()]).toEqual(kept);
    await olga.call("vault.bindKeychain", {});
    expect(await keychainsOf(olga)).toHaveLength(2);
    await here.reopen();
    await other.reopen();
    expect([await phaseOf(here), await phaseOf(other)]).toEqual(["ready", "ready"]);
  });

  it("end each by itself: an owner removes that of the other desk, which is in the audit log by its name", async () => {
    const { olga, here, other } = await twoDesks();
    const { slots } = await here.call("vault.status", {});
    const foreign = slots.find(({ desk }) => desk !== null && !desk.here);
    await olga.call("vault.removeSlot", { id: foreign?.id ?? "" });
    const [event] = (await here.call("audit.list", { action: "vault.remove_slot" })).rows;
    expect(event?.details).toMatchObject({ kind: "keychain", desk: "back office" });
    await here.reopen();
    await other.reopen();
    expect([await phaseOf(here), await phaseOf(other)]).toEqual(["ready", "locked"]);
  });

  it("end together where a passphrase is asked for at each start", async () => {
    const { olga, here, other } = await twoDesks();
    await olga.call("vault.setPassphraseAtStart", { required: true });
    await here.reopen();
    await other.reopen();
    expect([await phaseOf(here), await phaseOf(other)]).toEqual(["locked", "locked"]);
  });

  it("end at the other desks when the data key is rotated: the result and the audit log name them", async () => {
    const keychain = memoryKeychain();
    const deskFolder = temporaryFolder();
    const { olga, here, other } = await twoDesks({ keychain, deskFolder });
    await other.console.close();
    const done = await olga.call("vault.rotate", { passphrases: [passphrase], recoveryKey: olga.recoveryKey });
    expect(done).toMatchObject({ dropped: [], desksEnded: ["back office"] });
    const [event] = (await here.call("audit.list", { action: "vault.rotate" })).rows;
    expect(event?.details).toMatchObject({ desksEnded: "back office" });
    await here.reopen();
    expect(await phaseOf(here)).toBe("ready");
    const again = await atBackOffice(here, { keychain, deskFolder });
    expect(await phaseOf(again)).toBe("locked");
    expect(await again.call("vault.unlock", { passphrase })).toEqual({ keychainBound: true });
  });

  it("end with a restore, except that of the desk that restores", async () => {
    const keychain = memoryKeychain();
    const deskFolder = temporaryFolder();
    const { olga, here, other } = await twoDesks({ keychain, deskFolder });
    await other.console.close();
    const file = join(temporaryFolder(), "both.age");
    const { identity } = await olga.call("recipients.make", { name: "Safe" });
    await here.call("archive.create", { file });
    await olga.call("archive.restore", { file, identity });
    expect(await phaseOf(here)).toBe("ready");
    await olga.signIn();
    expect(await keychainsOf(olga)).toEqual([{ name: expect.any(String) as string, here: true }]);
    const [event] = (await here.call("audit.list", { action: "backup.restore" })).rows;
    expect(event?.details).toMatchObject({ desksEnded: 1 });
    expect(await phaseOf(await atBackOffice(here, { keychain, deskFolder }))).toBe("locked");
  });
});

describe("work that only one desk does at a time", () => {
  it("names the desk that is at it", async () => {
    const { olga, here, other } = await twoDesks();
    const folder = join(temporaryFolder(), "disk");
    mkdirSync(folder);
    await olga.call("recipients.make", { name: "Safe" });
    await olga.call("destinations.add", { name: "disk", settings: { kind: "folder", path: folder }, keys: null });
    let second: Promise<unknown> | null = null;
    await other.call("backupPlan.run", {}, newCaller(), {
      onProgress: () => {
        second ??= here.refuse("backupPlan.run", {});
      },
    });
    await expect(second).resolves.toMatchObject({ code: "BUSY", details: { desk: "back office" } });
    // What the one that ended had written down holds nobody up.
    expect(await here.call("backupPlan.run", {})).toMatchObject({ outcome: "done" });
  });
});

describe("which desk it is", () => {
  const file = (harness: Harness): string => join(harness.dataDir, "desk.json");
  const idIn = (path: string): string => (JSON.parse(readFileSync(path, "utf8")) as { desk: string }).desk;

  it("stands in a private file beside the store, and what it runs on nowhere else", async () => {
    const { harness } = await openVaultOwner();
    expect(statSync(file(harness)).mode & 0o777).toBe(0o600);
    const { computer } = JSON.parse(readFileSync(file(harness), "utf8")) as { computer: string };
    expect(computer).toMatch(/^[0-9a-f]{64}$/u);
    await harness.console.close();
    expect(readFileSync(storeFile(harness.dataDir)).includes(computer)).toBe(false);
  });

  it("stays over restarts, and where the file is lost the keychain knows it", async () => {
    const { harness } = await openVaultOwner();
    const id = idIn(file(harness));
    await harness.reopen();
    expect(idIn(file(harness))).toBe(id);
    await harness.reopen(() => rmSync(file(harness)));
    expect(idIn(file(harness))).toBe(id);
    expect(await phaseOf(harness)).toBe("ready");
  });

  it("is a new one for a copy of the data folder on another computer, and the same where the keychain moved, too", async () => {
    const { harness } = await openVaultOwner({ passphrase });
    const id = idIn(file(harness));
    const [copy, moved] = [temporaryFolder(), temporaryFolder()];
    await harness.reopen(() => {
      cpSync(harness.dataDir, copy, { recursive: true });
      cpSync(harness.dataDir, moved, { recursive: true });
    });
    const copied = await openHarness({ dataDir: copy, computer: backOffice, keychain: memoryKeychain() });
    expect(idIn(file(copied))).not.toBe(id);
    expect(copied.log.map(({ message }) => message)).toContain(
      "the data folder was copied here, so this is a new desk",
    );
    expect(await phaseOf(copied)).toBe("locked");
    const whole = await openHarness({ dataDir: moved, computer: backOffice, keychain: harness.keychain });
    expect(idIn(file(whole))).toBe(id);
    expect(await phaseOf(whole)).toBe("ready");
  });

  it("is not lost with a file that cannot be understood", async () => {
    const { harness } = await openVaultOwner();
    const id = idIn(file(harness));
    await harness.reopen(() => writeFileSync(file(harness), "{"));
    expect(idIn(file(harness))).toBe(id);
  });

  it("is taken for what was begun before desks were told apart", async () => {
    const { harness } = await openVaultOwner();
    const token = harness.caller.session.get();
    await harness.reopen(() => {
      const raw = new Database(storeFile(harness.dataDir));
      raw.exec("UPDATE sessions SET desk_id = NULL; UPDATE vault_slots SET desk_id = NULL; DELETE FROM desks;");
      raw.close();
      rmSync(file(harness));
    });
    expect(await phaseOf(harness)).toBe("ready");
    expect((await harness.call("access.whoami", {}, newCaller({ token }))).name).toBe(owner.name);
    const { slots } = await harness.call("vault.status", {});
    expect(slots.filter(({ kind }) => kind === "keychain").map(({ desk }) => desk?.here)).toEqual([true]);
  });
});
