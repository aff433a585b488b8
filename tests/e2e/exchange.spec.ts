import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
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
