import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import QRCode from "qrcode";
import { screenFaults } from "../support/screen-faults.ts";
import { requireTool } from "../support/tools.ts";
import { expect, test } from "./fixtures.ts";
import {
  approvalDialog,
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

/** Keys of twenty bytes. */
const keys = { grace: "a key of twenty byte", ada: "another key of grace", nobody: "a third key, unused." };

/** A field of a protobuf message: a number, or bytes. */
const part = (number: number, value: number | Buffer | string): Buffer =>
  typeof value === "number"
    ? Buffer.from([number << 3, value])
    : Buffer.concat([Buffer.from([(number << 3) | 2, Buffer.byteLength(value)]), Buffer.from(value)]);

/** What Google Authenticator's code holds that carries an account over. */
const account = (name: string, key: string): Buffer =>
  part(1, Buffer.concat([part(1, key), part(2, name), part(3, "Example VPN"), part(4, 1), part(5, 1), part(6, 2)]));

/** The code of a key at a fixed moment. @param form what oathtool has to be told of how it is written */
const codeOf = (key: string, ...form: readonly string[]): string =>
  execFileSync(requireTool("oathtool"), ["--totp", "--now=@1800000000", ...form, "-"], {
    input: `${key}\n`,
    encoding: "utf8",
  }).trim();

const rightCode = (of: keyof typeof keys): string => codeOf(Buffer.from(keys[of]).toString("hex"));

async function look(page: Page, screen: string): Promise<void> {
  expect.soft(await screenFaults(page, screen), screen).toEqual([]);
}

/** Step-up, unless a code was just given for the same, and approval: whoever has the file can make the codes. */
async function prove(page: Page, { owner, recoveryKey }: Prepared): Promise<void> {
  await expect(confirmDialog(page).or(approvalDialog(page)).first()).toBeVisible();
  if (await confirmDialog(page).isVisible()) await confirmWith(page, owner.phone.next());
  await approveByRecoveryKey(page, recoveryKey);
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

async function writeNew(page: Page, app: ElectronApplication, prepared: Prepared, file: string): Promise<void> {
  await saveAs(app, file);
  await button(page, "Write what is new").click();
  await prove(page, prepared);
  await expect(page.getByText(/^\d authenticators? written$/u)).toBeVisible();
  await button(page, "Done").click();
}

/** A screenshot of the export of a phone: an account of a person, one under an old name, and one of nobody. */
async function importPicture(page: Page, app: ElectronApplication, folder: string): Promise<void> {
  const accounts = [account("grace", keys.grace), account("a.lovelace", keys.ada), account("visitor", keys.nobody)];
  const payload = Buffer.concat([...accounts, part(2, 1), part(3, 1), part(4, 0)]);
  const file = path.join(folder, "screenshot.png");
  await QRCode.toFile(file, `otpauth-migration://offline?data=${encodeURIComponent(payload.toString("base64"))}`);
  await openFile(app, file);
  await goTo(page, "Systems");
  await page.getByRole("link", { name: "Import authenticators" }).click();
  await expect(heading(page, "Recent imports")).toBeVisible();
  await button(page, "Choose a file").click();
  await nameOwners(page);
  await button(page, "Check again").click();
  await button(page, "Import 2 authenticators").click();
  await expect(page.getByText("screenshot.png was imported")).toBeVisible();
}

/** With a few letters and Enter, from one entry to the next. */
async function nameOwners(page: Page): Promise<void> {
  await button(page, "Choose 2 owners, one by one").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Whose is entry 2?");
  await expect(button(dialog, "Ada Lovelace (ada)")).toBeVisible();
  await look(page, "import-owner");
  await page.keyboard.type("lovel");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("Whose is entry 3?");
  await button(dialog, "Leave it out").click();
  await expect(button(page, "Import 1 authenticator")).toBeDisabled();
}

async function revokePhone(page: Page, name: string): Promise<void> {
  await openPerson(page, name);
  await button(page, "Actions for Phone").click();
  await page.getByRole("menuitem", { name: "Revoke permanently" }).click();
  await button(page.getByRole("dialog"), "Revoke permanently").click();
  await expect(page.getByRole("article", { name: "Authenticator Phone" })).toContainText("Revoked");
  await expect(page.getByRole("list", { name: "Systems" })).toContainText("To be removed");
}

/** The users of a users file, each with the code of the key. */
const usersIn = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("HOTP"))
    .map((line) => line.split(/\s+/u))
    .map(([, user = "", , hex = ""]) => `${user} ${codeOf(hex)}`)
    .toSorted();

interface Once {
  title: string;
  passphrase?: string;
  fits: string;
  written: string;
}

/** Keys for a system that is not remembered: what does not fit is said before and after. */
async function exportOnce(page: Page, app: ElectronApplication, prepared: Prepared, file: string, once: Once) {
  await goTo(page, "Systems");
  await page.getByRole("combobox", { name: "Form", exact: true }).fill(once.title);
  await page.getByRole("option", { name: once.title, exact: true }).click();
  if (once.passphrase !== undefined)
    await page.getByLabel("Passphrase of the file", { exact: true }).fill(once.passphrase);
  await button(page, "Check what fits").click();
  await expect(page.getByText(once.fits)).toBeVisible();
  await saveAs(app, file);
  await button(page, "Choose where to save, and write").click();
  await prove(page, prepared);
  await expect(page.getByText(once.written, { exact: true })).toBeVisible();
  expect(statSync(file).mode & 0o777).toBe(0o600);
}

/** Valid by its schema, and opened by another program. */
function pskcCodes(file: string, passphrase: string): string[] {
  expect(execFileSync(requireTool("pskctool"), ["--validate", file], { encoding: "utf8" })).toBe("OK\n");
  const columns = ["-c", "userid,secret", "-e", "hex", "-p", passphrase];
  const table = execFileSync(requireTool("pskc2csv"), [...columns, file], { encoding: "utf8" });
  const rows = table.trim().split(/\r?\n/u).slice(1);
  return rows.map((row) => codeOf(row.split(",").at(-1) ?? "")).toSorted();
}

test("authenticators come in from a picture of a phone, are given owners, and go out to the systems that check codes", async ({
  signedIn: page,
  app,
  prepared,
  folder,
}) => {
  const file = (name: string): string => path.join(folder, name);
  await test.step("a system gets what there is", async () => {
    await addServer(page);
    await writeNew(page, app, prepared, file("users.oath"));
    expect(usersIn(file("users.oath"))).toEqual([`ada ${codeOf(prepared.ada.phone.secret, "--base32")}`]);
    await expect(page.getByText("It has everything that it should have")).toBeVisible();
  });
  await test.step("an import, whose owners are named by hand", () => importPicture(page, app, folder));
  await test.step("the codes count", async () => {
    await openPerson(page, prepared.grace.name);
    const phone = new Phone("otpauth://totp/grace?secret=MEQGWZLZEBXWMIDUO5SW45DZEBRHS5DF");
    await expect(await check(page, phone.next())).toContainText("Accepted");
  });
  await test.step("after a revocation the system gets what is new, and is told what to remove", async () => {
    await revokePhone(page, prepared.ada.name);
    await goTo(page, "Systems");
    await page.getByRole("link", { name: "Terminal server" }).click();
    await expect(heading(page, "To be removed there by hand")).toBeVisible();
    await look(page, "system-differs");
    await writeNew(page, app, prepared, file("users-2.oath"));
    expect(usersIn(file("users-2.oath"))).toEqual([`ada ${rightCode("ada")}`, `grace ${rightCode("grace")}`]);
    await button(page, "They are removed there").click();
    await button(page.getByRole("dialog"), "They are removed there").click();
    await expect(heading(page, "To be removed there by hand")).toHaveCount(0);
  });
  await test.step("a container that other programs open", async () => {
    const passphrase = "a lantern by the weir";
    const [fits, written] = ["2 authenticators of 2 people fit", "2 authenticators written"];
    await exportOnce(page, app, prepared, file("keys.xml"), { title: "PSKC", passphrase, fits, written });
    await button(page, "Done").click();
    expect(pskcCodes(file("keys.xml"), passphrase)).toEqual([rightCode("ada"), rightCode("grace")].toSorted());
  });
  await test.step("what cannot go is named before and after", async () => {
    const fits = "1 does not fit and would be left out";
    const written = "1 authenticator written, 1 left out";
    await exportOnce(page, app, prepared, file("entra.csv"), { title: "Microsoft Entra ID", fits, written });
    await look(page, "export-written");
    const [, row = "", ...others] = readFileSync(file("entra.csv"), "utf8").trim().split(/\r?\n/u);
    expect(others).toEqual([]);
    const [principal, , secret = ""] = row.split(",");
    expect([principal, codeOf(secret, "--base32")]).toEqual(["ada@example.org", rightCode("ada")]);
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
