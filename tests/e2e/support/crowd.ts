import { expect, type Locator, type Page } from "@playwright/test";
import { button, field, heading, readBackupCodes, scan } from "./acts.ts";
import { tabTo } from "./keyboard.ts";

// What is done with the many people of the demo. Each begins with the whole list, unfiltered, and nobody selected.

const table = (page: Page): Locator => page.getByRole("table", { name: "People" });
const boxes = (page: Page): Locator => table(page).getByRole("checkbox", { name: /^Select (?!everyone)/u });
const chosen = (page: Page): Locator => page.getByRole("group", { name: "Selected people" }).getByRole("status");
export const matching = (page: Page): Locator => page.getByRole("status").filter({ hasText: /^\d+ (person|people)/u });

export async function filterBy(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** How many people the filters leave. */
async function countOf(page: Page): Promise<number> {
  await expect(matching(page)).toContainText("match");
  return Number(/\d+/u.exec((await matching(page).textContent()) ?? "")?.[0]);
}

/** All that match but one get another status, and each gets a verdict. */
export async function disableAllButOne(page: Page): Promise<void> {
  await filterBy(page, "Group", "Kitchen");
  const all = await countOf(page);
  await table(page).getByRole("checkbox", { name: "Select everyone on the list" }).check();
  await expect(chosen(page)).toHaveText(`${all} people selected`);
  const left = table(page).getByRole("row").nth(2);
  const spared = (await left.getByRole("link").textContent()) ?? "";
  await left.getByRole("checkbox").uncheck();
  await expect(chosen(page)).toHaveText(`${all - 1} people selected`);

  await button(page, "Set status").click();
  await page.getByRole("menuitem", { name: "Disabled" }).click();
  const dialog = page.getByRole("dialog", { name: `Disable: ${all - 1} people` });
  const verdicts = dialog.getByRole("table", { name: "Results" });
  const sums = dialog.getByLabel("Sums");
  await expect(sums).toContainText(`Total${all - 1}`);
  const will = Number(/Will be disabled(\d+)/u.exec((await sums.textContent()) ?? "")?.[1]);
  const already = all - 1 - will;
  expect(already).toBeGreaterThan(0);
  await expect(sums).toContainText(`No change needed${already}`);
  await expect(verdicts).toContainText("Will change");

  await button(dialog, new RegExp(`^Disable: ${will} `, "u")).click();
  await expect(dialog.getByRole("status")).toContainText(`${will} people were disabled; ${already} needed no change`);
  await expect(verdicts).toContainText("Changed");
  await expect(verdicts).not.toContainText(spared);
  await button(dialog, "Close").last().click();
  await expect(dialog).toBeHidden();
  await filterBy(page, "Status", "Active");
  await expect(matching(page)).toHaveText("1 person matches");
  await expect(table(page).getByRole("link", { name: spared, exact: true })).toBeVisible();
}

/** A filter is saved under a name and comes back by it. */
export async function saveFilter(page: Page): Promise<void> {
  await filterBy(page, "Group", "Workshop");
  await filterBy(page, "Status", "Disabled");
  const count = await countOf(page);
  await button(page, "Saved filters").click();
  await page.getByRole("menuitem", { name: "Save this filter" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this filter" });
  await field(dialog, "Name").fill("Workshop, disabled");
  await button(dialog, "Save").click();
  await expect(dialog).toBeHidden();

  await button(page, "Saved filters").click();
  await page.getByRole("menuitem", { name: "Still to enrol" }).click();
  await expect(page.getByRole("combobox", { name: "Enrolment" })).toHaveValue("Not enrolled");
  await expect(page.getByRole("combobox", { name: "Group" })).toHaveValue("");

  await button(page, "Saved filters").click();
  await page.getByRole("menuitem", { name: "Workshop, disabled" }).click();
  await expect(page.getByRole("combobox", { name: "Group" })).toHaveValue("Workshop");
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("Disabled");
  await expect(matching(page)).toHaveText(count === 1 ? "1 person matches" : `${count} people match`);
}

/** A letter leads to the names that begin with it. */
export async function jumpToLetters(page: Page): Promise<void> {
  const letter = (name: string) =>
    page.getByRole("group", { name: "Jump to a letter" }).getByRole("button", { name, exact: true });
  await letter("N").click();
  await expect(letter("N")).toHaveAttribute("aria-current", "true");
  await expect(
    table(page)
      .getByRole("link", { name: /^Núria/u })
      .first(),
  ).toBeInViewport();
  // A stroke is no other letter: Łucja stands at L.
  await letter("L").click();
  await expect(
    table(page)
      .getByRole("link", { name: /^Łucja/u })
      .first(),
  ).toBeInViewport();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(letter("K")).toBeFocused();
  await letter("Beginning of the list").click();
  await expect(
    table(page)
      .getByRole("link", { name: /^Amélie/u })
      .first(),
  ).toBeInViewport();
}

/** People are chosen with the keyboard alone, until one is opened. */
export async function selectByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  const links = table(page).getByRole("link");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("Space");
  await expect(chosen(page)).toHaveText("1 person selected");
  for (let row = 0; row < 3; row += 1) await page.keyboard.press("Shift+ArrowDown");
  await expect(chosen(page)).toHaveText("4 people selected");
  await expect(boxes(page).nth(3)).toBeChecked();
  await expect(boxes(page).nth(4)).not.toBeChecked();
  await page.keyboard.press("Control+a");
  await expect(chosen(page)).toHaveText("200 people selected");
  await page.keyboard.press("End");
  const last = table(page).getByRole("row").last().getByRole("link");
  await expect(last).toBeFocused();
  await page.keyboard.press("Space");
  await expect(chosen(page)).toHaveText("199 people selected");
  await page.keyboard.press("Home");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading(page, /^Amélie/u)).toBeVisible();
}

/** One person of a queue, whose enrolment is the page: by the keyboard only. */
async function enrolInQueue(page: Page, isLast: boolean): Promise<void> {
  const { keyboard } = page;
  await expect(button(page, "Show the QR code")).toBeFocused();
  await keyboard.press("Enter");
  const phone = await scan(page);
  await expect(field(page, "Code from the app")).toBeFocused();
  await keyboard.type(phone.next());
  await readBackupCodes(page);
  await expect(page.getByRole("checkbox", { name: /has these codes$/u })).toBeFocused();
  await keyboard.press("Space");
  await keyboard.press("Enter");
  await expect(heading(page, "Enrolled")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Next: .*, \d+ left$/u })).toBeFocused();
  if (!isLast) await keyboard.press("Enter");
}

/** A queue of people is enrolled by the keyboard only, without losing the place. */
export async function enrolQueue(page: Page, length: number): Promise<void> {
  const { keyboard } = page;
  const enrolment = page.getByRole("combobox", { name: "Enrolment" });
  await tabTo(page, enrolment);
  await keyboard.press("ArrowDown");
  const wanted = page.getByRole("option", { name: "Not enrolled", exact: true });
  await expect(wanted).toBeVisible();
  // Which option a key moves on from is known only once the list is shown.
  await keyboard.press("ArrowDown");
  await expect(wanted).toHaveAttribute("data-combobox-selected", "true");
  await keyboard.press("Enter");
  await expect(enrolment).toHaveValue("Not enrolled");
  const count = page.getByRole("status").filter({ hasText: /people match$/u });
  await expect(count).toBeVisible();
  const waiting = Number.parseInt((await count.textContent()) ?? "", 10);
  const rows = page.locator("[data-number] a");
  await tabTo(page, rows.first());
  await keyboard.press("ArrowDown");
  await expect(page.locator('[data-number="1"] a')).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Enrol a phone" })).toBeFocused();
  await keyboard.press("Enter");

  for (let enrolled = 1; enrolled <= length; enrolled += 1) await enrolInQueue(page, enrolled === length);

  await keyboard.press("Shift+Tab");
  await keyboard.press("Shift+Tab");
  await expect(page.getByRole("link", { name: "Back to people" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(enrolment).toHaveValue("Not enrolled");
  await expect(count).toHaveText(`${waiting - length} people match`);
  // The row where the queue began, with whoever stands there now.
  await expect(page.locator('[data-number="1"] a')).toBeFocused();
}
