import { existsSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  approveByRecoveryKey,
  button,
  check,
  confirmWith,
  field,
  goTo,
  heading,
  openPerson,
  submitSignIn,
} from "./support/acts.ts";
import { openBackup, expectSaved } from "./support/backup-acts.ts";
import { openFile, saveAs } from "./support/dialogs.ts";
import type { Prepared } from "./support/prepared.ts";

const passphrase = "an orchard behind the mill";

async function saveBackup(app: ElectronApplication, page: Page, file: string, proof: Prepared): Promise<void> {
  await openBackup(page, "Create a file");
  await saveAs(app, file);
  await button(page, "Choose where to save").click();
  await field(page, "Passphrase").fill(passphrase);
  await field(page, "Passphrase again").fill(passphrase);
  await button(page, "Create backup").click();
  await confirmWith(page, proof.owner.phone.next());
  await approveByRecoveryKey(page, proof.recoveryKey);
  await expectSaved(page);
}

/** The phone is lost; the person gets in with the first of their backup codes. */
async function losePhone(page: Page, { name, phone, backupCodes }: Prepared["ada"]): Promise<void> {
  await openPerson(page, name);
  await expect(await check(page, backupCodes[0] ?? "")).toContainText("Accepted");
  await button(page, "Actions for Phone").click();
  await page.getByRole("menuitem", { name: "Revoke permanently" }).click();
  await button(page.getByRole("dialog"), "Revoke permanently").click();
  await expect(page.getByRole("article", { name: "Authenticator Phone" })).toContainText("Revoked");
  await expect(await check(page, phone.next())).toContainText("belongs to Phone, which was revoked");
}

/** Somebody whom the backup does not know. */
async function addLatecomer(page: Page): Promise<void> {
  await goTo(page, "People");
  await button(page, "Add a person").click();
  await field(page, "Username").fill("latecomer");
  await button(page.getByRole("dialog"), "Add").click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("latecomer was added.");
  await page.keyboard.press("Escape");
}

async function openOlderBackup(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await openBackup(page, "Restore");
  await button(page, "Choose a backup to restore").click();
  await openFile(app, file);
  await button(page, "Choose a backup").click();
  await field(page, "Passphrase").fill(passphrase);
  await button(page, "Check the backup").click();
  await expect(page.getByRole("row", { name: "People" })).toContainText("1 fewer");
}

const since = (page: Page) => page.getByRole("table", { name: "Revoked or used since the backup" });

/** What would come back is counted and named before anything happens, and stays as it is unless somebody declines. */
async function review(page: Page, { username }: Prepared["ada"]): Promise<void> {
  await expect(since(page).getByRole("row", { name: "Authenticators revoked" })).toContainText("1");
  await expect(since(page).getByRole("row", { name: "Backup codes used" })).toContainText("1");
  const names = page.getByRole("region", { name: "Names" });
  await expect(names).toContainText(`${username}: Phone`);
  await expect(names).toContainText(`${username}: code 1`);
  await expect(page.getByLabel("Stays revoked and used (recommended)")).toBeChecked();
}

/** Only once the word is typed; what was there before is kept aside. */
async function replaceStore(page: Page, { owner, recoveryKey }: Prepared): Promise<void> {
  await expect(button(page, "Replace the database")).toBeDisabled();
  await field(page, "Type RESTORE to confirm").fill("restore");
  await button(page, "Replace the database").click();
  await confirmWith(page, owner.phone.next());
  await approveByRecoveryKey(page, recoveryKey);
  await expect(heading(page, "The backup was restored")).toBeVisible();
  await expect(page.getByText("Revocations and used codes since the backup were carried over")).toBeVisible();
  await expect(since(page).getByRole("row", { name: "Authenticators revoked" })).toContainText("1");
  await expect(since(page).getByRole("row", { name: "Backup codes used" })).toContainText("1");
  expect(existsSync((await page.locator(".mono.breakable").textContent()) ?? "")).toBe(true);
  await button(page, "Go to sign-in").click();
}

test("an older backup replaces the store after the word is typed, and brings back neither a revoked authenticator nor a used backup code", async ({
  signedIn: page,
  prepared,
  app,
  folder,
  keychain,
}) => {
  const { ada, owner } = prepared;
  const file = path.join(folder, "older.age");
  await test.step("back up", () => saveBackup(app, page, file, prepared));
  await test.step("a phone is lost", () => losePhone(page, ada));
  await test.step("somebody is added", () => addLatecomer(page));
  await test.step("look at the older backup", () => openOlderBackup(app, page, file));
  await test.step("both are named", () => review(page, ada));
  await test.step("restore", () => replaceStore(page, prepared));
  await test.step("sign in", async () => {
    if (!keychain) await button(page, "Unlock and sign in").click();
    if (!keychain) await field(page, "Passphrase").fill(owner.password);
    // The code that was given for the restore is used up in the restored store too.
    await submitSignIn(page, { ...owner, code: owner.phone.ahead() });
    await expect(page.getByRole("status").filter({ hasText: "2 people" })).toBeVisible();
  });
  await test.step("neither is accepted, and the next backup code is", async () => {
    await openPerson(page, ada.name);
    await expect(page.getByRole("article", { name: "Authenticator Phone" })).toContainText("Revoked");
    await expect(await check(page, ada.phone.ahead())).toContainText("Refused");
    await expect(await check(page, ada.backupCodes[0] ?? "")).toContainText("This backup code was used already.");
    await expect(await check(page, ada.backupCodes[1] ?? "")).toContainText("Accepted");
  });
});
