import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { type Harness, newCaller } from "../../support/harness.ts";
import { openVaultOwner } from "../../support/vault-owner.ts";

const passphrase = "an orchard behind the mill";
const label = "Safe in the cellar";

const slotOf = async (harness: Harness, kind: VaultSlot["kind"]): Promise<VaultSlot> => {
  const slot = (await harness.call("vault.status", {})).slots.find((one) => one.kind === kind);
  if (!slot) throw new Error(`no slot of kind ${kind}`);
  return slot;
};

const phaseOf = async (harness: Harness): Promise<string> => (await harness.call("system.status", {})).phase;

const events = async (harness: Harness): Promise<string[]> =>
  (await harness.call("audit.list", { action: "vault" })).rows.map((row) => `${row.action} ${row.result}`);

describe("the state of the vault", () => {
  it("names the ways in and counts what is sealed", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    const status = await harness.call("vault.status", {});
    expect(status.slots.map(({ kind, label: name, checkedAt }) => [kind, name, checkedAt])).toEqual(
      expect.arrayContaining([
        ["keychain", "", null],
        ["recovery", "", null],
      ]),
    );
    expect(status).toMatchObject({ sealedValues: 1, passphraseAtStart: false, keychainReachable: true });
  });
});

describe("a passphrase", () => {
  it("is added, opens the console, is exchanged, and the one before opens nothing", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    const added = await olga.call("vault.addPassphrase", { label, passphrase });
    expect(added).toMatchObject({ kind: "passphrase", label, checkedAt: null });
    expect(await harness.call("vault.check", { passphrase })).toMatchObject({ id: added.id });
    const next = "seven bridges to the island";
    expect((await olga.refuse("vault.changePassphrase", { id: added.id, current: "wrong one", next })).code).toBe(
      "UNLOCK_REFUSED",
    );
    await olga.call("vault.changePassphrase", { id: added.id, current: passphrase, next });
    expect((await harness.refuse("vault.check", { passphrase })).code).toBe("UNLOCK_REFUSED");
    harness.keychain.secrets.clear();
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("locked");
    expect(await harness.call("vault.unlock", { passphrase: next })).toEqual({ keychainBound: true });
  });

  it("is refused when it is easy to guess, or when its label is taken", async () => {
    const olga = await openVaultOwner();

    const weak = await olga.refuse("vault.addPassphrase", { label, passphrase: "password1" });
    expect(weak).toMatchObject({ code: "PASSWORD_REFUSED", fields: { passphrase: expect.any(String) as unknown } });
    const { id } = await olga.call("vault.addPassphrase", { label, passphrase });
    const twice = await olga.refuse("vault.addPassphrase", { label: label.toUpperCase(), passphrase });
    expect(twice).toMatchObject({ code: "CONFLICT", fields: { label: expect.any(String) as unknown } });
    const next = await olga.refuse("vault.changePassphrase", { id, current: passphrase, next: "qwertyuiop" });
    expect(next).toMatchObject({ code: "PASSWORD_REFUSED", fields: { next: expect.any(String) as unknown } });
  });
});

describe("a way in that is removed", () => {
  it("opens nothing; the last one that a person can open stays, whoever asks at the same time", async () => {
    const olga = await openVaultOwner({ passphrase });
    const { harness, made } = olga;
    const [human, recovery] = [await slotOf(harness, "passphrase"), await slotOf(harness, "recovery")];
    await olga.prepare("vault.removeSlot", { id: human.id });
    const replies = await Promise.all(
      [human, recovery].map(({ id }) => harness.console.call("vault.removeSlot", { id }, harness.caller)),
    );
    expect(replies.map((reply) => (reply.ok ? "removed" : reply.error.code)).toSorted()).toEqual([
      "LAST_SLOT",
      "removed",
    ]);
    const left = (await harness.call("vault.status", {})).slots.filter(({ kind }) => kind !== "keychain");
    expect(left).toHaveLength(1);
    const gone = left[0]?.kind === "recovery" ? { passphrase } : { recoveryKey: made.recoveryKey };
    expect((await harness.refuse("vault.check", gone)).code).toBe("UNLOCK_REFUSED");
  });

  it("takes the keychain's entry with it", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    expect(harness.keychain.secrets.size).toBe(1);
    await olga.call("vault.removeSlot", { id: (await slotOf(harness, "keychain")).id });
    expect(harness.keychain.secrets.size).toBe(0);
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("locked");
  });
});

describe("the recovery key", () => {
  it("is checked without being used, and the check is written down", async () => {
    const olga = await openVaultOwner();
    const { harness, made } = olga;
    expect(await harness.call("vault.check", { recoveryKey: made.recoveryKey })).toMatchObject({
      kind: "recovery",
      checkedAt: harness.clock.now(),
    });
    expect((await harness.refuse("vault.check", { recoveryKey: "ABCD" })).code).toBe("UNLOCK_REFUSED");
    expect(await events(harness)).toEqual(["vault.check refused", "vault.check done"]);
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });

  it("is replaced: the one before opens nothing", async () => {
    const olga = await openVaultOwner();
    const { harness, made } = olga;
    const recoveryKey = await olga.newRecoveryKey();
    expect((await harness.refuse("vault.check", { recoveryKey: made.recoveryKey })).code).toBe("UNLOCK_REFUSED");
    expect(await harness.call("vault.check", { recoveryKey })).toMatchObject({ kind: "recovery" });
    expect((await harness.call("vault.status", {})).slots.filter(({ kind }) => kind === "recovery")).toHaveLength(1);
  });

  it("stays until the new one is typed back: whatever ends the process in between, somebody has one that opens", async () => {
    const olga = await openVaultOwner();
    const { harness, made } = olga;
    const { recoveryKey: fresh } = await olga.call("vault.prepareRecoveryKey", {});
    expect((await harness.refuse("vault.check", { recoveryKey: fresh ?? "" })).code).toBe("UNLOCK_REFUSED");
    await olga.restart();
    expect(await harness.call("vault.check", { recoveryKey: made.recoveryKey })).toMatchObject({ kind: "recovery" });
    const other = await olga.refuse("vault.replaceRecoveryKey", { recoveryKey: made.recoveryKey });
    expect(other).toMatchObject({ code: "UNLOCK_REFUSED", message: expect.stringContaining("not the new") as unknown });
    await olga.call("vault.replaceRecoveryKey", { recoveryKey: (fresh ?? "").toLowerCase() });
    expect(await slotOf(harness, "recovery")).toMatchObject({ checkedAt: harness.clock.now() });
    expect((await harness.refuse("vault.check", { recoveryKey: made.recoveryKey })).code).toBe("UNLOCK_REFUSED");
    olga.recoveryKey = fresh ?? "";
    // Typed twice it is not prepared any more.
    expect((await olga.refuse("vault.replaceRecoveryKey", { recoveryKey: olga.recoveryKey })).code).toBe(
      "UNLOCK_REFUSED",
    );
  });

  it("prepared twice counts only as it was shown last; shares and a whole key are not taken for each other", async () => {
    const olga = await openVaultOwner();
    const first = await olga.call("vault.prepareRecoveryKey", {});
    const shares = await olga.call("vault.prepareRecoveryKey", { shares: { total: 3, needed: 2 } });
    const typed = { recoveryKey: first.recoveryKey ?? "" };
    expect((await olga.refuse("vault.replaceRecoveryKey", typed)).code).toBe("UNLOCK_REFUSED");
    const few = await olga.refuse("vault.replaceRecoveryKey", {
      shares: [shares.shares[0] ?? "", shares.shares[0] ?? ""],
    });
    expect(few.code).toBe("SHARES_REFUSED");
    await olga.call("vault.replaceRecoveryKey", { shares: shares.shares.slice(1) });
    expect(await slotOf(olga.harness, "shares")).toMatchObject({ shares: { total: 3, needed: 2 } });
  });

  it("exists in shares only: enough of them open a console whose keychain is lost", async () => {
    const olga = await openVaultOwner();
    const { harness, made } = olga;
    const shares = await olga.newShares({ total: 5, needed: 3 });
    expect(await slotOf(harness, "shares")).toMatchObject({ shares: { total: 5, needed: 3 } });
    expect((await harness.refuse("vault.check", { recoveryKey: made.recoveryKey })).code).toBe("UNLOCK_REFUSED");
    expect(await harness.call("vault.check", { shares: shares.slice(1, 4) })).toMatchObject({ kind: "shares" });
    harness.keychain.secrets.clear();
    await harness.reopen();
    const few = await harness.refuse("vault.unlock", { shares: shares.slice(0, 2) });
    expect(few).toMatchObject({
      code: "SHARES_REFUSED",
      message: expect.stringContaining("3 shares are needed") as unknown,
    });
    expect(await harness.call("vault.unlock", { shares: [shares[4], shares[0], shares[2]] as string[] })).toEqual({
      keychainBound: true,
    });
  });

  it("does not come from shares of another console, of another day, or of a key that is not in shares", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    await olga.addSecond();
    const old = await olga.newShares({ total: 3, needed: 2 });
    const present = await olga.newShares({ total: 3, needed: 2 });
    const mixed = [present[0] ?? "", old[1] ?? ""];
    expect(await harness.refuse("vault.check", { shares: mixed })).toMatchObject({
      code: "SHARES_REFUSED",
      fields: { "shares.1": expect.stringContaining("another recovery key") as unknown },
    });
    expect((await harness.refuse("vault.unlock", { shares: old })).code).toBe("SHARES_REFUSED");
    await olga.newRecoveryKey();
    expect((await harness.refuse("vault.unlock", { shares: present })).code).toBe("SHARES_REFUSED");
  });
});

describe("guesses", () => {
  it("that run at the same time are not answered more often than one after the other", async () => {
    const olga = await openVaultOwner();
    const { harness, made } = olga;
    const guesses = Array.from({ length: 40 }, () =>
      harness.console.call("vault.unlock", { passphrase: "wrong" }, newCaller()),
    );
    const codes = (await Promise.all(guesses)).map((reply) => (reply.ok ? "opened" : reply.error.code));
    expect(codes.filter((code) => code === "UNLOCK_REFUSED")).toHaveLength(5);
    expect(codes.filter((code) => code === "THROTTLED")).toHaveLength(35);
    const refused = await harness.refuse("vault.check", { recoveryKey: made.recoveryKey });
    expect(refused).toMatchObject({ code: "THROTTLED", details: { retryAt: harness.clock.now() + 30_000 } });
    harness.clock.advance(30_000);
    expect(await harness.call("vault.check", { recoveryKey: made.recoveryKey })).toMatchObject({ kind: "recovery" });
  });
});

describe("a passphrase at each start", () => {
  it("takes the keys out of the keychain until it is no longer asked for", async () => {
    const olga = await openVaultOwner({ passphrase });
    const { harness } = olga;
    const status = await olga.call("vault.setPassphraseAtStart", { required: true });
    expect(status).toMatchObject({ passphraseAtStart: true });
    expect(status.slots.map(({ kind }) => kind)).not.toContain("keychain");
    expect(harness.keychain.secrets.size).toBe(0);
    expect((await olga.refuse("vault.bindKeychain", {})).code).toBe("CONFLICT");
    const human = await slotOf(harness, "passphrase");
    expect((await olga.refuse("vault.removeSlot", { id: human.id })).code).toBe("LAST_SLOT");
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("locked");
    expect(await harness.call("vault.unlock", { passphrase })).toEqual({ keychainBound: false });
    await olga.signIn();
    await olga.call("vault.setPassphraseAtStart", { required: false });
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("ready");
  });

  it("is asked for although a way through the keychain has come back, as with a copy of the data folder", async () => {
    const { harness } = await openVaultOwner({ passphrase });
    await harness.reopen(() => {
      const store = new Database(storeFile(harness.dataDir));
      store.exec("UPDATE console SET passphrase_at_start = 1");
      store.close();
    });
    expect(await phaseOf(harness)).toBe("locked");
    await harness.call("vault.unlock", { passphrase });
    expect(await phaseOf(harness)).toBe("ready");
  });

  it("needs a passphrase", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    expect((await olga.refuse("vault.setPassphraseAtStart", { required: true })).code).toBe("CONFLICT");
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("ready");
  });
});

describe("this computer's keychain", () => {
  it("is bound anew with a key of its own, and the binding before ends", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    const [before] = [...harness.keychain.secrets];
    const status = await olga.call("vault.bindKeychain", {});
    expect(status.slots.filter(({ kind }) => kind === "keychain")).toHaveLength(1);
    const [after] = [...harness.keychain.secrets];
    expect(harness.keychain.secrets.size).toBe(1);
    expect(after?.[0]).not.toBe(before?.[0]);
    expect(after?.[1]).not.toEqual(before?.[1]);
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("ready");
  });

  it("that does not answer leaves the binding before as it was", async () => {
    const olga = await openVaultOwner();
    const { harness } = olga;
    harness.keychain.refuses = true;
    expect((await olga.refuse("vault.bindKeychain", {})).code).toBe("KEYCHAIN_REFUSED");
    harness.keychain.refuses = false;
    await harness.reopen();
    expect(await phaseOf(harness)).toBe("ready");
  });
});
