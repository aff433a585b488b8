import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { groupId } from "./fake/records.ts";
import { button, inputs, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const inList = (scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "owner", people: 250, ...scenario }, { at: "/people" }, async (window) => {
    await window.page.locator("[data-number]").first().waitFor();
    await use(window);
  });

const row = (page: Page, number: number) => page.locator(`[data-number="${number}"]`);
const box = (page: Page, number: number) => row(page, number).getByRole("checkbox");
const bar = (page: Page) => page.getByRole("group", { name: "Selected people" });
const chosen = (page: Page, words: string) => bar(page).getByText(words, { exact: true }).waitFor();

describe("choosing people", () => {
  it("one by one and by ranges, with the mouse", () =>
    inList({}, async ({ page }) => {
      await box(page, 1).check();
      await box(page, 4).click({ modifiers: ["Shift"] });
      await chosen(page, "4 people selected");
      await row(page, 2)
        .getByRole("link")
        .click({ modifiers: ["ControlOrMeta"] });
      await chosen(page, "3 people selected");
      expect(await Promise.all([0, 1, 2, 3, 4, 5].map((number) => box(page, number).isChecked()))).toEqual([
        false,
        true,
        false,
        true,
        true,
        false,
      ]);
      await button(page, "Clear selection").click();
      await bar(page).waitFor({ state: "detached" });
    }));

  it("one by one, by ranges and all of them, with the keyboard", () =>
    inList({}, async ({ page }) => {
      await row(page, 0).getByRole("link").focus();
      await page.keyboard.press("Space");
      await chosen(page, "1 person selected");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Shift+ArrowDown");
      await chosen(page, "4 people selected");
      expect(await box(page, 3).isChecked()).toBe(true);
      await page.keyboard.press("Control+a");
      await chosen(page, "250 people selected");
    }));

  it("over all pages, with exceptions, until the list is another", () =>
    inList({}, async ({ page, fake }) => {
      await box(page, 3).check();
      await button(page, "Select all 250").click();
      await box(page, 0).uncheck();
      await chosen(page, "249 people selected");
      await button(page, "Export").last().click();
      await button(page, "Choose where to save").click();
      await page.getByText(/exported$/u).waitFor();
      const [written] = inputs(fake, "imports.exportUsers") as { selection: { filter: object; except: string[] } }[];
      expect(written?.selection.filter).toEqual({});
      expect(written?.selection.except).toHaveLength(1);
      await button(page, "Done").click();
      await page.getByLabel("Search people").fill("keiko");
      await bar(page).waitFor({ state: "detached" });
    }));

  it("is not offered to those who can do nothing with it", () =>
    inList({ role: "auditor" }, async ({ page }) => {
      expect(await page.getByRole("checkbox").count()).toBe(0);
    }));
});

describe("changing many people", () => {
  it("shows what would happen, does it, and gives account of each", () =>
    inList({}, async ({ page, fake }) => {
      await page.getByLabel("Select everyone on the list").check();
      await button(page, "Set status").click();
      await page.getByRole("menuitem", { name: "Disabled" }).click();
      const dialog = page.getByRole("dialog", { name: "Disable: 250 people" });
      await dialog.getByText("Will be disabled").waitFor();
      expect(inputs(fake, "bulk.run")).toEqual([]);
      const sums = async () =>
        (await dialog.getByLabel("Sums").locator("dd").allTextContents()).map((text) => Number(text));
      const planned = await sums();
      await dialog.getByRole("button", { name: `Disable: ${planned[0]} people` }).click();
      const title = dialog.getByRole("status");
      await title
        .getByText(`${planned[0]} of 250 people were disabled: ${planned[2]} refused`, { exact: false })
        .waitFor();
      const [done = 0, unchanged = 0, refused = 0, total = 0] = await sums();
      expect([done, unchanged, refused]).toEqual(planned.slice(0, 3));
      expect(done + unchanged + refused).toBe(total);
      await dialog
        .getByRole("row", { name: /Dmitri.*Refused.*Is being changed by another window\./u })
        .first()
        .waitFor();
      expect(inputs(fake, "bulk.run")).toEqual([
        { selection: { filter: {} }, act: { kind: "setStatus", status: "disabled" } },
      ]);
      await button(page, "Close").last().click();
      await bar(page).waitFor({ state: "detached" });
    }));

  it("asks for the group first", () =>
    inList({}, async ({ page, fake }) => {
      await box(page, 0).check();
      await button(page, "Groups").last().click();
      await page.getByRole("menuitem", { name: "Add to group" }).click();
      await page.getByRole("combobox", { name: "Group" }).last().fill("surg");
      await page.getByRole("option", { name: "Surgery" }).click();
      await button(page, "Add: 1 person").click();
      await page.getByText("The person was added to the group").waitFor();
      expect(inputs(fake, "bulk.run")).toMatchObject([{ act: { kind: "addToGroup", group: groupId(4) } }]);
    }));

  it("offers letters for exactly those who were changed", () =>
    inList({}, async ({ page, fake }) => {
      await box(page, 0).check();
      await button(page, "Groups").last().click();
      await page.getByRole("menuitem", { name: "Add to group" }).click();
      await page.getByRole("combobox", { name: "Group" }).last().fill("surg");
      await page.getByRole("option", { name: "Surgery" }).click();
      await button(page, "Add: 1 person").click();
      await page.getByRole("link", { name: "Enrol this person by letter" }).click();
      await page.getByRole("heading", { name: "New letters" }).waitFor();
      await page.getByText("The people you selected in the list.").waitFor();
      const [bulk] = inputs(fake, "bulk.run") as { selection: unknown }[];
      await expect.poll(() => inputs(fake, "letters.preview")).toMatchObject([{ selection: bulk?.selection }]);
    }));

  it("deletes only after their number is typed", () =>
    inList({}, async ({ page, fake }) => {
      await box(page, 0).check();
      await box(page, 1).check();
      await button(page, "Delete").click();
      const confirm = button(page, "Delete permanently: 2 people");
      await confirm.waitFor();
      expect(await confirm.isDisabled()).toBe(true);
      await page.getByLabel(/^Type 2,/u).fill("3");
      expect(await confirm.isDisabled()).toBe(true);
      await page.getByLabel(/^Type 2,/u).fill("2");
      await confirm.click();
      await page.getByText("All 2 people were deleted").waitFor();
      expect(inputs(fake, "bulk.run")).toHaveLength(1);
    }));

  it("says how far it came when it is stopped, and not that it succeeded", () =>
    inList({ hanging: ["bulk.run"] }, async ({ page }) => {
      await box(page, 0).check();
      await button(page, "Set status").click();
      await page.getByRole("menuitem", { name: "Left" }).click();
      await button(page, "Mark as left: 1 person").click();
      await button(page, "Stop").click();
      await page.getByText("Each change that was made is in the audit log.").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  it("hands the chosen people on to the letters", () =>
    inList({}, async ({ page }) => {
      await box(page, 0).check();
      await page.getByRole("link", { name: "Enrol by letter" }).click();
      await page.waitForURL(/#\/letters\/new$/u);
      const state = await page.evaluate(() => (window.history.state as { usr?: unknown }).usr);
      expect(state).toMatchObject({ selection: { ids: [expect.any(String)] } });
    }));
});
