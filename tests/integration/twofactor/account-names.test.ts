import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stepUp, theOwner } from "../../support/administrators.ts";
import { codeFor, enrol, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";
import { codesOf } from "../../support/letters.ts";
import { toolsMissing } from "../../support/tools.ts";

/** What an app files a key under. */
const accountOf = (uri: string): string => decodeURIComponent(new URL(uri).pathname.slice(1));

const ann = { user: { username: "ann" } };

describe("the account that an authenticator app shows", () => {
  it("is another one for each authenticator of a person, also after a replacement with the same label", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "ann" });
    const shown: string[] = [];
    const add = async (label: string, replaces?: string) => {
      const wish = replaces === undefined ? {} : { replaces };
      const pending = await harness.call("tokens.begin", { ...ann, label, ...wish });
      expect(pending.account).toBe(accountOf(pending.uri).replace(/^Acme:/u, ""));
      shown.push(pending.account);
      await harness.call("tokens.confirm", {
        tokenId: pending.tokenId,
        code: codeFor(pending.secret, harness.clock),
      });
      harness.clock.advance(30_000);
      return pending.tokenId;
    };
    const phone = await add("Phone");
    await add("Tablet");
    const newer = await add("Phone", phone);
    await add("Phone", newer);
    expect(shown).toEqual(["ann", "ann (Tablet)", "ann (Phone 2)", "ann (Phone 3)"]);
  });

  it.each([
    ["the number of one is the label of another", ["Phone", "Phone 2", "Phone"]],
    ["a label looks like the number of an earlier one", ["Phone", "Phone", "Phone 2", "Phone 2"]],
    ["labels differ in a colon only", ["First", "Work: phone", "Work - phone", "Work:phone"]],
  ])("is another one each time where %s", async (_name, labels) => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "ann" });
    const shown: string[] = [];
    for (const label of labels) {
      const { tokenId, account, secret } = await harness.call("tokens.begin", { ...ann, label });
      shown.push(account);
      await harness.call("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) });
      harness.clock.advance(30_000);
    }
    expect(new Set(shown).size).toBe(labels.length);
  });

  it("has no colon but the one after the issuer, whatever organisation and labels contain", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "ann", name: "O'Neil: Ann" });
    const refused = await harness.refuse("policies.set", { changes: { issuer: "Acme: North" } });
    expect(refused.code).toBe("INVALID_INPUT");
    await enrol(harness, "ann2");
    await harness.call("tokens.begin", { ...ann, label: "First" });
    const { uri, account } = await harness.call("tokens.begin", { ...ann, label: "50% off? #1 & more: phone" });
    expect(account).toBe("ann (50% off? #1 & more - phone)");
    expect(accountOf(uri)).toBe(`Acme:${account}`);
    expect(new URL(uri).searchParams.get("issuer")).toBe("Acme");
  });

  it("is the username alone for whoever has lost the only one", async () => {
    const harness = await openHarness();
    await setUp(harness);
    const { tokenId } = await enrol(harness, "ann");
    await harness.call("tokens.revoke", { tokenId });
    expect((await harness.call("tokens.begin", ann)).account).toBe("ann");
  });

  it("of the owner says from the set-up on that it is for signing in here", async () => {
    const harness = await openHarness();
    const input = { organisation: "Acme", owner: owner.name, password: owner.password };
    expect(accountOf((await harness.call("setup.begin", input)).uri)).toBe(`Acme:${owner.name} (administrator)`);
    expect(accountOf((await harness.call("setup.resume", { password: owner.password })).uri)).toBe(
      `Acme:${owner.name} (administrator)`,
    );
  });

  it("of an administrator is never that of a person with the same name, and the console says that there are both", async () => {
    const harness = await openHarness();
    const { secret } = await setUp(harness);
    await harness.call("users.add", { username: owner.name.toUpperCase() });
    const pending = await harness.call("tokens.begin", { user: { username: owner.name } });
    expect(pending).toMatchObject({ account: owner.name.toUpperCase(), sameAsAdministrator: true });
    await harness.call("users.add", { username: "ann" });
    expect(await harness.call("tokens.begin", ann)).toMatchObject({ account: "ann", sameAsAdministrator: false });

    const olga = await theOwner(harness, secret, owner);
    await stepUp(harness, olga, "own security");
    const second = await harness.call("account.beginAuthenticator", { label: "Tablet" });
    expect(second.account).toBe(`${owner.name} (administrator, Tablet)`);
  });

  it.skipIf(toolsMissing("zbarimg", "pdftoppm"))(
    "on a letter is told apart from the phone that it replaces",
    async () => {
      const harness = await openHarness();
      await setUp(harness);
      await enrol(harness, "ann");
      await harness.call("users.add", { username: "bob" });
      const file = join(temporaryFolder(), "letters.pdf");
      const into = { kind: "file", file } as const;
      await harness.call("letters.issue", { selection: { filter: {} }, into, replace: true });
      const accounts = codesOf(file).map(accountOf);
      expect(accounts).toHaveLength(2);
      expect(accounts).toContain("Acme:bob");
      expect(accounts.find((account) => account.startsWith("Acme:ann"))).toMatch(/^Acme:ann \(.+\)$/u);
    },
  );
});
