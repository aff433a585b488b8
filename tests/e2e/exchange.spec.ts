import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import QRCode from "qrcode";
import { screenFaults } from "../support/screen-faults.ts";
import { expect, test } from "./fixtures.ts";
import {
  approveByRecoveryKey,
  button,
  check,
  confirmDialog,
  confirmWith,
  goTo,
  heading,
  openPerson,
} from "./support/acts.ts";
import { openFile, saveAs } from "./support/dialogs.ts";
import { Phone } from "./support/phone.ts";
import type { Prepared } from "./support/prepared.ts";

const key = Buffer.from("a key of twenty byte");

/** A field of a protobuf message: a number, or bytes. */
const field = (number: number, value: number | Buffer | string): Buffer =>
  typeof value === "number"
    ? Buffer.from([number << 3, value])
    : Buffer.concat([Buffer.from([(number << 3) | 2, Buffer.byteLength(value)]), Buffer.from(value)]);

/** What Google Authenticator's code holds that carries an account over. */
const account = (name: string): Buffer =>
  field(
    1,
    Buffer.concat([field(1, key), field(2, name), field(3, "Example VPN"), field(4, 1), field(5, 1), field(6, 2)]),
  );

const phone = (): Phone =>
  new Phone("otpauth://totp/grace?secret=MEQGWZLZEBXWMIDUO5SW45DZEBRHS5DF&algorithm=SHA1&digits=6&period=30");

async function look(page: Page, screen: string): Promise<void> {
  expect.soft(await screenFaults(page, screen), screen).toEqual([]);
}

/** A screenshot of the export of a phone, of which one account is nobody's. */
async function importPicture(page: Page, app: ElectronApplication, folder: string): Promise<void> {
  const payload = Buffer.concat([account("grace"), account("nobody"), field(2, 1), field(3, 1), field(4, 0)]);
  const file = path.join(folder, "screenshot.png");
  await QRCode.toFile(file, `otpauth-migration://offline?data=${encodeURIComponent(payload.toString("base64"))}`);
  await openFile(app, file);
  await goTo(page, "Systems");
  await page.getByRole("link", { name: "Import authenticators" }).click();
  await expect(heading(page, "Recent imports")).toBeVisible();
  await button(page, "Choose a file").click();
  await expect(heading(page, "What the import would do")).toBeVisible();
  await button(page, "Import 1 authenticator").click();
  await expect(page.getByText("screenshot.png was imported")).toBeVisible();
}

/** Step-up and approval, since whoever has the file can make the codes. */
async function exportKeys(page: Page, app: ElectronApplication, prepared: Prepared, file: string): Promise<void> {
  await goTo(page, "Systems");
  await page.getByRole("combobox", { name: "Form", exact: true }).click();
  await page.getByRole("option", { name: "otpauth", exact: true }).click();
  await button(page, "Check what fits").click();
  await expect(page.getByText("2 authenticators of 2 people fit")).toBeVisible();
  await saveAs(app, file);
  await button(page, "Choose where to save, and write").click();
  await confirmWith(page, prepared.owner.phone.next());
  await approveByRecoveryKey(page, prepared.recoveryKey);
  await expect(page.getByText("2 authenticators written")).toBeVisible();
  await look(page, "export-written");
}

test("authenticators come in from a picture of a phone's export, and go out to another system", async ({
  signedIn: page,
  app,
  prepared,
  folder,
}) => {
  await test.step("import", () => importPicture(page, app, folder));
  await test.step("the codes count", async () => {
    await openPerson(page, prepared.grace.name);
    await expect(await check(page, phone().next())).toContainText("Accepted");
  });
  const file = path.join(folder, "keys.txt");
  await test.step("export", () => exportKeys(page, app, prepared, file));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).toContain(`secret=${phone().secret}`);
  expect(readFileSync(file, "utf8")).toContain(`secret=${prepared.ada.phone.secret}`);
});

/** The words of a users file's lines. */
const usersIn = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("HOTP"))
    .map((line) => line.split(/\s+/u)[1] ?? "");

async function writeNew(page: Page, app: ElectronApplication, prepared: Prepared, file: string): Promise<void> {
  await saveAs(app, file);
  await button(page, "Write what is new").click();
  const asked = page.getByRole("dialog");
  await expect(asked.first()).toBeVisible();
  if (await confirmDialog(page).isVisible()) await confirmWith(page, prepared.owner.phone.next());
  await approveByRecoveryKey(page, prepared.recoveryKey);
  await expect(page.getByText("1 authenticator written")).toBeVisible();
  await button(page, "Done").click();
}

async function addServer(page: Page): Promise<void> {
  await goTo(page, "Systems");
  await button(page, "Add a system").click();
  const dialog = page.getByRole("dialog", { name: "Add a system" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Terminal server");
  await dialog.getByRole("combobox", { name: "Form", exact: true }).fill("pam_oath");
  await page.getByRole("option", { name: /pam_oath/u }).click();
  await button(dialog, "Add a system").click();
  await expect(page.getByText("1 new authenticator", { exact: true })).toBeVisible();
}

async function revokePhone(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await button(page, "Actions for Phone").click();
  await page.getByRole("menuitem", { name: "Revoke permanently" }).click();
  await button(page.getByRole("dialog"), "Revoke permanently").click();
  await expect(page.getByRole("article", { name: "Authenticator Phone" })).toContainText("Revoked");
}

test("a system that was handed keys gets only what is new, and says what was revoked since", async ({
  signedIn: page,
  app,
  prepared,
  folder,
}) => {
  await test.step("add", () => addServer(page));
  const [first, second] = [path.join(folder, "users.oath"), path.join(folder, "users-2.oath")];
  await test.step("everything", () => writeNew(page, app, prepared, first));
  expect(usersIn(first)).toEqual([prepared.ada.username]);
  await expect(page.getByText("It has everything that it should have")).toBeVisible();
  await test.step("one more, one fewer", async () => {
    await importPicture(page, app, folder);
    await revokePhone(page, prepared.ada.name);
    await goTo(page, "Systems");
    await page.getByRole("link", { name: "Terminal server" }).click();
    await expect(heading(page, "To be removed there by hand")).toBeVisible();
  });
  await look(page, "system-differs");
  await test.step("what is new", () => writeNew(page, app, prepared, second));
  expect(usersIn(second)).toEqual([prepared.grace.username]);
  await test.step("removed there", async () => {
    await button(page, "They are removed there").click();
    await button(page.getByRole("dialog"), "They are removed there").click();
    await expect(heading(page, "To be removed there by hand")).toHaveCount(0);
  });
});

/** From now on it has another name, and what people newly get has to fit it. */
async function demandFit(page: Page): Promise<void> {
  await button(page, "Change").click();
  const dialog = page.getByRole("dialog", { name: "Change Terminal server" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Gate");
  await dialog.getByRole("checkbox", { name: "New authenticators must fit this system" }).check();
  await look(page, "system-change");
  await button(dialog, "Save").click();
  await expect(heading(page, "Gate")).toBeVisible();
  await expect(page.getByText("New authenticators must fit it.")).toBeVisible();
}

/** pam_oath has SHA-1 alone. */
async function enrolUnfit(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await page.getByRole("link", { name: "Enrol now" }).click();
  await button(page, "Advanced").click();
  await page.getByRole("radiogroup", { name: "Algorithm" }).getByText("SHA256").click();
  await button(page, "Show the QR code").click();
  await expect(page.getByText("New authenticators must fit Gate, which cannot hold this one.")).toBeVisible();
  await expect(page.getByRole("img", { name: "QR code for the authenticator app" })).toHaveCount(0);
  await look(page, "enrol-unfit");
}

/** Each time with an approval of its own. */
async function showCodes(page: Page, prepared: Prepared): Promise<{ shown: Locator; next: string }> {
  await button(page, "Check a sign-in there").click();
  await button(page, "Show the codes").click();
  await approveByRecoveryKey(page, prepared.recoveryKey);
  const shown = page.getByRole("dialog", { name: `Sign in to Gate as ${prepared.ada.username}` });
  const codes = shown.getByRole("list", { name: "Codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(2);
  return { shown, next: (await codes.last().locator("span").textContent()) ?? "" };
}

async function proveSignIn(page: Page, prepared: Prepared): Promise<void> {
  await openPerson(page, prepared.ada.name);
  const { next } = await showCodes(page, prepared);
  await page.keyboard.press("Escape");
  // What is shown is the person's own code, and counts here as before.
  await expect(await check(page, next)).toContainText("Accepted");
  const { shown } = await showCodes(page, prepared);
  await look(page, "sign-in-codes");
  await button(shown, "It was accepted").click();
  await expect(page.getByRole("list", { name: "Systems" })).toContainText("Sign-in accepted");
}

test("a system that has to be fitted refuses what it cannot hold, and a sign-in to it is proven", async ({
  signedIn: page,
  app,
  prepared,
  folder,
}) => {
  await test.step("add", () => addServer(page));
  await test.step("hand over", () => writeNew(page, app, prepared, path.join(folder, "users.oath")));
  await test.step("change", () => demandFit(page));
  await test.step("refuse", () => enrolUnfit(page, prepared.grace.name));
  await test.step("prove", () => proveSignIn(page, prepared));
  await goTo(page, "Systems");
  await page.getByRole("link", { name: "Gate" }).click();
  await expect(page.getByText(/A sign-in there was accepted of 1 person/u)).toBeVisible();
});
