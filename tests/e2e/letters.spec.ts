import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { requireTool } from "../support/tools.ts";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, heading, openPerson } from "./support/acts.ts";
import { openFile, saveAs } from "./support/dialogs.ts";
import { firstPage } from "./support/paper.ts";
import { Phone } from "./support/phone.ts";
import type { Prepared } from "./support/prepared.ts";

interface Desk {
  app: ElectronApplication;
  page: Page;
  folder: string;
}

/** Widths and heights of the pictures in a PDF. The QR codes are drawn, and none of them. */
const picturesIn = (pdf: string): string[] =>
  execFileSync(requireTool("pdfimages"), ["-list", pdf], { encoding: "utf8" })
    .trim()
    .split("\n")
    .slice(2)
    .map((line) => line.trim().split(/\s+/u))
    .filter(([, , type]) => type === "image")
    .map(([, , , width, height]) => `${width} x ${height}`);

/** Gives the template a logo. @returns its width and height */
async function giveLogo({ app, page, folder }: Desk): Promise<string> {
  const logo = path.join(folder, "logo.png");
  await goTo(page, "Letters");
  const picture = await heading(page, "Letters").screenshot();
  writeFileSync(logo, picture);
  await page.getByRole("link", { name: "Templates" }).click();
  await openFile(app, logo);
  await button(page, "Choose a picture").click();
  await expect(page.getByRole("img", { name: "The logo" })).toBeVisible();
  await button(page, "Save").click();
  await expect(page.getByRole("status").filter({ hasText: "Not saved yet" })).toHaveCount(0);
  await expect(page.getByRole("alert")).toHaveCount(0);
  // Its header says how large a PNG is.
  return `${picture.readUInt32BE(16)} x ${picture.readUInt32BE(20)}`;
}

/** From the list of people: everyone on it. */
async function lettersForEverybody(page: Page): Promise<void> {
  await goTo(page, "People");
  await page.getByRole("checkbox", { name: "Select everyone on the list" }).check();
  await page.getByRole("link", { name: "Enrol by letter" }).click();
  await expect(heading(page, "New letters")).toBeVisible();
}

/** The letter of the one person who has no authenticator, as the camera of a phone reads it. */
async function printLetter({ app, page, folder }: Desk, logo: string, { grace }: Prepared): Promise<Phone> {
  const pdf = path.join(folder, "letters.pdf");
  await lettersForEverybody(page);
  await saveAs(app, pdf);
  await button(page, "Choose where to save").click();
  await button(page, "Make 1 letter").click();
  await expect(page.getByText("What to do now")).toBeVisible();
  expect(picturesIn(pdf)).toEqual([logo]);
  const phone = Phone.scan(firstPage(pdf));
  expect(phone.uri.pathname).toContain(grace.username);
  return phone;
}

/** Letters that are made twice for the same people void nothing. */
async function askForItAgain(page: Page, { grace }: Prepared): Promise<void> {
  await lettersForEverybody(page);
  const details = page.getByRole("table", { name: "People to check" });
  const row = details.getByRole("row").filter({ hasText: grace.name });
  await expect(row).toContainText("Has a letter:");
  await expect(button(page, "Make letters")).toBeDisabled();
  await expect(page.getByText("will become void")).toHaveCount(0);

  await page.getByRole("switch", { name: "Include people who have a letter that can still be used" }).check({
    force: true,
  });
  await expect(page.getByText("1 unused letter will become void.")).toBeVisible();
  await expect(row).toContainText("No longer valid: letter");

  await goTo(page, "Letters");
  await expect(page.getByRole("cell", { name: "Not used yet", exact: true })).toHaveCount(1);
  await expect(page.getByRole("cell", { name: "Void", exact: true })).toHaveCount(0);
}

/** Five wrong codes in a row are the limit: none of them has to wait. */
async function limitToFive(page: Page): Promise<void> {
  await goTo(page, "Policies");
  await field(page, "Wrong codes until locked").fill("5");
  await field(page, "Reason").fill("Few guesses");
  await button(page, "Save").click();
  await expect(page.getByRole("alert").filter({ hasText: "Saved" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Changes" })).toHaveCount(0);
}

/** A guess at a letter that waits is stopped at the limit. */
async function guess(page: Page, phone: Phone, { grace }: Prepared): Promise<void> {
  await openPerson(page, grace.name);
  for (let wrong = 0; wrong < 5; wrong += 1) {
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
}

test("a letter carries the logo of its template, is made once, and a guess at it is stopped at the limit", async ({
  signedIn: page,
  prepared,
  app,
  folder,
}) => {
  const desk = { app, page, folder };
  const logo = await test.step("a logo", () => giveLogo(desk));
  const phone = await test.step("a letter", () => printLetter(desk, logo, prepared));
  await test.step("asked for again, it voids nothing", () => askForItAgain(page, prepared));
  await test.step("a limit", () => limitToFive(page));
  await test.step("guesses", () => guess(page, phone, prepared));
});
