import path from "node:path";
import { expectSaved } from "./backup-acts.ts";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import {
  approvalDialog,
  button,
  check,
  confirmDialog,
  field,
  goTo,
  heading,
  readBackupCodes,
  repeatRecoveryKey,
  scan,
  submitSignIn,
} from "./acts.ts";
import { openFile, saveAs } from "./dialogs.ts";
import type { Prepared } from "./prepared.ts";
import { tourAdministration } from "./tour-administration.ts";
import { tourChoice, tourGroups, tourImport, tourPersonInFull, tourUserSide } from "./tour-directory.ts";
import { tourHardware, tourLetters, tourPolicies } from "./tour-supplies.ts";
import { tourNamedSystem, tourSystems } from "./tour-systems.ts";
import type { Visit } from "./visit.ts";

const passphrase = "an orchard behind the mill";

/** From the first screen of an empty folder to the console. */
export async function tourSetUp(page: Page, visit: Visit): Promise<void> {
  await expect(heading(page, "Welcome")).toBeVisible();
  await visit(page, "welcome");
  await button(page, "Set up a new console").click();
  await field(page, "Organisation").fill("Example Hospital");
  await visit(page, "setup-organisation");
  await button(page, "Next").click();
  await field(page, "Your name for signing in").fill("olga");
  await field(page, "Password").fill("correct horse battery 71");
  await field(page, "Password again").fill("correct horse battery 71");
  await expect(page.getByText(/^Very good|^Good/u)).toBeVisible();
  await visit(page, "setup-owner");
  await button(page, "Next").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
  await visit(page, "setup-recovery-key");
  await button(page, "I have stored it").click();
  await visit(page, "setup-recovery-proof");
  await button(page, "Show the key again").click();
  await repeatRecoveryKey(page);
  const scanned = await scan(page);
  await visit(page, "setup-authenticator");
  await page.reload();
  await expect(heading(page, "Set-up was not finished")).toBeVisible();
  await visit(page, "setup-unfinished");
  await field(page, "Password").fill("correct horse battery 71");
  await button(page, "Continue").click();
  await repeatRecoveryKey(page);
  await field(page, "Code from the app").fill(scanned.next());
  await readBackupCodes(page);
  await visit(page, "setup-backup-codes");
  await page.getByLabel("I have stored these").check();
  await button(page, "Open the console").click();
  await expect(heading(page, "No people yet")).toBeVisible();
  await visit(page, "people-none");
}

/** The screens before a session, of a prepared store without a keychain. */
export async function tourDoors(page: Page, prepared: Prepared, visit: Visit): Promise<void> {
  const { name, password, phone } = prepared.owner;
  await expect(heading(page, "Unlock the console")).toBeVisible();
  await visit(page, "unlock");
  await page.getByRole("tab", { name: "Recovery key", exact: true }).click();
  await expect(field(page, "Recovery key")).toBeVisible();
  await visit(page, "unlock-recovery-key");
  await button(page, "Unlock and sign in").click();
  await field(page, "Passphrase").fill(password);
  await visit(page, "sign-in-with-passphrase");
  await submitSignIn(page, { name, password, code: phone.wrong() });
  await expect(page.getByRole("alert")).toContainText("is wrong");
  await visit(page, "sign-in-refused");
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await submitSignIn(page, { name, password: `wrong ${attempt}`, code: "123456" });
    await expect(field(page, "Code")).toHaveValue("");
  }
  await expect(page.getByRole("alert")).toContainText("Too many wrong attempts.");
  await visit(page, "sign-in-throttled");
}

async function tourList(page: Page, visit: Visit): Promise<void> {
  await visit(page, "people");
  await field(page, "Search people").fill("zzz");
  await expect(heading(page, "Nobody matches")).toBeVisible();
  await visit(page, "people-nobody-matches");
  await button(page, "Clear search and filters").click();
  await button(page, "Add a person").click();
  const dialog = page.getByRole("dialog", { name: "Add a person" });
  await field(dialog, "Username").fill("amelie.dvorak");
  await field(dialog, "E-mail").fill("not an address");
  await button(dialog, "Add").click();
  await expect(field(dialog, "E-mail")).toHaveAccessibleDescription(/not an e-mail address/u);
  await visit(page, "person-add-refused");
  await field(dialog, "Username").fill("new.person");
  await field(dialog, "E-mail").fill("new.person@example.org");
  await field(dialog, "Full name").fill("New Person");
  await button(dialog, "Add").click();
  await expect(button(dialog, "Enrol now")).toBeVisible();
  await visit(page, "person-added");
}

/** Enrols the person that was just added, and gives a code and a backup code of theirs. */
async function tourEnrolment(page: Page, visit: Visit): Promise<{ code: string; wrong: string; backupCode: string }> {
  await button(page, "Enrol now").click();
  await button(page, "Advanced").click();
  await expect(field(page, "Label")).toBeVisible();
  await visit(page, "enrol-begin");
  await button(page, "Show the QR code").click();
  const phone = await scan(page);
  await visit(page, "enrol-scan");
  await goTo(page, "Audit");
  await expect(page.getByRole("dialog")).toBeVisible();
  await visit(page, "enrol-leave");
  await button(page, "Stay").click();
  await field(page, "Code from the app").fill(phone.next());
  const [backupCode = ""] = await readBackupCodes(page);
  await visit(page, "enrol-backup-codes");
  await page.getByLabel("New Person has these codes").check();
  await button(page, "Next").click();
  await expect(heading(page, "Enrolled")).toBeVisible();
  await visit(page, "enrol-done");
  return { code: phone.next(), wrong: phone.wrong(), backupCode };
}

/** Finds a person in the list by a state, and opens their page. */
async function openOne(page: Page, enrolment: string): Promise<void> {
  await goTo(page, "People");
  await page.getByRole("combobox", { name: "Enrolment" }).click();
  await page.getByRole("option", { name: enrolment, exact: true }).click();
  const rows = page
    .getByRole("table", { name: "People" })
    .getByRole("row")
    .filter({ has: page.getByRole("cell") });
  await expect(rows.first()).toContainText(enrolment);
  await rows.first().getByRole("link").click();
  await expect(heading(page, "Authenticators")).toBeVisible();
}

async function tourPersons(page: Page, app: ElectronApplication, visit: Visit): Promise<void> {
  await openOne(page, "Authenticator disabled");
  await visit(page, "person-authenticator-disabled");
  await openOne(page, "Not enrolled");
  await visit(page, "person-not-enrolled");
  await button(page, "Disable").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await visit(page, "person-disable");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await tourUserSide(page, app, visit);
  await goTo(page, "People");
  await field(page, "Search people").fill("New Person");
  await page.getByRole("link", { name: "New Person" }).click();
  await expect(heading(page, "New Person")).toBeVisible();
  await visit(page, "person");
}

async function tourHelpDesk(page: Page, visit: Visit, codes: { code: string; wrong: string; backupCode: string }) {
  const choose = async (): Promise<void> => {
    await page.getByLabel("Person", { exact: true }).fill("New P");
    await page.getByRole("option", { name: "New Person" }).click();
  };
  await goTo(page, "Check a code");
  await page.getByLabel("Person", { exact: true }).fill("mü");
  await expect(page.getByRole("option").first()).toBeVisible();
  await visit(page, "check-find");
  await choose();
  await visit(page, "check-chosen");
  await expect(await check(page, codes.wrong)).toContainText("Refused");
  await visit(page, "check-refused");
  await expect(await check(page, codes.code)).toContainText("Accepted");
  await choose();
  await expect(await check(page, codes.backupCode)).toContainText("9 backup codes left");
  await visit(page, "check-accepted");
}

async function tourAudit(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Audit");
  await expect(page.getByRole("cell", { name: "Sign-in", exact: true }).first()).toBeVisible();
  await visit(page, "audit");
  await button(page, "Verify the audit log").click();
  await expect(page.getByText("Audit log intact")).toBeVisible();
  await button(page, /^Details of event \d+$/u)
    .first()
    .click();
  await visit(page, "audit-verified");
}

async function tourBackup(page: Page, visit: Visit, app: ElectronApplication, folder: string): Promise<void> {
  const file = path.join(folder, "lighthouse.age");
  await goTo(page, "Backup");
  await page.getByRole("tab", { name: "Create a file" }).click();
  await saveAs(app, file);
  await button(page, "Choose where to save").click();
  await field(page, "Passphrase").fill(passphrase);
  await field(page, "Passphrase again").fill(passphrase);
  await visit(page, "backup-create");
  await button(page, "Create backup").click();
  for (const [dialog, done] of [
    [confirmDialog(page), "Confirm"],
    [approvalDialog(page), "Approve"],
  ] as const) {
    await button(dialog, "Fill in from the demo").click();
    await button(dialog, done).click();
  }
  await expectSaved(page);
  await visit(page, "backup-created");
  await page.getByRole("tab", { name: "Verify" }).click();
  await openFile(app, file);
  await button(page, "Choose a backup").click();
  await field(page, "Passphrase").fill(passphrase);
  await button(page, "Verify backup").click();
  await expect(page.getByText("This backup is intact and can be restored")).toBeVisible();
  await visit(page, "backup-verified");
  await page.getByRole("tab", { name: "Restore" }).click();
  await visit(page, "backup-restore");
  await button(page, "Choose a backup to restore").click();
  await expect(heading(page, "Restore from a backup")).toBeVisible();
  await visit(page, "restore");
  await button(page, "Back").click();
}

/** Into the demo with its 200 people. */
export async function enterDemo(page: Page, visit?: Visit): Promise<void> {
  await expect(heading(page, "Sign in")).toBeVisible();
  await visit?.(page, "demo-sign-in");
  await button(page, "Fill in").click();
  await button(page, "Sign in").click();
  await expect(page.getByRole("status").filter({ hasText: "200 people" })).toBeVisible();
}

/** Of the demo: its people, an enrolment, the help desk, and people in each state. */
export async function tourPeople(page: Page, app: ElectronApplication, visit: Visit): Promise<void> {
  await tourList(page, visit);
  const codes = await tourEnrolment(page, visit);
  await page.getByRole("link", { name: "Back to people" }).click();
  await tourHelpDesk(page, visit, codes);
  await tourPersons(page, app, visit);
  await tourPersonInFull(page, visit);
}

/** Of the demo: what is done for many people at once, and what they are given. */
export async function tourDirectory(page: Page, app: ElectronApplication, folder: string, visit: Visit): Promise<void> {
  await goTo(page, "People");
  await tourChoice(page, app, folder, visit);
  await tourGroups(page, visit);
  await tourImport(page, app, folder, visit);
  await tourLetters(page, app, folder, visit);
  await tourHardware(page, visit);
}

/** Of the demo: what owners and auditors look after, until the console is locked. */
export async function tourOffice(page: Page, app: ElectronApplication, folder: string, visit: Visit): Promise<void> {
  await tourSystems(page, app, folder, visit);
  await tourNamedSystem(page, visit);
  await tourPolicies(page, visit);
  await tourAudit(page, visit);
  await tourBackup(page, visit, app, folder);
  await tourAdministration(page, visit);
  await goTo(page, "Health");
  await expect(heading(page, "Findings")).toBeVisible();
  await visit(page, "health");
  await page.keyboard.press("Control+l");
  await expect(heading(page, "Locked")).toBeVisible();
  await visit(page, "locked");
  await button(page, "Sign out").click();
  await expect(heading(page, "Sign in")).toBeVisible();
}
