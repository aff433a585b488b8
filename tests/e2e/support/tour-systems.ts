import { writeFileSync } from "node:fs";
import path from "node:path";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import { button, goTo, heading } from "./acts.ts";
import { openFile } from "./dialogs.ts";
import type { Visit } from "./visit.ts";

const key = "MEQGWZLZEBXWMIDUO5SW45DZEBRHS5DF";

/** What a phone's export may hold: somebody's account, nobody's, and what the console does not have. */
const list = [
  `otpauth://totp/Example%20VPN:amelie.mueller?secret=${key}&issuer=Example%20VPN&image=https%3A%2F%2Fexample.org%2Fa.png`,
  `otpauth://totp/Example%20Mail:somebody.else?secret=${key}&issuer=Example%20Mail&digits=8`,
  `otpauth://totp/Example%20Chat:amelie.mueller%40old.example?secret=${key}&issuer=Example%20Chat&digits=8`,
  `otpauth://totp/Example%20Shop:gamer?secret=${key}&issuer=Example%20Shop&encoder=steam`,
  `otpauth://totp/Example%20Bank:amelie.mueller?secret=${key}&issuer=Example%20Bank&period=45`,
].join("\n");

/** Authenticators from another program, and what would fit another system. */
export async function tourSystems(page: Page, app: ElectronApplication, folder: string, visit: Visit): Promise<void> {
  await goTo(page, "Systems");
  await expect(heading(page, "No systems yet")).toBeVisible();
  await visit(page, "systems-empty");
  await page.getByRole("link", { name: "Import authenticators" }).click();
  await expect(heading(page, "Nothing has been imported yet")).toBeVisible();
  await visit(page, "import-seeds-file");
  const file = path.join(folder, "phone.txt");
  writeFileSync(file, list);
  await openFile(app, file);
  await button(page, "Choose a file").click();
  await expect(heading(page, "What the import would do")).toBeVisible();
  await button(page, /All entries/u).click();
  await visit(page, "import-seeds-check");
  await button(page, /^Choose \d owners/u).click();
  await button(page, "Skip").click();
  await expect(page.getByText("Whose is entry 3?")).toBeVisible();
  await visit(page, "import-seeds-owner");
  await button(page, /^Amélie Müller/u).click();
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "Create the people" }).check();
  await expect(heading(page, "What the import would do")).toBeVisible();
  await button(page, /^Import \d/u).click();
  await expect(page.getByText(/^phone\.txt was partly imported/u)).toBeVisible();
  await visit(page, "import-seeds-done");
  await page.getByRole("link", { name: "Systems" }).first().click();
  await page.getByRole("combobox", { name: "Form", exact: true }).click();
  await page.getByRole("option", { name: "Microsoft Entra ID", exact: true }).click();
  await button(page, "Check what fits").click();
  await expect(page.getByText(/would be left out$/u)).toBeVisible();
  await visit(page, "export-checked");
}

/** A system that is remembered, before and after it was handed keys. */
export async function tourNamedSystem(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Systems");
  await button(page, "Add a system").click();
  const dialog = page.getByRole("dialog", { name: "Add a system" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("VPN of the branch offices");
  await dialog.getByRole("combobox", { name: "Form", exact: true }).click();
  await page.getByRole("option", { name: "Microsoft Entra ID", exact: true }).click();
  await visit(page, "system-add");
  await button(dialog, "Add a system").click();
  await expect(heading(page, "What it does not have yet")).toBeVisible();
  await visit(page, "system");
  await button(page, "Change").click();
  const changing = page.getByRole("dialog", { name: "Change VPN of the branch offices" });
  await changing.getByRole("checkbox", { name: "New authenticators must fit this system" }).check();
  await visit(page, "system-change");
  await button(changing, "Cancel").click();
  await goTo(page, "Systems");
  await expect(page.getByRole("link", { name: "VPN of the branch offices" })).toBeVisible();
  await visit(page, "systems");
}
