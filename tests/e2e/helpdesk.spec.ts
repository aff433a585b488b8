import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, heading, openPerson, readBackupCodes, scan } from "./support/acts.ts";
import { tabTo } from "./support/keyboard.ts";
import { Phone } from "./support/phone.ts";
import type { Prepared } from "./support/prepared.ts";

const period = 30_000;
/** Further than a phone's clock is followed, near enough for the console to tell by how much it is off. */
const stepsAhead = 12;

/** A person is added, enrolled and checked with the keyboard alone. */
async function byKeyboard(page: Page): Promise<void> {
  const { keyboard } = page;
  const press = async (name: string | RegExp, role: "button" | "link" = "button", key = "Enter"): Promise<void> => {
    await tabTo(page, page.getByRole(role, { name, exact: typeof name === "string" }));
    await keyboard.press(key);
  };
  await press("Add a person");
  await expect(field(page, "Username")).toBeFocused();
  await keyboard.type("alan");
  await keyboard.press("Tab");
  await keyboard.type("Alan Turing");
  await keyboard.press("Enter");
  await press("Enrol now");
  await press("Show the QR code");
  const phone = await scan(page);
  await tabTo(page, field(page, "Code from the app"));
  await keyboard.type(phone.next());
  await keyboard.press("Enter");
  await readBackupCodes(page);
  await tabTo(page, page.getByLabel("Alan Turing has these codes"));
  await keyboard.press("Space");
  await press("Next");
  await press("Open the person", "link");
  await expect(heading(page, "Alan Turing")).toBeVisible();

  await keyboard.press("Control+k");
  await expect(heading(page, "Check a code")).toBeVisible();
  await expect(page.getByLabel("Person", { exact: true })).toBeFocused();
  await keyboard.type("alan");
  await expect(page.getByRole("option", { name: "Alan Turing" })).toBeVisible();
  await keyboard.press("Enter");
  await expect(field(page, "Code or backup code")).toBeFocused();
  await keyboard.type(phone.next());
  await keyboard.press("Enter");
  await expect(page.getByRole("status", { name: "Result" })).toContainText("Accepted");
  await expect(page.getByLabel("Person", { exact: true })).toBeFocused();
}

/** The help desk checks one person after the other. */
async function oneAfterTheOther(page: Page, { ada, grace }: Prepared): Promise<void> {
  await goTo(page, "Check a code");
  const picker = page.getByLabel("Person", { exact: true });
  const choose = async (typed: string, name: string): Promise<void> => {
    await picker.fill(typed);
    await page.getByRole("option", { name }).click();
    await expect(field(page, "Code or backup code")).toBeFocused();
  };
  await choose("lovel", ada.name);
  await expect(await check(page, "12345")).toHaveCount(0);
  await expect(field(page, "Code or backup code")).toHaveAccessibleDescription(/A code has 6 or 8 digits\./u);
  await expect(await check(page, ada.phone.next())).toContainText("Accepted");

  await choose("gra", grace.name);
  await expect(await check(page, "123456")).toContainText("This person has no authenticator that could accept it.");
  await picker.fill("nobody of this name");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent checks" }).getByRole("listitem")).toHaveCount(3);
}

/** A phone whose clock has run away is told so, brought back by two codes, and accepted. @returns that phone */
async function resynchronise(page: Page, { name, phone }: Prepared["ada"]): Promise<Phone> {
  const ahead = new Phone(phone.uri.href, Math.floor(Date.now() / period) + stepsAhead);
  await openPerson(page, name);
  const verdict = await check(page, ahead.next());
  await expect(verdict).toContainText("Refused");
  await expect(verdict).toContainText(/\d minutes ahead of this computer's clock/u);

  await button(page, "Actions for Phone").click();
  await page.getByRole("menuitem", { name: "Resynchronise" }).click();
  const dialog = page.getByRole("dialog", { name: "Resynchronise Phone" });
  const send = async (first: string, second: string): Promise<void> => {
    await field(dialog, "First code").fill(first);
    await field(dialog, "Second code").fill(second);
  };
  await send(phone.wrong(), ahead.next());
  await expect(dialog.getByRole("alert").or(dialog.locator("[aria-invalid=true]")).first()).toBeVisible();
  await send(ahead.next(), ahead.next());
  await expect(dialog.getByRole("status")).toContainText("Phone is resynchronised");
  await expect(dialog.getByRole("status")).toContainText(/\d+.* ahead of this computer/u);
  await button(dialog, "Done").click();

  await expect(page.getByRole("article", { name: "Authenticator Phone" })).toContainText(
    /\d+.* ahead of this computer/u,
  );
  await expect(await check(page, ahead.again())).toContainText("used already");
  await expect(await check(page, ahead.next())).toContainText("Accepted");
  return ahead;
}

/** Wrong codes in a row make the next check wait. */
async function wrongInARow(page: Page, phone: Phone): Promise<void> {
  const wrong = phone.wrong();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(await check(page, wrong)).toContainText("The code is wrong.");
    await expect(field(page, "Code or backup code")).toHaveValue("");
  }
  const verdict = await check(page, phone.next());
  await expect(verdict).toContainText("Too many wrong codes in a row.");
  await expect(verdict).toContainText(/Next attempt in \d+ s/u);
  await expect(page.getByRole("button", { name: /^Wait \d+ s$/u })).toBeDisabled();
}

test("the help desk checks codes, brings a phone back whose clock ran away, and stops who guesses", async ({
  signedIn: page,
  prepared,
}) => {
  await test.step("by the keyboard", () => byKeyboard(page));
  await test.step("one after the other", () => oneAfterTheOther(page, prepared));
  const ahead = await test.step("a clock", () => resynchronise(page, prepared.ada));
  await test.step("guesses", () => wrongInARow(page, ahead));
});
