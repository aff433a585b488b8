import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { addPerson, type Person, theOwner } from "../../../support/administrators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";
import { openVaultOwner } from "../../../support/vault-owner.ts";

const passphrase = "an orchard behind the mill";

/** Where the keychain is gone, and of the slots only the owner's password and the recovery key are left. */
async function helpDeskWithoutPassphrase(): Promise<{ harness: Harness; vera: Person }> {
  const harness = await openHarness();
  harness.keychain.refuses = true;
  const { secret } = await setUp(harness);
  const { id } = await harness.call("vault.addPassphrase", { label: "Safe", passphrase });
  harness.clock.advance(30_000);
  const olga = await theOwner(harness, secret, owner);
  const vera = await addPerson(harness, olga, "vera", "helpdesk");
  // As a store of an earlier version can have it.
  await harness.reopen(() => removeSlot(harness, id));
  return { harness, vera };
}

function removeSlot(harness: Harness, id: string): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.prepare("DELETE FROM vault_slots WHERE id = ?").run(id);
  raw.close();
}

describe("where only an owner's password opens the keys", () => {
  it("a help desk with right credentials is told that the keys are locked, and who can open them", async () => {
    const { harness, vera } = await helpDeskWithoutPassphrase();
    const right = { name: vera.name, password: vera.password, code: codeFor(vera.secret, harness.clock) };
    const refused = await harness.refuse("access.signIn", right, newCaller());
    expect(refused).toMatchObject({ code: "VAULT_LOCKED", details: { opener: owner.name } });
    expect(refused.message).toContain(`Only ${owner.name} can open them`);
    // Whoever is not known here is told the same: it says nothing of who else there is.
    const stranger = await harness.refuse("access.signIn", { ...right, name: "nobody" }, newCaller());
    expect({ ...stranger, correlationId: "" }).toEqual({ ...refused, correlationId: "" });
  });

  it("a help desk does not get in by being given the owner's password", async () => {
    const { harness, vera } = await helpDeskWithoutPassphrase();
    const given = { name: vera.name, password: vera.password, passphrase: owner.password };
    const code = codeFor(vera.secret, harness.clock);
    expect((await harness.refuse("access.signIn", { ...given, code }, newCaller())).code).toBe("VAULT_LOCKED");
    expect((await harness.call("system.status", {})).phase).toBe("locked");
  });

  it("nobody is invited before there is a passphrase or a keychain", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    await setUp(harness);
    const invite = { name: "vera", role: "helpdesk" } as const;
    await expect(harness.call("admins.invite", invite)).rejects.toThrow("PASSPHRASE_REQUIRED");
    await expect(harness.call("admins.invite", { ...invite, role: "owner" })).rejects.toThrow("PASSPHRASE_REQUIRED");
    await harness.call("vault.addPassphrase", { label: "Safe", passphrase });
    expect(await harness.call("admins.invite", invite)).toMatchObject({ admin: { name: "vera" } });
  });

  it("the owner signs in with nothing but the own password, and a mistyped one is refused like any other", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    const { secret } = await setUp(harness);
    await harness.reopen();
    const right = { ...owner, code: codeFor(secret, harness.clock) };
    expect((await harness.refuse("access.signIn", { ...right, password: "mistyped" }, newCaller())).code).toBe(
      "SIGN_IN_REFUSED",
    );
    await harness.call("access.signIn", right, newCaller());
  });
});

describe("where a passphrase opens the keys", () => {
  it("others sign in with it; without it they are asked for it, and a wrong one is refused", async () => {
    const harness = await openHarness();
    harness.keychain.refuses = true;
    const { secret } = await setUp(harness);
    await harness.call("vault.addPassphrase", { label: "Safe", passphrase });
    harness.clock.advance(30_000);
    const vera = await addPerson(harness, await theOwner(harness, secret, owner), "vera", "helpdesk");
    await harness.reopen();
    const right = { name: vera.name, password: vera.password, code: codeFor(vera.secret, harness.clock) };
    const asked = await harness.refuse("access.signIn", right, newCaller());
    expect(asked).toMatchObject({ code: "VAULT_LOCKED" });
    expect(asked.details?.["opener"]).toBeUndefined();
    const byPassword = { ...right, passphrase: owner.password };
    expect((await harness.refuse("access.signIn", byPassword, newCaller())).code).toBe("UNLOCK_REFUSED");
    await harness.call("access.signIn", { ...right, passphrase }, newCaller());
  });

  it("which is not taken away as long as others need it, in any of the ways", async () => {
    const olga = await openVaultOwner({ keychainRefuses: true });
    const { harness } = olga;
    const { id } = await olga.call("vault.addPassphrase", { label: "Safe", passphrase });
    await olga.addSecond();
    expect((await olga.refuse("vault.removeSlot", { id })).code).toBe("LAST_SLOT");
    const { recoveryKey } = olga;
    const dropping = await olga.refuse("vault.rotate", { passphrases: [owner.password], recoveryKey });
    expect(dropping.code).toBe("LAST_SLOT");
    expect((await harness.call("vault.status", {})).slots.some(({ label }) => label === "Safe")).toBe(true);
  });
});
