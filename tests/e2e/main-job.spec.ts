import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expectSaved } from "./support/backup-acts.ts";
import { expect, keyring, launch, test } from "./fixtures.ts";
import {
  approveByRecoveryKey,
  button,
  check,
  confirmWith,
  field,
  goTo,
  heading,
  openPerson,
  signOut,
  submitSignIn,
} from "./support/acts.ts";
import { openFile, saveAs } from "./support/dialogs.ts";
import { addAndEnrol, type Enrolled, owner, setUp } from "./support/first-day.ts";
import { organisation } from "./support/prepared.ts";

const passphrase = "an orchard behind the mill";

/** A code counts once, and so does a backup code. */
async function checkCodes(page: Page, { phone, backupCodes }: Enrolled): Promise<void> {
  await expect(await check(page, phone.next())).toContainText("Accepted");
  const replayed = await check(page, phone.again());
  await expect(replayed).toContainText("Refused");
  await expect(replayed).toContainText("used already");
  await expect(await check(page, phone.wrong())).toContainText("The code is wrong.");

  const [backupCode = ""] = backupCodes;
  const accepted = await check(page, backupCode);
  await expect(accepted).toContainText("Accepted");
  await expect(accepted).toContainText("9 backup codes left");
  const second = await check(page, backupCode);
  await expect(second).toContainText("Refused");
  await expect(second).toContainText("This backup code was used already.");
}

async function saveBackup(
  app: ElectronApplication,
  page: Page,
  file: string,
  proof: Awaited<ReturnType<typeof setUp>>,
): Promise<void> {
  await goTo(page, "Backup");
  await page.getByRole("tab", { name: "Create a file" }).click();
  await saveAs(app, file);
  await button(page, "Choose where to save").click();
  await expect(page.getByRole("group", { name: "File" })).toHaveText(file);
  await field(page, "Passphrase").fill(passphrase);
  await field(page, "Passphrase again").fill(passphrase);
  await button(page, "Create backup").click();
  await confirmWith(page, proof.phone.next());
  await approveByRecoveryKey(page, proof.recoveryKey);
  await expect(await expectSaved(page)).toContainText(organisation);
}

async function restore(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await expect(heading(page, "Welcome")).toBeVisible();
  await button(page, "Restore from a backup").click();
  await openFile(app, file);
  await button(page, "Choose a backup").click();
  await field(page, "Passphrase").fill(passphrase);
  await button(page, "Check the backup").click();
  await button(page, "Restore").click();
  await expect(heading(page, "The backup was restored")).toBeVisible();
  await button(page, "Go to sign-in").click();
  if (keyring) return;
  // No keychain took the key over: the owner's password opens the store.
  await expect(heading(page, "Unlock the console")).toBeVisible();
  await button(page, "Unlock and sign in").click();
  await field(page, "Passphrase").fill(owner.password);
}

async function auditIsWhole(page: Page): Promise<void> {
  await goTo(page, "Audit");
  await button(page, "Verify the audit log").click();
  await expect(page.getByRole("status").filter({ hasText: "Audit log intact" })).toBeVisible();
  for (const event of [
    "Backup restored",
    "Person added",
    "Code checked",
    "Authenticator enrolled",
    "Set-up finished",
  ]) {
    await expect(page.getByRole("cell", { name: event }).first()).toBeVisible();
  }
}

test("an organisation's first day: set up, enrol, check, back up, lose the computer, restore", async ({ folder }) => {
  const backup = path.join(folder, "hospital.age");
  const first = await launch(path.join(folder, "first"));
  let page = await first.firstWindow();

  const proof = await test.step("first run", () => setUp(page));
  const { phone: ownerPhone } = proof;
  await test.step("sign out and in", async () => {
    await signOut(page);
    await submitSignIn(page, { ...owner, code: ownerPhone.next() });
    await expect(heading(page, "People")).toBeVisible();
  });
  const ada = await test.step("add and enrol a person", () => addAndEnrol(page));
  await test.step("check codes", () => checkCodes(page, ada));
  await test.step("back up", () => saveBackup(first, page, backup, proof));
  await first.close();

  const second = await launch(path.join(folder, "second"));
  page = await second.firstWindow();
  await test.step("restore on an empty computer", () => restore(second, page, backup));
  await test.step("sign in again", async () => {
    await submitSignIn(page, { ...owner, code: ownerPhone.again() });
    await expect(page.getByRole("alert")).toContainText("The name, the password or the code is wrong.");
    await submitSignIn(page, { ...owner, code: ownerPhone.ahead() });
    await expect(heading(page, "People")).toBeVisible();
  });
  await test.step("the person and their phone are there", async () => {
    await openPerson(page, "Ada Lovelace");
    await expect(page.getByText("9 of 10 codes left")).toBeVisible();
    // Nobody knows which codes were accepted since the backup: the restore used up those of the time until now.
    await expect(await check(page, ada.phone.again())).toContainText("used already");
    await expect(await check(page, ada.backupCodes[1] ?? "")).toContainText("Accepted");
    await expect(await check(page, ada.backupCodes[0] ?? "")).toContainText("used already");
  });
  await test.step("the audit verifies", () => auditIsWhole(page));
  await second.close();
});
