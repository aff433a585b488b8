import path from "node:path";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import { button, field, goTo, heading } from "./acts.ts";
import { saveAs } from "./dialogs.ts";
import { firstPage } from "./paper.ts";
import { choose, useLetter } from "./tour-directory.ts";
import type { Visit } from "./visit.ts";

/** New letters for some people, one of them used, and the list in which each has its state. */
export async function tourLetters(page: Page, app: ElectronApplication, folder: string, visit: Visit): Promise<void> {
  const pdf = path.join(folder, "letters.pdf");
  await goTo(page, "People");
  await choose(page, "Enrolment", "Not enrolled");
  await expect(page.getByRole("status").filter({ hasText: "people match" })).toBeVisible();
  const boxes = page.getByRole("table", { name: "People" }).getByRole("checkbox", { name: /^Select A/u });
  for (const row of [0, 1, 2]) await boxes.nth(row).check();
  await page.getByRole("link", { name: "Enrol by letter" }).click();
  await saveAs(app, pdf);
  await button(page, "Choose where to save").click();
  await expect(button(page, /^Make \d+ letters/u)).toBeEnabled();
  await heading(page, "New letters").scrollIntoViewIfNeeded();
  await visit(page, "letters-new");
  await button(page, /^Make \d+ letters/u).click();
  await expect(page.getByText("What to do now")).toBeVisible();
  await visit(page, "letters-result");
  await useLetter(page, firstPage(pdf));
  await goTo(page, "Letters");
  await expect(page.getByRole("cell", { name: "Used", exact: true })).toBeVisible();
  await visit(page, "letters");
  await choose(page, "State", "Not used yet");
  await page
    .getByRole("checkbox", { name: /^Select letter/u })
    .nth(1)
    .check();
  await button(page, "Reprint").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await visit(page, "letters-reprint");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Templates" }).click();
  await expect(page.getByRole("img", { name: "The letter as it would be printed" })).toBeVisible();
  await visit(page, "letter-template");
}

export async function tourHardware(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Hardware tokens");
  await expect(page.getByRole("table", { name: "Hardware tokens" }).getByText("Assigned").first()).toBeVisible();
  await visit(page, "hardware");
  await button(page, "Add a token").click();
  const adding = page.getByRole("dialog", { name: "Add a hardware token" });
  await field(adding, "Serial number").fill("KR-20419");
  await visit(page, "hardware-add");
  await page.keyboard.press("Escape");
  await visit(page, "discard-question");
  await button(page, "Discard").click();
  await expect(adding).toBeHidden();
  await field(page, "Search hardware tokens").fill("KR-20411");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("cannot be assigned");
  await expect(page.getByRole("table", { name: "Hardware tokens" }).getByRole("row")).toHaveCount(2);
  await visit(page, "hardware-scan-refused");
  await field(page, "Search hardware tokens").fill("KR-20416");
  await page.keyboard.press("Enter");
  const assigning = page.getByRole("dialog", { name: "Assign KR-20416" });
  await assigning.getByRole("combobox", { name: "Person" }).fill("zoe.muel");
  await page.getByRole("option", { name: /Zoë Müller/u }).click();
  await visit(page, "hardware-assign");
  await page.keyboard.press("Escape");
  await button(page, "Discard").click();
  await expect(assigning).toBeHidden();
}

export async function tourPolicies(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Policies");
  await expect(heading(page, "Authenticators")).toBeVisible();
  await visit(page, "policies");
  const setting = (name: string) => page.getByRole("group", { name, exact: true });
  await setting("Codes in a set").getByRole("textbox").fill("12");
  await setting("Kinds").getByRole("checkbox", { name: /HOTP/u }).check();
  await expect(page.getByRole("list", { name: "Changes" })).toContainText("10 → 12");
  await visit(page, "policies-changes");
  await setting("Default digits").getByText("8 digits", { exact: true }).click();
  await setting("Digits").getByRole("checkbox", { name: "8 digits" }).uncheck();
  await expect(page.getByText("Correct the marked settings first.")).toBeVisible();
  await visit(page, "policies-contradiction");
  await button(page, "Discard").click();
}
