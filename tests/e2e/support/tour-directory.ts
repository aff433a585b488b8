import { writeFileSync } from "node:fs";
import path from "node:path";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import { button, check, field, goTo, heading, readBackupCodes, scan } from "./acts.ts";
import { openFile, saveAs } from "./dialogs.ts";
import { Phone } from "./phone.ts";
import type { Visit } from "./visit.ts";

export async function choose(page: Page, box: string, option: string | RegExp): Promise<void> {
  await page.getByRole("combobox", { name: box, exact: true }).click();
  await page.getByRole("option", { name: option, exact: typeof option === "string" }).click();
}

async function findPerson(page: Page, name: string): Promise<void> {
  await goTo(page, "People");
  await field(page, "Search people").fill(name);
  await page.getByRole("table", { name: "People" }).getByRole("link", { name, exact: true }).click();
  await expect(heading(page, name)).toBeVisible();
}

/** A choice over all pages, what would become of it, and the table that it can be written to. */
export async function tourChoice(page: Page, app: ElectronApplication, folder: string, visit: Visit): Promise<void> {
  const people = page.getByRole("table", { name: "People" });
  await people.getByRole("checkbox", { name: "Select everyone on the list" }).check();
  await people.getByRole("row").nth(3).getByRole("checkbox").uncheck();
  await expect(page.getByRole("group", { name: "Selected people" })).toContainText("people selected");
  await visit(page, "people-chosen");
  await button(page, "Set status").click();
  await page.getByRole("menuitem", { name: "Disabled" }).click();
  const bulk = page.getByRole("dialog");
  await expect(bulk.getByRole("table", { name: "Results" })).toBeVisible();
  await visit(page, "people-bulk-preview");
  await button(bulk, "Cancel").click();
  await expect(bulk).toBeHidden();
  await button(page.getByRole("group", { name: "Selected people" }), "Export").click();
  const dialog = page.getByRole("dialog", { name: "Export as a table" });
  await expect(dialog).toBeVisible();
  await visit(page, "people-export");
  await saveAs(app, path.join(folder, "people.csv"));
  await button(dialog, "Choose where to save").click();
  await expect(dialog.getByRole("status")).toContainText("people exported");
  await visit(page, "people-exported");
  await button(dialog, "Done").click();
  await button(page, "Clear selection").click();
}

export async function tourGroups(page: Page, visit: Visit): Promise<void> {
  await page.getByRole("link", { name: "Groups" }).click();
  await expect(page.getByRole("table", { name: "Groups" }).getByRole("cell").first()).toBeVisible();
  await visit(page, "groups");
  await goTo(page, "People");
}

/** Some rows are new, one changes somebody, one changes nothing, and some are refused. */
const table = [
  "Staff no;First name;Last name;Login;Mail;Team;Remarks",
  "LC-2001;Astrid;Lind;astrid.lind;astrid.lind@example.org;Workshop;",
  'LC-2002;Émile;Roux;emile.roux;emile.roux@example.org;Kitchen;"starts in March\nsecond shift"',
  "LC-2003;Wilma;Berg;wilma.berg;wilma.berg@example.org;Diving school;",
  "LC-1001;Amélie;Müller-Roth;amelie.mueller;amelie.mueller@example.org;Keepers;",
  "LC-2004;No;Login;;no.login@example.org;Workshop;",
  "LC-2005;Wrong;Address;wrong.address;not an address;Workshop;",
  "LC-2006;Astrid;Twice;ASTRID.LIND;twice@example.org;Kitchen;",
].join("\r\n");

export async function tourImport(page: Page, app: ElectronApplication, folder: string, visit: Visit): Promise<void> {
  const file = path.join(folder, "staff.csv");
  writeFileSync(file, table);
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await expect(button(page, "Choose a file")).toBeVisible();
  await visit(page, "import-file");
  await openFile(app, file);
  await button(page, "Choose a file").click();
  await expect(page.getByRole("table", { name: "Columns of the table" })).toBeVisible();
  await page.getByLabel(/^Field of column D Login$/u).selectOption({ label: "Username" });
  await page.getByLabel(/^Field of column F Team$/u).selectOption({ label: "Groups" });
  await heading(page, "Import people").scrollIntoViewIfNeeded();
  await visit(page, "import-columns");
  await button(page, "Check the rows").click();
  await expect(heading(page, "What the import would do")).toBeVisible();
  await visit(page, "import-dry-run");
  await button(page, "Skip the refused rows").click();
  await button(page, /^Import \d+/u).click();
  await expect(page.getByRole("status").filter({ hasText: "was partly imported" })).toBeVisible();
  await visit(page, "import-result");
  await page.getByRole("link", { name: "Go to people" }).click();
}

const rich = "Björn Müller";

/** Somebody with several authenticators, a hardware token, notes and groups; one has lost its time. */
export async function tourPersonInFull(page: Page, visit: Visit): Promise<void> {
  await findPerson(page, rich);
  await expect(page.getByRole("article", { name: "Authenticator Key-ring token" })).toBeVisible();
  await visit(page, "person-in-full");
  await button(page, "Actions for Phone").click();
  await page.getByRole("menuitem", { name: "Resynchronise" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await visit(page, "person-resync");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** The window that the person who is enrolled looks at, of whose page the console's window shows. */
export async function tourUserSide(page: Page, app: ElectronApplication, visit: Visit): Promise<void> {
  await page.getByRole("link", { name: "Enrol a phone" }).click();
  const opening = app.waitForEvent("window");
  await button(page, "Show on the person's screen").click();
  const user = await opening;
  await user.waitForLoadState();
  await expect(heading(user, "Turn the screen")).toBeVisible();
  await visit(user, "user-turn-screen");
  await button(user, "I am being enrolled: show my code").click();
  const phone = await scan(user);
  await visit(user, "user-scan");
  await visit(page, "enrol-on-users-screen");
  await field(user, "Code from the app").fill(phone.next());
  await readBackupCodes(user);
  await visit(user, "user-backup-codes");
  const closed = user.waitForEvent("close");
  await button(user, "I have written them down").click();
  await closed;
  await expect(page.getByRole("region", { name: "On the person's screen" })).toContainText("is closed");
}

/** Uses a letter: the first code of its phone makes the authenticator count. */
export async function useLetter(page: Page, letter: Buffer): Promise<void> {
  const phone = Phone.scan(letter);
  const username = decodeURIComponent(phone.uri.pathname).split(":").at(-1)?.trim() ?? "";
  await goTo(page, "People");
  await field(page, "Search people").fill(username);
  const rows = page
    .getByRole("table", { name: "People" })
    .getByRole("row")
    .filter({ has: page.getByRole("cell") });
  await expect(rows).toHaveCount(1);
  await rows.getByRole("link").click();
  await expect(await check(page, phone.next())).toContainText("Accepted");
}
