import { expect, type Page } from "@playwright/test";
import { button, field, heading, readBackupCodes, readRecoveryKey, repeatRecoveryKey, scan } from "./acts.ts";
import type { Phone } from "./phone.ts";
import { organisation } from "./prepared.ts";
import { keyring } from "./runtime.ts";

export const owner = { name: "olga", password: "correct horse battery 71" };

/** From the first screen to the console, as the owner. */
export async function setUp(page: Page): Promise<{ phone: Phone; recoveryKey: string }> {
  await expect(heading(page, "Welcome")).toBeVisible();
  await button(page, "Set up a new console").click();
  await field(page, "Organisation").fill(organisation);
  await button(page, "Next").click();

  await field(page, "Your name for signing in").fill(owner.name);
  await field(page, "Password").fill(owner.password);
  await field(page, "Password again").fill(owner.password);
  await expect(field(page, "Passphrase (optional)")).toHaveCount(keyring ? 0 : 1);
  await button(page, "Next").click();

  const recoveryKey = (await readRecoveryKey(page)).join("-");
  await repeatRecoveryKey(page);

  await expect(heading(page, "Your authenticator")).toBeVisible();
  const phone = await scan(page);
  expect(decodeURIComponent(phone.uri.pathname)).toContain(`${organisation}:${owner.name}`);
  const typed = await page.getByRole("group", { name: "Key for typing by hand" }).locator("code").allTextContents();
  expect(typed.join("")).toBe(phone.secret);
  await field(page, "Code from the app").fill(phone.next());

  await expect(heading(page, "Your backup codes")).toBeVisible();
  expect(new Set(await readBackupCodes(page)).size).toBe(10);
  await page.getByLabel("I have stored these").check();
  await button(page, "Open the console").click();
  await expect(heading(page, "People")).toBeVisible();
  return { phone, recoveryKey };
}

export interface Enrolled {
  phone: Phone;
  backupCodes: string[];
}

/** Adds a person and enrols their phone. */
export async function addAndEnrol(page: Page): Promise<Enrolled> {
  await button(page, "Add the first person").click();
  const dialog = page.getByRole("dialog", { name: "Add a person" });
  await field(dialog, "Username").fill("ada");
  await field(dialog, "Full name").fill("Ada Lovelace");
  await field(dialog, "E-mail").fill("ada@example.org");
  await button(dialog, "Add").click();
  await button(dialog, "Enrol now").click();

  await button(page, "Show the QR code").click();
  const phone = await scan(page);
  expect(decodeURIComponent(phone.uri.pathname)).toContain(`${organisation}:ada`);
  expect(phone.uri.searchParams.get("issuer")).toBe(organisation);
  await field(page, "Code from the app").fill(phone.next());

  const backupCodes = await readBackupCodes(page);
  expect(new Set(backupCodes).size).toBe(10);
  await page.getByLabel("Ada Lovelace has these codes").check();
  await button(page, "Next").click();
  await expect(heading(page, "Enrolled")).toBeVisible();
  await page.getByRole("link", { name: "Open the person" }).click();
  await expect(heading(page, "Ada Lovelace")).toBeVisible();
  return { phone, backupCodes };
}
