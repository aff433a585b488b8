import { existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import { approveByRecoveryKey, button, confirmWith, field, heading, openPerson } from "./acts.ts";
import { addFolder, backUpNow, fillBucket, listedBackups, openBackup, places } from "./backup-acts.ts";
import { openFile } from "./dialogs.ts";
import type { Prepared } from "./prepared.ts";
import type { Visit } from "./visit.ts";

const bucket = {
  endpoint: "https://s3.example.org",
  region: "eu-north-1",
  bucket: "hospital-backups",
  accessKeyId: "AKIAEXAMPLE",
  secretAccessKey: "only for this picture",
};

const toTop = (page: Page): Promise<void> => page.getByRole("main").evaluate((main) => main.scrollTo(0, 0));

/** Waits for a message in the corner, and until it has closed by itself: a click on its button could come too late. */
async function closedMessage(page: Page, words: string): Promise<void> {
  const message = page.getByRole("alert").filter({ hasText: words });
  await expect(message).toBeVisible();
  await expect(message).toBeHidden();
}

/** Creates a backup key and returns it, as if written down. */
async function tourIdentities(page: Page, { owner, recoveryKey }: Prepared, visit: Visit): Promise<string> {
  await openBackup(page, "Backup keys");
  await expect(heading(page, "No backup key yet")).toBeVisible();
  await visit(page, "identities-none");
  await button(page, "Create a backup key").click();
  await field(page.getByRole("dialog"), "Name").fill("Safe in room 12");
  await visit(page, "identity-make");
  await button(page, "Create key").click();
  await confirmWith(page, owner.phone.next());
  await approveByRecoveryKey(page, recoveryKey);
  const identity = page.getByRole("group", { name: "Backup key" });
  await expect(identity).toBeVisible();
  await visit(page, "identity-made");
  const text = (await identity.textContent()) ?? "";
  await page.getByLabel("I have printed or saved it").check();
  await button(page, "Close").click();
  await button(page, "Test this key").click();
  await field(page, "Backup key").fill(text);
  await visit(page, "identity-prove");
  await button(page, "Check").click();
  await closedMessage(page, "The key is correct");
  await visit(page, "identities");
  return text;
}

async function tourPlaces(page: Page, app: ElectronApplication, folders: Folders, visit: Visit): Promise<void> {
  await openBackup(page, "Locations");
  await expect(heading(page, "No locations yet")).toBeVisible();
  await visit(page, "places-none");
  await button(page, "Add a bucket").click();
  const dialog = page.getByRole("dialog", { name: "Add a bucket" });
  await field(dialog, "Name").fill("Bucket of the twin town");
  await fillBucket(dialog, bucket);
  await visit(page, "place-add-bucket");
  await button(dialog, "Cancel").click();
  await expect(dialog).toBeHidden();
  await addFolder(app, page, "Disk in the cellar", folders.cellar);
  await addFolder(app, page, "Share of the east wing", folders.share);
}

async function tourSchedule(page: Page, visit: Visit): Promise<void> {
  await openBackup(page, "Schedule");
  await page.getByLabel("Every day", { exact: true }).check();
  for (const rule of ["Daily", "Weekly", "Monthly", "Yearly"]) await field(page, rule).fill("0");
  await field(page, "Last").fill("1");
  await visit(page, "schedule");
  await button(page, "Save").click();
  await closedMessage(page, "Schedule saved");
}

async function tourOverview(page: Page, folders: Folders, visit: Visit): Promise<void> {
  for (const _ of [1, 2, 3]) await backUpNow(page);
  await button(page, /^Pin the backup of /u)
    .last()
    .click();
  await expect(listedBackups(page).last()).toContainText("Pinned");
  await toTop(page);
  await visit(page, "backups");
  await openBackup(page, "Schedule");
  await button(page, "Show what would be removed").click();
  const table = page.getByRole("table", { name: "What would be removed" });
  await expect(table.getByRole("row").last()).toBeVisible();
  await table.scrollIntoViewIfNeeded();
  await visit(page, "schedule-prune");
  renameSync(folders.cellar, `${folders.cellar}-away`);
  await openBackup(page, "Overview");
  await button(page, "Back up now").click();
  await expect(page.getByRole("alert")).toContainText("Not every location has the backup");
  await toTop(page);
  await visit(page, "backups-problem");
  await openBackup(page, "Locations");
  await expect(places(page).first()).toContainText("Needs attention");
  await visit(page, "places");
  renameSync(`${folders.cellar}-away`, folders.cellar);
}

async function deletePerson(page: Page, { ada }: Prepared): Promise<void> {
  await openPerson(page, ada.name);
  await button(page, "More about this person").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await field(page, `Type ${ada.username} to confirm`).fill(ada.username);
  await button(page, "Delete permanently").click();
  await expect(page.getByRole("status").filter({ hasText: "1 person" })).toBeVisible();
}

async function tourBringBack(page: Page, { ada, grace, ...prepared }: Prepared, identity: string, visit: Visit) {
  await openBackup(page, "Restore");
  await page.getByLabel("Individual people who were deleted").check();
  await field(page, "Usernames").fill(`${ada.username}\n${grace.username}\nalan`);
  await page.getByLabel("At a backup location").check();
  await page.getByRole("combobox", { name: "Location" }).click();
  await page.getByRole("option", { name: "Disk in the cellar" }).click();
  await page
    .getByRole("radio", { name: /countersign-/u })
    .first()
    .check();
  await page.getByLabel("A backup key").check();
  await field(page, "Backup key").fill(identity);
  await visit(page, "bring-back");
  await button(page, "Restore people").click();
  await confirmWith(page, prepared.owner.phone.next());
  await approveByRecoveryKey(page, prepared.recoveryKey);
  await expect(page.getByText("1 person was restored")).toBeVisible();
  await visit(page, "brought-back");
}

async function tourPreview(page: Page, identity: string, visit: Visit): Promise<void> {
  await openBackup(page, "Overview");
  await button(page, /^Restore the backup of /u)
    .last()
    .click();
  await page.getByLabel("A backup key").check();
  await field(page, "Backup key").fill(identity);
  await visit(page, "restore-chosen");
  await button(page, "Check the backup").click();
  await expect(heading(page, "What is in the backup")).toBeVisible();
  await visit(page, "restore-preview");
  await button(page, "Choose another").click();
  await button(page, "Back").click();
}

export interface Folders {
  cellar: string;
  share: string;
}

/** Automatic backups, from nothing to a restore. */
export async function tourBackups(
  page: Page,
  { app, prepared, folder }: { app: ElectronApplication; prepared: Prepared; folder: string },
  visit: Visit,
): Promise<Folders> {
  const folders = { cellar: path.join(folder, "cellar"), share: path.join(folder, "share") };
  for (const one of Object.values(folders)) if (!existsSync(one)) mkdirSync(one, { recursive: true });
  await openBackup(page, "Overview");
  await expect(page.getByText("No backups yet.")).toBeVisible();
  await visit(page, "backups-none");
  const identity = await tourIdentities(page, prepared, visit);
  await tourPlaces(page, app, folders, visit);
  await tourSchedule(page, visit);
  await tourOverview(page, folders, visit);
  await deletePerson(page, prepared);
  await tourPreview(page, identity, visit);
  await tourBringBack(page, prepared, identity, visit);
  return folders;
}

/** On a computer that knows nothing: a bucket, and a folder with what is in it. */
export async function tourRestoreElsewhere(
  page: Page,
  app: ElectronApplication,
  { cellar }: Folders,
  visit: Visit,
): Promise<void> {
  await button(page, "Restore from a backup").click();
  await page.getByLabel("In a bucket or a folder").check();
  await fillBucket(page, bucket);
  await visit(page, "restore-bucket");
  await page.getByLabel("A folder", { exact: true }).check();
  await openFile(app, cellar);
  await button(page, "Choose a folder").click();
  await button(page, "Show what is there").click();
  await page
    .getByRole("radio", { name: /countersign-/u })
    .first()
    .check();
  await page.getByLabel("A backup key").check();
  await visit(page, "restore-folder");
}
