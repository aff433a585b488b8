import { existsSync, statSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, launch, test } from "./fixtures.ts";
import { button, field, goTo, heading } from "./support/acts.ts";
import {
  disableAllButOne,
  enrolQueue,
  filterBy,
  jumpToLetters,
  matching,
  saveFilter,
  selectByKeyboard,
} from "./support/crowd.ts";

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

/** The whole list again, as at the start. */
async function toEverybody(page: Page): Promise<void> {
  await goTo(page, "People");
  await expect(matching(page)).toHaveText("200 people");
}

/** The demo says how to sign in, and that it is one. */
async function enter(page: Page): Promise<void> {
  const mark = page.getByText("Everyone here is invented.");
  // The demo makes the history of a week first.
  await mark.waitFor({ timeout: 60_000 });
  await button(page, "Fill in").click();
  await button(page, "Sign in").click();
  await count(page, "200 people");
  await expect(mark).toBeVisible();
}

async function search(page: Page): Promise<void> {
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
}

async function filter(page: Page): Promise<void> {
  await filterBy(page, "Status", "Disabled");
  await expectOnly(page, "Disabled");
  await filterBy(page, "Status", "Any status");
  await filterBy(page, "Enrolment", "Waiting for first code");
  await count(page, "16 people match");
  await filterBy(page, "Status", "Disabled");
  await expect(heading(page, "Nobody matches")).toBeVisible();
  await button(page, "Clear search and filters").click();
  await count(page, "200 people");
}

async function sort(page: Page): Promise<void> {
  // The cell holds the external id too; its hint is the username alone.
  const readUsernames = async (): Promise<string[]> =>
    Promise.all(
      (await rows(page).all()).map(async (row) => (await row.getByRole("cell").nth(2).getAttribute("title")) ?? ""),
    );
  await filterBy(page, "Sort", "By username");
  await expect(rows(page).first()).toContainText("amelie.dvorak");
  const usernames = await readUsernames();
  expect(usernames).toEqual(usernames.toSorted());
  await filterBy(page, "Sort", "Newest first");
  await expect(rows(page).first()).not.toContainText("amelie.dvorak");
}

/** To the end: every page is loaded on the way. */
async function scroll(page: Page): Promise<void> {
  await filterBy(page, "Sort", "By name");
  await expect(rows(page).first()).toContainText("Amélie Dvořák");
  const end = page.locator('[role="row"][aria-rowindex="201"]');
  await expect(async () => {
    await rows(page).last().scrollIntoViewIfNeeded();
    await expect(end).toBeVisible({ timeout: 200 });
  }).toPass();
}

/** The audit tells how they came to be there. */
async function audit(page: Page): Promise<void> {
  await goTo(page, "Audit");
  await button(page, "Show older events").click();
  await expect(page.getByRole("main").getByRole("row")).toHaveCount(101);
  await button(page, "Verify the audit log").click();
  await count(page, "Audit log intact");
}

test("a newcomer finds, sorts, selects, enrols and changes many people in the demo, of which nothing is left", async ({
  dataDir,
}) => {
  const app = await launch(dataDir, ["--demo"]);
  const page = await app.firstWindow();
  await enter(page);
  const folder = await app.evaluate(({ app: main }) => main.getPath("userData"));
  expect(folder).toContain("countersign-demo-");
  expect(statSync(folder).mode & 0o777).toBe(0o700);

  await test.step("select by the keyboard", () => selectByKeyboard(page));
  await page.reload();
  for (const [name, act] of Object.entries({ search, filter, saveFilter, sort, scroll, jumpToLetters })) {
    await toEverybody(page);
    await test.step(name, () => act(page));
  }
  await toEverybody(page);
  await test.step("enrol a queue", () => enrolQueue(page, 5));
  await toEverybody(page);
  await test.step("disable all but one", () => disableAllButOne(page));
  await test.step("audit", () => audit(page));

  await app.close();
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(dataDir)).toBe(false);
});
