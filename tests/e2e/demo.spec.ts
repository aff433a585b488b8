import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, field, goTo, heading } from "./support/acts.ts";

test.use({ appArgs: ["--demo"] });

const rows = (page: Page): Locator =>
  page
    .getByRole("table", { name: "People" })
    .getByRole("row")
    .filter({ has: page.getByRole("cell") });
const count = (page: Page, words: string | RegExp): Promise<void> =>
  expect(page.getByRole("status").filter({ hasText: words })).toBeVisible();

/** Every row in sight contains these words, and there is one. */
async function expectOnly(page: Page, words: string): Promise<void> {
  await expect(rows(page).filter({ hasNotText: words })).toHaveCount(0);
  await expect(rows(page)).not.toHaveCount(0);
}

async function choose(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test("a newcomer signs in to the demo, and its 200 people are searched, filtered, sorted and scrolled", async ({
  page,
}) => {
  const mark = page.getByText("Everyone here is invented.");
  await test.step("the demo says how to sign in, and that it is one", async () => {
    await expect(mark).toBeVisible();
    await button(page, "Fill in").click();
    await button(page, "Sign in").click();
    await count(page, "200 people");
    await expect(mark).toBeVisible();
  });

  await test.step("search", async () => {
    await page.keyboard.press("/");
    await expect(field(page, "Search people")).toBeFocused();
    await page.keyboard.type("dvorak");
    await expectOnly(page, "Dvořák");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(heading(page, /Dvořák/u)).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "People" }).click();
    await expect(field(page, "Search people")).toHaveValue("dvorak");
    await button(page, "Clear the search").click();
    await count(page, "200 people");
  });

  await test.step("filter", async () => {
    await choose(page, "Status", "Disabled");
    await expectOnly(page, "Disabled");
    await choose(page, "Status", "Any status");
    await choose(page, "Enrolment", "Waiting for first code");
    await count(page, "16 people match");
    await choose(page, "Status", "Disabled");
    await expect(heading(page, "Nobody matches")).toBeVisible();
    await button(page, "Clear search and filters").click();
    await count(page, "200 people");
  });

  await test.step("sort", async () => {
    // The cell holds the external id too; its hint is the username alone.
    const readUsernames = async (): Promise<string[]> =>
      Promise.all(
        (await rows(page).all()).map(async (row) => (await row.getByRole("cell").nth(2).getAttribute("title")) ?? ""),
      );
    await choose(page, "Sort", "By username");
    await expect(rows(page).first()).toContainText("amelie.dvorak");
    const usernames = await readUsernames();
    expect(usernames).toEqual(usernames.toSorted());
    await choose(page, "Sort", "Newest first");
    await expect(rows(page).first()).not.toContainText("amelie.dvorak");
  });

  await test.step("scroll to the end: every page is loaded on the way", async () => {
    await choose(page, "Sort", "By name");
    await expect(rows(page).first()).toContainText("Amélie Dvořák");
    const end = page.locator('[role="row"][aria-rowindex="201"]');
    await expect(async () => {
      await rows(page).last().scrollIntoViewIfNeeded();
      await expect(end).toBeVisible({ timeout: 200 });
    }).toPass();
  });

  await test.step("the audit tells how they came to be there", async () => {
    await goTo(page, "Audit");
    await button(page, "Show older events").click();
    await expect(page.getByRole("main").getByRole("row")).toHaveCount(101);
    await button(page, "Verify the audit log").click();
    await count(page, "Audit log intact");
  });
});
