import { randomBytes } from "node:crypto";
import { base32nopad } from "@scure/base";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, openPerson, readBackupCodes } from "./support/acts.ts";
import { Phone } from "./support/phone.ts";

/** A device as its maker delivers it: a serial number, and a seed in hex that oathtool makes its codes from. */
function device(serial: string): { serial: string; hex: string; display: Phone } {
  const seed = randomBytes(20);
  return {
    serial,
    hex: seed.toString("hex"),
    display: new Phone(`otpauth://totp/device?secret=${base32nopad.encode(seed)}`),
  };
}

const row = (page: Page, serial: string) =>
  page.getByRole("table", { name: "Hardware tokens" }).getByRole("row").filter({ hasText: serial });

/** As a barcode reader does it. */
async function scanSerial(page: Page, serial: string): Promise<void> {
  await field(page, "Search hardware tokens").fill(serial);
  await page.keyboard.press("Enter");
}

test("a hardware token is added, assigned by a code of its own, and lost", async ({ signedIn: page, prepared }) => {
  const { serial, hex, display } = device("KR-20417");
  const { name } = prepared.grace;
  await goTo(page, "Hardware tokens");

  await test.step("it is added once", async () => {
    await button(page, "Add a token").click();
    const dialog = page.getByRole("dialog", { name: "Add a hardware token" });
    await field(dialog, "Serial number").fill(serial);
    await dialog.getByLabel("Seed").fill(hex);
    await button(dialog, "Add").click();
    await expect(dialog.getByRole("status")).toContainText(`${serial} was added.`);
    await field(dialog, "Serial number").fill(serial.toLowerCase());
    await dialog.getByLabel("Seed").fill(hex);
    await button(dialog, "Add").click();
    await expect(field(dialog, "Serial number")).toHaveAccessibleDescription(/taken/u);
    await button(dialog, "Close").last().click();
    await expect(row(page, serial)).toContainText("In stock");
  });

  await test.step("it is assigned, but not by a code of another device", async () => {
    await scanSerial(page, serial.toLowerCase());
    const dialog = page.getByRole("dialog", { name: `Assign ${serial}` });
    await dialog.getByRole("combobox", { name: "Person" }).fill("grace");
    await page.getByRole("option", { name: /Grace Hopper/u }).click();
    await field(dialog, "Code").fill(display.wrong());
    await expect(field(dialog, "Code")).toHaveAccessibleDescription(/./u);
    await field(dialog, "Code").fill(display.next());
    await readBackupCodes(page);
    await page.getByLabel(`${name} has these codes`).check();
    await button(page, "Done").click();
    await expect(row(page, serial)).toContainText(name);
  });

  await test.step("it cannot be assigned a second time", async () => {
    await scanSerial(page, serial);
    const refusal = page.getByRole("alert").filter({ hasText: `${serial} cannot be assigned: ${name} has it` });
    await expect(refusal).toBeVisible();
  });

  await test.step("its codes are accepted until it is lost", async () => {
    await openPerson(page, name);
    await expect(await check(page, display.next())).toContainText("Accepted");
    await goTo(page, "Hardware tokens");
    await button(page, `Actions for ${serial}`).click();
    await page.getByRole("menuitem", { name: "Report as lost" }).click();
    const dialog = page.getByRole("dialog", { name: `Report ${serial} as lost?` });
    await field(dialog, "Reason").fill("Left on the train");
    await button(dialog, "Report as lost").click();
    await expect(row(page, serial)).toContainText("Lost");
    await expect(row(page, serial)).not.toContainText(name);
    await openPerson(page, name);
    await expect(await check(page, display.next())).toContainText("Refused");
  });
});
