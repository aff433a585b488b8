import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, goTo, heading } from "./support/acts.ts";
import { saveAs } from "./support/dialogs.ts";

/** From the list of people: everyone on it. */
async function lettersForEverybody(page: Page): Promise<void> {
  await goTo(page, "People");
  await page.getByRole("checkbox", { name: "Select everyone on the list" }).check();
  await page.getByRole("link", { name: "Enrol by letter" }).click();
  await expect(heading(page, "New letters")).toBeVisible();
}

test("letters that are made twice for the same people void nothing", async ({
  signedIn: page,
  prepared,
  app,
  folder,
}) => {
  await lettersForEverybody(page);
  await saveAs(app, path.join(folder, "letters.pdf"));
  await button(page, "Choose where to save").click();
  await button(page, "Make 1 letter").click();
  await expect(page.getByText("What to do now")).toBeVisible();

  await lettersForEverybody(page);
  const details = page.getByRole("table", { name: "People to check" });
  const grace = details.getByRole("row").filter({ hasText: prepared.grace.name });
  await expect(grace).toContainText("Has a letter:");
  await expect(button(page, "Make letters")).toBeDisabled();
  await expect(page.getByText("will become void")).toHaveCount(0);

  await page.getByRole("switch", { name: "Include people who have a letter that can still be used" }).check({
    force: true,
  });
  await expect(page.getByText("1 unused letter will become void.")).toBeVisible();
  await expect(grace).toContainText("No longer valid: letter");

  await goTo(page, "Letters");
  await expect(page.getByRole("cell", { name: "Not used yet", exact: true })).toHaveCount(1);
  await expect(page.getByRole("cell", { name: "Void", exact: true })).toHaveCount(0);
});
