import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expect, launch, test } from "./fixtures.ts";
import {
  approveByRecoveryKey,
  button,
  check,
  confirmWith,
  field,
  goTo,
  heading,
  openPerson,
  signIn,
} from "./support/acts.ts";
import { addFolder, backUpNow, listedBackups, makeIdentity, openBackup, expectSaved } from "./support/backup-acts.ts";
import { openFile, saveAs } from "./support/dialogs.ts";
import type { Prepared } from "./support/prepared.ts";

const passphrase = "an orchard behind the mill";
const tab = (page: Page, name: string) => page.getByRole("tab", { name });
const chosen = (page: Page) => page.getByRole("group", { name: "File" });

async function fillBackup(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await goTo(page, "Backup");
  await tab(page, "Create a file").click();
  await saveAs(app, file);
  await button(page, "Choose where to save").click();
  await expect(chosen(page)).toHaveText(file);
  await field(page, "Passphrase").fill(passphrase);
  await field(page, "Passphrase again").fill(passphrase);
}

async function verify(app: ElectronApplication, page: Page, file: string, secret = passphrase): Promise<void> {
  await tab(page, "Verify").click();
  await openFile(app, file);
  await button(page, "Choose a backup").click();
  await expect(chosen(page)).toHaveText(file);
  await field(page, "Passphrase").fill(secret);
  await button(page, "Verify backup").click();
}

interface Desk {
  app: ElectronApplication;
  page: Page;
  /** Holds the data folder, and what is saved. */
  folder: string;
  /** The backup. */
  file: string;
}

/** A backup can be cancelled, and replaces a file only after a question. */
async function saveAtLast({ app, page, folder, file }: Desk, { owner, recoveryKey }: Prepared): Promise<void> {
  await fillBackup(app, page, file);
  await expect(page.getByText("has everybody’s authenticator keys. It needs a fresh code and a second")).toBeVisible();
  await button(page, "Create backup").click();
  await confirmWith(page, owner.phone.next());
  await approveByRecoveryKey(page, recoveryKey);
  await button(page.getByRole("group", { name: "Saving the backup" }), "Cancel").click();
  await expect(heading(page, "Save a backup")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(readdirSync(folder)).toEqual(["data"]);

  await saveAs(app, null);
  await button(page, "Choose where to save").click();
  await expect(chosen(page)).toHaveText(file);

  writeFileSync(file, "something else");
  await button(page, "Create backup").click();
  const question = page.getByRole("dialog", { name: "Replace the file?" });
  await button(question, "Cancel").click();
  expect(readFileSync(file, "utf8")).toBe("something else");
  await button(page, "Create backup").click();
  await button(question, "Replace the file").click();
  await approveByRecoveryKey(page, recoveryKey);
  await expectSaved(page);
  expect(readFileSync(file, "latin1")).toMatch(/^age-encryption\.org\/v1\n/u);
}

/** A backup is verified; a wrong passphrase, a damaged and a foreign file each get their own words. */
async function verifyEach({ app, page, folder, file }: Desk): Promise<void> {
  expect(statSync(file).mode & 0o777).toBe(0o600);

  await verify(app, page, file);
  const report = page.getByRole("status").filter({ hasText: "This backup is intact and can be restored" });
  await expect(report.getByRole("list", { name: "What was checked" }).getByRole("listitem")).not.toHaveCount(0);

  await verify(app, page, file, "not the passphrase");
  await expect(page.getByRole("alert")).toContainText("The passphrase does not open this backup.");

  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  const damaged = path.join(folder, "damaged.age");
  writeFileSync(damaged, bytes);
  await verify(app, page, damaged);
  await expect(page.getByRole("alert")).toContainText("This backup is damaged");

  const foreign = path.join(folder, "letter.age");
  writeFileSync(foreign, "Dear Grace,\n");
  await verify(app, page, foreign);
  await expect(page.getByRole("alert")).toContainText("not a backup that this console can read");
}

/** Somebody who was deleted comes back out of a backup. */
async function bringBack({ app, page, file }: Desk, { ada, grace, owner, recoveryKey }: Prepared): Promise<void> {
  await openPerson(page, ada.name);
  await button(page, "More about this person").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await field(dialog, `Type ${ada.username} to confirm`).fill(ada.username);
  await button(dialog, "Delete permanently").click();
  await expect(page.getByRole("status").filter({ hasText: "1 person" })).toBeVisible();

  await openBackup(page, "Restore");
  await page.getByLabel("Individual people who were deleted").check();
  await field(page, "Usernames").fill(`${ada.username}, ${grace.username}\nnobody`);
  await openFile(app, file);
  await button(page, "Choose a backup").click();
  await field(page, "Passphrase").fill(passphrase);
  await button(page, "Restore people").click();
  await confirmWith(page, owner.phone.next());
  await approveByRecoveryKey(page, recoveryKey);
  await expect(page.getByRole("status").filter({ hasText: "1 person was restored" })).toBeVisible();
  const rows = page.getByRole("table", { name: "Results" }).getByRole("row");
  await expect(rows).toContainText(["", "Restored", "Already here", "Not in the backup"]);
  await openPerson(page, ada.name);
  // No code counts of a step that had begun before.
  await expect(await check(page, ada.phone.ahead())).toContainText("Accepted");
}

test("a backup is cancelled, saved and verified, and brings somebody back who was deleted", async ({
  signedIn: page,
  prepared,
  app,
  folder,
}) => {
  const desk = { app, page, folder, file: path.join(folder, "hospital.age") };
  await test.step("save", () => saveAtLast(desk, prepared));
  await test.step("verify", () => verifyEach(desk));
  await test.step("bring back", () => bringBack(desk, prepared));
});

test("backups by themselves: a disk that goes away stays in sight until somebody has dealt with it", async ({
  prepared,
  dataDir,
  keychain,
  folder,
}) => {
  const disk = path.join(folder, "disk");
  mkdirSync(disk);
  const first = await launch(dataDir, [], { keychain });
  let page = await first.firstWindow();
  await signIn(page, prepared, keychain);
  const proof = { code: prepared.owner.phone.next(), recoveryKey: prepared.recoveryKey };
  await makeIdentity(page, "Safe in room 12", proof);
  await addFolder(first, page, "Disk in the cellar", disk);
  await tab(page, "Schedule").click();
  await page.getByLabel("Every day", { exact: true }).check();
  // Half a day away: none becomes due while the test runs.
  const hour = String((new Date().getHours() + 12) % 24).padStart(2, "0");
  await page.getByRole("combobox", { name: "Time" }).click();
  await page.getByRole("option", { name: `${hour}:00` }).click();
  for (const rule of ["Daily", "Weekly", "Monthly", "Yearly"]) await field(page, rule).fill("0");
  await field(page, "Last").fill("1");
  await button(page, "Save").click();
  await expect(page.getByText("Schedule saved")).toBeVisible();
  await first.close();

  const second = await launch(dataDir, [], { keychain });
  page = await second.firstWindow();
  await signIn(page, prepared, keychain);
  await openBackup(page, "Overview");
  await expect(listedBackups(page)).toContainText(["Scheduled"]);
  await expect(page.getByText(/^The next one is due in \d+ (?:hour|minute)s?/u)).toBeVisible();
  await backUpNow(page);
  await expect(listedBackups(page)).toHaveCount(2);
  expect(readdirSync(disk).filter((name) => name.endsWith(".age"))).toHaveLength(2);

  await tab(page, "Schedule").click();
  await button(page, "Show what would be removed").click();
  await expect(page.getByRole("status").filter({ hasText: "1 of 2 copies would be removed." })).toBeVisible();
  const rows = page.getByRole("table", { name: "What would be removed" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("Keep: ");
  await expect(rows.nth(2)).toContainText("Remove");

  renameSync(disk, `${disk}-taken-away`);
  await tab(page, "Overview").click();
  await button(page, "Back up now").click();
  await expect(page.getByRole("alert")).toContainText("The backup was not made");
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("Disk in the cellar");
  await goTo(page, "People");
  const notice = page.getByRole("status").filter({ hasText: "Backups need attention" });
  await expect(notice).toContainText("1 backup had problems.");
  await notice.getByRole("link", { name: "Go to the backups" }).click();
  await button(problems, /^I have dealt with this: /u).click();
  await expect(problems).toBeHidden();
  await goTo(page, "People");
  await expect(heading(page, "People")).toBeVisible();
  await expect(page.getByText("1 backup had problems.")).toBeHidden();
  await second.close();
});
