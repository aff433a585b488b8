import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, heading, openPerson, readBackupCodes, scan } from "./support/acts.ts";

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

test("a taken username and bad input are told at their fields", async ({ signedIn: page }) => {
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
});

test("a person is edited, and a taken name is refused there too", async ({ signedIn: page, prepared }) => {
  await openPerson(page, prepared.grace.name);
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
});

test("no code of a disabled person is accepted until they are enabled", async ({ signedIn: page, prepared }) => {
  const { name, phone, backupCodes } = prepared.ada;
  await openPerson(page, name);
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
});

test("an authenticator is disabled, enabled and revoked", async ({ signedIn: page, prepared }) => {
  const { name, phone, backupCodes } = prepared.ada;
  await openPerson(page, name);
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

  await act(page, "Phone", "Revoke permanently");
  await confirm(page, "Revoke permanently");
  await expect(card).toContainText("Revoked");
  await expect(button(page, "Actions for Phone")).toHaveCount(0);
  await expect(await check(page, phone.next())).toContainText("Refused");
  await expect(await check(page, backupCodes[0] ?? "")).toContainText("Accepted");
});

test("a new phone replaces the old one, which works until the new one is proven", async ({
  signedIn: page,
  prepared,
}) => {
  const { name, phone, backupCodes } = prepared.ada;
  await openPerson(page, name);
  await act(page, "Phone", "Replace phone");
  await expect(page.getByText("continues to work until the new one is confirmed")).toBeVisible();
  await button(page, "Show the QR code").click();
  const newPhone = await scan(page);
  expect(newPhone.secret).not.toBe(phone.secret);
  await field(page, "Code from the app").fill(phone.next());
  await expect(page.getByRole("alert")).toContainText("does not belong to the new authenticator");
  await field(page, "Code from the app").fill(newPhone.next());
  const newCodes = await readBackupCodes(page);
  await page.getByLabel(`${name} has these codes`).check();
  await button(page, "Next").click();
  await page.getByRole("link", { name: "Open the person" }).click();

  await expect(await check(page, phone.next())).toContainText("Refused");
  await expect(await check(page, newPhone.next())).toContainText("Accepted");
  await expect(await check(page, backupCodes[0] ?? "")).toContainText("Refused");
  await expect(await check(page, newCodes[0] ?? "")).toContainText("Accepted");
});

test("new backup codes make the old ones void", async ({ signedIn: page, prepared }) => {
  const { name, backupCodes } = prepared.ada;
  await openPerson(page, name);
  await button(page, "Make new codes").click();
  await expect(page.getByRole("dialog")).toContainText("The remaining codes stop working");
  await button(page.getByRole("dialog"), "Make new codes now").click();
  const dialog = page.getByRole("dialog", { name: `New backup codes for ${name}` });
  await expect(dialog).toBeVisible();
  const fresh = await readBackupCodes(page);
  expect(fresh.filter((code) => backupCodes.includes(code))).toEqual([]);
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
});

test("a pending enrolment and unsaved codes are not left by accident", async ({ signedIn: page, prepared }) => {
  const { name } = prepared.grace;
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
});

test("an enrolment that is stopped leaves nothing pending", async ({ signedIn: page, prepared }) => {
  const { name } = prepared.grace;
  await openPerson(page, name);
  await page.getByRole("link", { name: "Enrol now" }).click();
  await button(page, "Show the QR code").click();
  await scan(page);
  await button(page, "Cancel").click();
  await button(page.getByRole("dialog"), "Cancel enrolment").click();
  await expect(heading(page, "No authenticator yet")).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent events" })).toContainText("Enrolment cancelled");
});
