import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { requireTool } from "../support/tools.ts";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, openPerson } from "./support/acts.ts";
import { saveAs } from "./support/dialogs.ts";
import { Phone } from "./support/phone.ts";

/** Five wrong codes in a row are the limit: none of them has to wait. */
async function limitToFive(page: Page): Promise<void> {
  await goTo(page, "Policies");
  await field(page, "Wrong codes until locked").fill("5");
  await field(page, "Reason").fill("Few guesses");
  await button(page, "Save").click();
  await expect(page.getByRole("alert").filter({ hasText: "Saved" })).toBeVisible();
}

/** The letter of the one person who has no authenticator, as the camera of a phone reads it. */
async function printLetter(page: Page, pdf: string): Promise<Phone> {
  await goTo(page, "Letters");
  await page.getByRole("link", { name: "New letters" }).click();
  await page.getByRole("combobox", { name: "People" }).click();
  await page.getByRole("option", { name: /^Everyone/u }).click();
  await button(page, "Choose where to save").click();
  await button(page, /^Make \d+ letter/u).click();
  await expect(page.getByText("What to do now")).toBeVisible();
  const picture = pdf.replace(/\.pdf$/u, "");
  execFileSync(requireTool("pdftoppm"), ["-r", "150", "-png", "-singlefile", pdf, picture]);
  return Phone.scan(readFileSync(`${picture}.png`));
}

test("a guess at a letter that waits is stopped at the limit", async ({ signedIn: page, prepared, app, folder }) => {
  await limitToFive(page);
  const pdf = path.join(folder, "letters.pdf");
  await saveAs(app, pdf);
  const phone = await printLetter(page, pdf);

  await openPerson(page, prepared.grace.name);
  for (let guess = 0; guess < 5; guess += 1) {
    const verdict = await check(page, phone.wrong());
    await expect(verdict).toContainText("The code is wrong.");
    await expect(verdict).toContainText(/letter \S+ of \d+ \p{L}+ \d{4} is waiting for its first code/u);
    await expect(verdict.getByRole("link", { name: /^Print letter \S+ again$/u })).toBeVisible();
    await expect(field(page, "Code or backup code")).toHaveValue("");
  }
  await expect(await check(page, phone.next())).toContainText("Refused");

  await goTo(page, "Letters");
  await expect(page.getByRole("cell", { name: /^Void/u })).toHaveCount(1);
  await expect(page.getByRole("cell", { name: "Used", exact: true })).toHaveCount(0);
  await goTo(page, "Audit");
  await expect(page.getByRole("row").filter({ hasText: "Letter voided" })).toHaveCount(1);
});
