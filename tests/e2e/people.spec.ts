import path from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, heading, openPerson, readBackupCodes, scan } from "./support/acts.ts";
import type { Enrolled } from "./support/first-day.ts";
import { printed, savedAsPdf } from "./support/paper.ts";
import { organisation, type Prepared } from "./support/prepared.ts";

const addDialog = (page: Page): Locator => page.getByRole("dialog", { name: "Add a person" });

async function confirm(page: Page, label: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await button(dialog, label).click();
  await expect(dialog).toBeHidden();
}

/** Opens the menu of an authenticator and chooses from it. */
async function act(page: Page, label: string, item: string): Promise<void> {
  await button(page, `Actions for ${label}`).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** A taken username and bad input are told at their fields. */
async function addWithFaults(page: Page): Promise<void> {
  await button(page, "Add a person").click();
  const dialog = addDialog(page);
  const username = field(dialog, "Username");
  const wrong: [typed: string, message: RegExp][] = [
    ["ADA", /taken/u],
    ["ａｄａ", /taken/u],
    ["two words", /spaces/u],
    ["with:colon", /colons/u],
    ["abc\u202Edef", /reading direction/u],
    ["zero\u200Bwidth", /invisible/u],
  ];
  for (const [typed, message] of wrong) {
    await username.fill(typed);
    await button(dialog, "Add").click();
    await expect(username).toHaveAccessibleDescription(message);
  }
  await username.fill("x".repeat(10_000));
  await expect(username).toHaveValue("x".repeat(128));
  await username.fill("alan");
  await field(dialog, "Full name").fill("Alan\u2066Turing");
  await field(dialog, "E-mail").fill("not an address");
  await button(dialog, "Add").click();
  await expect(field(dialog, "Full name")).toHaveAccessibleDescription(/reading direction/u);
  await expect(field(dialog, "E-mail")).toHaveAccessibleDescription(/not an e-mail address/u);
  await field(dialog, "Full name").fill("محمد العربي");
  await field(dialog, "E-mail").fill("");
  await button(dialog, "Add").click();
  await expect(dialog.getByRole("status")).toContainText("محمد العربي was added.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("status").filter({ hasText: "3 people" })).toBeVisible();
}

/** A person is edited, and a taken name is refused there too. */
async function edit(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await button(page, "Edit").click();
  const dialog = page.getByRole("dialog", { name: "Edit" });
  await field(dialog, "Username").fill("Ada");
  await button(dialog, "Save").click();
  await expect(field(dialog, "Username")).toHaveAccessibleDescription(/taken/u);
  await field(dialog, "Username").fill("ghopper");
  await field(dialog, "Full name").fill("Grace Brewster Hopper");
  await button(dialog, "Save").click();
  await expect(dialog).toBeHidden();
  await expect(heading(page, "Grace Brewster Hopper")).toBeVisible();
  await expect(page.getByRole("main").getByText("ghopper").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent events" })).toContainText("Person edited");
}

/** An enrolment that is stopped leaves nothing pending. */
async function stopEnrolment(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await page.getByRole("link", { name: "Enrol now" }).click();
  await button(page, "Show the QR code").click();
  await scan(page);
  await button(page, "Cancel").click();
  await button(page.getByRole("dialog"), "Cancel enrolment").click();
  await expect(heading(page, "No authenticator yet")).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent events" })).toContainText("Enrolment cancelled");
}

/** A pending enrolment and unsaved codes are not left by accident. */
async function leaveEnrolment(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await page.getByRole("link", { name: "Enrol now" }).click();
  await button(page, "Show the QR code").click();
  await scan(page);
  await goTo(page, "Audit");
  const question = page.getByRole("dialog", { name: `Cancel enrolment of ${name}?` });
  await expect(question).toBeVisible();
  await button(question, "Stay").click();
  await expect(question).toBeHidden();
  const phone = await scan(page);
  await field(page, "Code from the app").fill(phone.next());
  await readBackupCodes(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click();
  const codes = page.getByRole("dialog", { name: "Leave without storing the codes?" });
  await button(codes, "Leave").click();
  await expect(heading(page, "People")).toBeVisible();
}

test("people are added, edited and enrolled, and what is not finished is not left by accident", async ({
  signedIn: page,
  prepared,
}) => {
  await test.step("add", () => addWithFaults(page));
  await test.step("stop an enrolment", () => stopEnrolment(page, prepared.grace.name));
  await test.step("leave an enrolment", () => leaveEnrolment(page, prepared.grace.name));
  await test.step("edit", () => edit(page, prepared.grace.name));
});

/** No code of a disabled person is accepted until they are enabled. */
async function disablePerson(page: Page, { name, phone, backupCodes }: Prepared["ada"]): Promise<void> {
  await button(page, "Disable").click();
  await expect(page.getByRole("dialog")).toContainText(`${name}'s codes and backup codes are no longer accepted.`);
  await confirm(page, "Disable this person");
  await expect(button(page, "Enable")).toBeVisible();
  await expect(page.getByRole("link", { name: "Enrol a phone" })).toHaveCount(0);
  const code = phone.next();
  await expect(await check(page, code)).toContainText("This person is disabled.");
  await expect(await check(page, backupCodes[0] ?? "")).toContainText("This person is disabled.");

  await button(page, "Enable").click();
  await confirm(page, "Enable this person");
  await expect(button(page, "Disable")).toBeVisible();
  await expect(await check(page, code)).toContainText("Accepted");
}

/** No code of a disabled authenticator is accepted until it is enabled. */
async function disableAuthenticator(page: Page, { phone }: Prepared["ada"]): Promise<void> {
  const card = page.getByRole("article", { name: "Authenticator Phone" });
  await act(page, "Phone", "Disable");
  await confirm(page, "Disable this authenticator");
  await expect(card).toContainText("Disabled");
  const code = phone.next();
  await expect(await check(page, code)).toContainText("This authenticator is disabled: Phone.");

  await act(page, "Phone", "Enable");
  await confirm(page, "Enable this authenticator");
  await expect(card).toContainText("Active");
  await expect(await check(page, code)).toContainText("Accepted");
}

/** What must not come back is given on paper, in a PDF and on the clipboard. */
async function onPaper(
  app: ElectronApplication,
  page: Page,
  codes: readonly string[],
  { username, file }: { username: string; file: string },
): Promise<void> {
  const paper = await printed(app);
  for (const code of codes) expect(paper).toContain(code);
  expect(paper).toContain(organisation);
  expect(paper).toContain(username);
  // The page for the printer, not the window.
  expect(paper).not.toContain("Recent events");
  await expect(page.getByRole("dialog")).toBeVisible();

  const pdf = await savedAsPdf(app, page, file);
  for (const code of codes) expect(pdf).toContain(code);
  expect(pdf).toContain(username);

  await button(page, "Copy").click();
  await expect(page.getByText("The clipboard will be cleared in one minute.")).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied.split("\n")).toEqual(codes);
}

/** New backup codes make the old ones void. @returns the new ones */
async function renewCodes(
  page: Page,
  ada: Prepared["ada"],
  { app, file }: { app: ElectronApplication; file: string },
): Promise<string[]> {
  const { name, username, backupCodes } = ada;
  await button(page, "Make new codes").click();
  await expect(page.getByRole("dialog")).toContainText("The remaining codes stop working");
  await button(page.getByRole("dialog"), "Make new codes now").click();
  const dialog = page.getByRole("dialog", { name: `New backup codes for ${name}` });
  await expect(dialog).toBeVisible();
  const fresh = await readBackupCodes(page);
  expect(fresh.filter((code) => backupCodes.includes(code))).toEqual([]);
  await onPaper(app, page, fresh, { username, file });
  // They are not shown again, so the dialog stays until they are acknowledged.
  await page.keyboard.press("Escape");
  await expect(button(dialog, "Done")).toBeDisabled();
  await page.getByLabel(`${name} has these codes`).check();
  await button(dialog, "Done").click();
  await expect(dialog).toBeHidden();
  await expect(await check(page, backupCodes[0] ?? "")).toContainText(
    "This backup code is from an earlier set, which is void since",
  );
  await expect(await check(page, fresh[0] ?? "")).toContainText("Accepted");
  return fresh;
}

/** A new phone replaces the old one, which works until the new one is proven. */
async function replacePhone(page: Page, { name, phone, backupCodes }: Prepared["ada"]): Promise<Enrolled> {
  await act(page, "Phone", "Replace phone");
  await expect(page.getByText("continues to work until the new one is confirmed")).toBeVisible();
  await button(page, "Show the QR code").click();
  const newPhone = await scan(page);
  expect(newPhone.secret).not.toBe(phone.secret);
  await field(page, "Code from the app").fill(phone.next());
  await expect(page.getByRole("alert").filter({ hasText: "does not belong to the new authenticator" })).toBeVisible();
  await field(page, "Code from the app").fill(newPhone.next());
  const newCodes = await readBackupCodes(page);
  await page.getByLabel(`${name} has these codes`).check();
  await button(page, "Next").click();
  await page.getByRole("link", { name: "Open the person" }).click();

  await expect(await check(page, phone.next())).toContainText("Refused");
  await expect(await check(page, newPhone.next())).toContainText("Accepted");
  await expect(await check(page, backupCodes[1] ?? "")).toContainText("Refused");
  await expect(await check(page, newCodes[0] ?? "")).toContainText("Accepted");
  return { phone: newPhone, backupCodes: newCodes };
}

/** What is revoked stays so; the backup codes do not belong to it. */
async function revoke(page: Page, { phone, backupCodes }: Enrolled): Promise<void> {
  await act(page, "Phone", "Revoke permanently");
  await confirm(page, "Revoke permanently");
  await expect(page.getByRole("article", { name: "Authenticator Phone" }).first()).toContainText("Revoked");
  await expect(button(page, "Actions for Phone")).toHaveCount(0);
  await expect(await check(page, phone.next())).toContainText("Refused");
  await expect(await check(page, backupCodes[1] ?? "")).toContainText("Accepted");
}

test("an authenticator and backup codes are disabled, replaced and revoked, and count only while they are valid", async ({
  signedIn: page,
  prepared: { ada },
  app,
  folder,
}) => {
  await openPerson(page, ada.name);
  await test.step("disable the person", () => disablePerson(page, ada));
  await test.step("disable the authenticator", () => disableAuthenticator(page, ada));
  const file = path.join(folder, "codes.pdf");
  const backupCodes = await test.step("new backup codes", () => renewCodes(page, ada, { app, file }));
  const replaced = await test.step("replace the phone", () => replacePhone(page, { ...ada, backupCodes }));
  await test.step("revoke", () => revoke(page, replaced));
});
