import { expect, type ElectronApplication, type Locator, type Page } from "@playwright/test";
import { approveByRecoveryKey, button, confirmWith, field, goTo, heading } from "./acts.ts";
import { openFile } from "./dialogs.ts";

/** What proves the owner where a sensitive act asks for it. */
export interface Proof {
  /** Null where a fresh code was given a moment ago. */
  code: string | null;
  recoveryKey: string;
}

export interface Bucket {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export type BackupTab = "Overview" | "Locations" | "Backup keys" | "Schedule" | "Create a file" | "Verify" | "Restore";

export async function openBackup(page: Page, tab: BackupTab): Promise<void> {
  await goTo(page, "Backup");
  await page.getByRole("tab", { name: tab }).click();
}

/** A backup is made, restored on trial and only then called saved. */
export async function expectSaved(page: Page): Promise<Locator> {
  const saved = page.getByRole("status").filter({ hasText: "The backup was saved" });
  await expect(saved).toBeVisible();
  return saved;
}

/** Creates a backup key and returns it as it is on the screen. */
export async function makeIdentity(page: Page, name: string, { code, recoveryKey }: Proof): Promise<string> {
  await openBackup(page, "Backup keys");
  await button(page, "Create a backup key").click();
  const dialog = page.getByRole("dialog", { name: "Create a backup key" });
  await field(dialog, "Name").fill(name);
  await button(dialog, "Create key").click();
  if (code !== null) await confirmWith(page, code);
  await approveByRecoveryKey(page, recoveryKey);
  const shown = page.getByRole("dialog", { name: `Backup key: ${name}` });
  const identity = (await shown.getByRole("group", { name: "Backup key" }).textContent()) ?? "";
  expect(identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/u);
  await expect(button(shown, "Close")).toBeDisabled();
  await shown.getByLabel("I have printed or saved it").check();
  await button(shown, "Close").click();
  await expect(page.getByRole("list", { name: "Backup keys" }).getByRole("listitem")).toContainText([name]);
  return identity;
}

/** Tells a bucket: in the form that adds a place, or in the one that restores. */
export async function fillBucket(form: Page | Locator, bucket: Bucket): Promise<void> {
  await field(form, "Address of the server").fill(bucket.endpoint);
  await field(form, "Region").fill(bucket.region);
  await field(form, "Bucket").fill(bucket.bucket);
  await field(form, "Access key").fill(bucket.accessKeyId);
  await field(form, "Secret key").fill(bucket.secretAccessKey);
}

export const places = (page: Page): Locator =>
  page.getByRole("list", { name: "Backup locations" }).getByRole("listitem");

export async function addFolder(app: ElectronApplication, page: Page, name: string, folder: string): Promise<void> {
  await openBackup(page, "Locations");
  await openFile(app, folder);
  await button(page, "Add a folder").click();
  const dialog = page.getByRole("dialog", { name: "Add a folder" });
  await field(dialog, "Name").fill(name);
  await button(dialog, "Choose a folder").click();
  await expect(dialog.getByRole("group", { name: "Folder" })).toHaveText(folder);
  await button(dialog, "Add").click();
  await expect(places(page).filter({ hasText: name })).toBeVisible();
}

/** Makes a backup at once and waits for what became of it. */
export async function backUpNow(page: Page): Promise<void> {
  await openBackup(page, "Overview");
  await button(page, "Back up now").click();
  await expect(heading(page, "State")).toBeVisible();
  await expect(page.getByText("It was test-restored without errors and is at every location.")).toBeVisible();
}

export const listedBackups = (page: Page): Locator => page.getByRole("list", { name: "Backups" }).locator("> li");
