import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { codeSet, groupId, tokenId, userId } from "./fake/records.ts";
import { button, heading, inputs, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const at = (place: string, scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "owner", ...scenario }, { at: place }, use);

const person = (n: number) => `/people/${userId(n)}`;
const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

async function act(page: Page, label: string, item: string): Promise<void> {
  await button(page, `Actions for ${label}`).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

describe("an authenticator", () => {
  it("is brought back into step by two different codes", () =>
    at(person(1), {}, async ({ page, fake }) => {
      await act(page, "Phone 1", "Resynchronise");
      await field(page, "First code").fill("111 222");
      await field(page, "Second code").fill("111 222");
      // Twice the same is not sent by itself.
      await button(page, "Resynchronise").click();
      await page
        .getByRole("alert")
        .getByText(/not two consecutive codes of this authenticator/u)
        .waitFor();
      await field(page, "Second code").fill("333 444");
      await page.getByRole("status").getByText("Phone 1 is resynchronised").waitFor();
      await page.getByText("2 min ahead of this computer. The console allows for this.").waitFor();
      expect(inputs(fake, "tokens.resync")).toEqual([
        { tokenId: tokenId(1), first: "111 222", second: "111 222" },
        { tokenId: tokenId(1), first: "111 222", second: "333444" },
      ]);
    }));

  it("comes back from further off by three codes and a reason", () =>
    at(person(1), {}, async ({ page, fake }) => {
      await act(page, "Phone 1", "Resynchronise");
      await button(page, "It is too far off: use three codes").click();
      await field(page, "First code").fill("111 222");
      await field(page, "Second code").fill("333 444");
      await field(page, "Third code").fill("555 666");
      await field(page, "Reason").fill("An hour off");
      await button(page, "Resynchronise").click();
      await page.getByRole("status").getByText("Phone 1 is resynchronised").waitFor();
      expect(inputs(fake, "tokens.resyncFar")).toMatchObject([{ third: "555 666", reason: "An hour off" }]);
    }));

  it("is unlocked by the help desk, which may not revoke it, with a reason", () =>
    at(person(7), { role: "helpdesk" }, async ({ page, fake }) => {
      await button(page, "Actions for Phone 1").click();
      expect(await page.getByRole("menuitem").allTextContents()).toEqual(["Unlock"]);
      await page.getByRole("menuitem", { name: "Unlock" }).click();
      await page.getByRole("dialog").getByLabel("Reason").fill("Called back, child had the phone");
      await button(page, "Unlock this authenticator").click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(inputs(fake, "tokens.unlock")).toEqual([
        { tokenId: tokenId(1), reason: "Called back, child had the phone" },
      ]);
    }));

  it("says what it is: hardware, serial number, counter", () =>
    at(person(1), {}, async ({ page }) => {
      const card = page.getByRole("article", { name: "Authenticator Key fob" });
      const text = await card.textContent();
      for (const fact of ["Hardware token", "FT-200431", "8 digits, counter-based, SHA256"])
        expect(text).toContain(fact);
    }));

  it("is renamed", () =>
    at(person(1), {}, async ({ page, fake }) => {
      await act(page, "Phone 1", "Rename");
      await field(page, "Label").fill("Work phone");
      await button(page, "Rename").click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(inputs(fake, "tokens.rename")).toEqual([{ tokenId: tokenId(1), label: "Work phone" }]);
    }));
});

describe("a code that is only tested", () => {
  it("does not count, and says so; of a backup code too", () =>
    at(person(1), {}, async ({ page, fake }) => {
      await page.getByLabel("Test only: does not use up the code").check();
      await field(page, "Code or backup code to test").fill("7KQ20-R4HV0");
      await button(page, "Test").click();
      const verdict = page.getByRole("status", { name: "Result" });
      await verdict.getByText("Would be refused").waitFor();
      await verdict.getByText(/Test only: nothing was used up or counted/u).waitFor();
      expect(fake.count("verification.check")).toBe(0);
      expect(inputs(fake, "verification.test")).toEqual([{ user: { id: userId(1) }, backupCode: "7KQ20R4HV0" }]);
    }));
});

describe("backup codes", () => {
  it("show which were used and when, and are renewed with a reason", () =>
    at(person(1), {}, async ({ page, fake }) => {
      const codes = page.getByRole("list", { name: "State of each code" }).getByRole("listitem");
      await codes.first().waitFor();
      const states = await codes.allTextContents();
      expect(states).toHaveLength(10);
      expect(states.filter((state) => state === "Not used")).toHaveLength(7);
      expect(states.at(-1)).toMatch(/^Used \d/u);
      await button(page, "Make new codes").click();
      await page.getByRole("dialog").getByLabel("Reason").fill("Sheet lost");
      await button(page, "Make new codes now").click();
      await heading(page, "New backup codes for Aino Abrahamsson").waitFor();
      expect(inputs(fake, "tokens.regenerateBackupCodes")).toEqual([{ user: { id: userId(1) }, reason: "Sheet lost" }]);
    }));

  const unconfirmed = { unconfirmedCodes: { count: 1, names: ["aino"] } };
  const nobody = "Nobody has confirmed these codes";

  it("that nobody confirmed are named, until new ones are handed over", () =>
    at(person(1), unconfirmed, async ({ page, fake }) => {
      await page.getByText(nobody).waitFor();
      await button(page, "Make new codes").click();
      await button(page, "Make new codes now").click();
      await page.getByLabel("Aino Abrahamsson has these codes").check();
      expect(fake.count("tokens.confirmBackupCodes")).toBe(0);
      await button(page, "Done").click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(inputs(fake, "tokens.confirmBackupCodes")).toEqual([{ codeSet }]);
      await page.getByText(nobody).waitFor({ state: "detached" });
    }));

  it("are handed over by the sheet that is saved, whatever becomes of the window then", () =>
    at(person(1), unconfirmed, async ({ page, fake }) => {
      await button(page, "Make new codes").click();
      await button(page, "Make new codes now").click();
      await button(page, "Save as PDF").click();
      await page.getByText(/^Saved as /u).waitFor();
      await expect.poll(() => inputs(fake, "tokens.confirmBackupCodes")).toEqual([{ codeSet }]);
      await page.getByRole("dialog").waitFor();
    }));

  it("stay named where confirming them fails, and the dialog can be left", () =>
    at(
      person(1),
      { ...unconfirmed, failing: { "tokens.confirmBackupCodes": { code: "TOKEN_STATE" } } },
      async (window) => {
        const { page } = window;
        await button(page, "Make new codes").click();
        await button(page, "Make new codes now").click();
        await page.getByLabel("Aino Abrahamsson has these codes").check();
        await button(page, "Done").click();
        await page.getByRole("alert").waitFor();
        await button(page, "Continue without confirming").click();
        await page.getByRole("dialog").waitFor({ state: "detached" });
        expect(window.fake.count("tokens.confirmBackupCodes")).toBe(1);
        await page.getByText(nobody).waitFor();
      },
    ));
});

describe("a person", () => {
  it("is edited with groups, external id and notes", () =>
    at(person(1), {}, async ({ page, fake }) => {
      await button(page, "Edit").click();
      const dialog = page.getByRole("dialog", { name: "Edit" });
      await dialog.getByLabel("External id").fill("P-77");
      await dialog.getByLabel("Notes").fill("Two sites");
      await dialog.getByRole("combobox", { name: "Groups" }).fill("surg");
      await page.getByRole("option", { name: "Surgery" }).click();
      await page.keyboard.press("Escape");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "detached" });
      expect(inputs(fake, "users.edit")).toMatchObject([
        { externalId: "P-77", notes: "Two sites", groups: [groupId(1), groupId(2), groupId(4)] },
      ]);
    }));

  it("is marked as left, and deleted only after the username is typed", () =>
    at(person(1), {}, async ({ page, fake }) => {
      await button(page, "More about this person").click();
      await page.getByRole("menuitem", { name: "Mark as left" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Mark as left" }).click();
      await button(page, "Enable").waitFor();
      await button(page, "More about this person").click();
      await page.getByRole("menuitem", { name: "Delete permanently" }).click();
      const remove = page.getByRole("dialog").getByRole("button", { name: "Delete permanently" });
      expect(await remove.isDisabled()).toBe(true);
      await page.getByLabel("Type aino.abrahamsson to confirm").fill("aino.abrahamsson");
      await remove.click();
      await heading(page, "People").waitFor();
      expect(fake.count("users.delete")).toBe(1);
    }));

  it("is added and enrolled in one go", () =>
    at("/people", {}, async ({ page, fake }) => {
      await button(page, "Add a person").click();
      await field(page, "Username").fill("nora");
      await field(page, "External id").fill("4711");
      await button(page, "Add and enrol").click();
      await heading(page, "Enrol nora").waitFor();
      expect(inputs(fake, "users.add")).toMatchObject([{ username: "nora", externalId: "4711", groups: [] }]);
    }));
});

describe("groups", () => {
  it("are added, renamed and deleted, and lead to their people", () =>
    at("/people/groups", {}, async ({ page, fake }) => {
      await page.getByText("4 groups", { exact: true }).waitFor();
      await button(page, "Add a group").click();
      await field(page, "Name").fill("Pharmacy");
      await button(page, "Add").click();
      await page.getByText("5 groups", { exact: true }).waitFor();
      await button(page, "Edit Pharmacy").click();
      await field(page, "Description").fill("Ground floor");
      await button(page, "Save").click();
      await page.getByRole("cell", { name: "Ground floor" }).waitFor();
      await button(page, "Delete Nursing").click();
      await page.getByText(/They and everything they have are kept; only the group is deleted\./u).waitFor();
      await button(page, "Delete the group").click();
      await page.getByText("4 groups", { exact: true }).waitFor();
      expect(fake.count("groups.delete")).toBe(1);
      await page.getByRole("link", { name: "Surgery" }).click();
      await page.getByText(/people match$/u).waitFor();
      expect(inputs(fake, "users.list").at(-1)).toMatchObject({ group: groupId(4) });
    }));

  it("may be looked at, and not changed, by those who may not", () =>
    at("/people/groups", { role: "auditor" }, async ({ page }) => {
      await page.getByRole("link", { name: "Surgery" }).waitFor();
      expect(await button(page, /^(Add|Edit|Delete)/u).count()).toBe(0);
    }));
});

describe("enrolment", () => {
  it("offers only what the policy allows, and leaves the rest to it", () =>
    at(`${person(4)}/enrol`, {}, async ({ page, fake }) => {
      await button(page, "Advanced").click();
      await page.getByRole("radiogroup", { name: "Type" }).waitFor();
      expect(
        await page.getByRole("radiogroup", { name: "Type" }).getByRole("radio", { name: "Counter-based" }).count(),
      ).toBe(0);
      await page.getByRole("radiogroup", { name: "Digits" }).getByText("8").click();
      await button(page, "Show the QR code").click();
      await page.getByLabel("Code from the app").waitFor();
      expect(inputs(fake, "tokens.begin")).toEqual([{ user: { id: userId(4) }, digits: 8 }]);
    }));
});
