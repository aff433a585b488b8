import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { userId } from "./fake/records.ts";
import { inputs, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const at = (place: string, scenario: Scenario, use: Use): Promise<void> => inWindow(scenario, { at: place }, use);

const enrol = `/people/${userId(3)}/enrol`;
const selected = (page: Page) =>
  page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
  });

async function toScan(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show the QR code" }).click();
  await page.locator("input:focus").and(page.getByLabel("Code from the app")).waitFor();
}

describe("six digits", () => {
  it("enrol by themselves, once, whatever is pressed after them", () =>
    at(enrol, { role: "owner", hanging: ["tokens.confirm"] }, async ({ page, fake }) => {
      await toScan(page);
      await page.keyboard.type("123 45");
      expect(fake.count("tokens.confirm")).toBe(0);
      await page.keyboard.type("6");
      await page.keyboard.press("Enter");
      await page.keyboard.type("7");
      await page.keyboard.press("Enter");
      await expect.poll(() => fake.count("tokens.confirm")).toBe(1);
      expect(await page.getByLabel("Code from the app").inputValue()).toBe("123 456");
    }));

  it("that are wrong are selected to be typed over, without a reference, and not sent again by a stray Enter", () =>
    at(enrol, { role: "owner", failing: { "tokens.confirm": { code: "ENROLMENT_CODE_WRONG" } } }, async (window) => {
      const { page, fake } = window;
      await toScan(page);
      await page.keyboard.type("111111");
      await page
        .getByRole("alert")
        .getByText(/does not belong to the new authenticator/u)
        .waitFor();
      await expect.poll(() => selected(page)).toBe("111111");
      expect(await page.getByText(/Reference/u).count()).toBe(0);
      await page.keyboard.press("Enter");
      expect(fake.count("tokens.confirm")).toBe(1);
      await page.keyboard.type("222222");
      await expect.poll(() => fake.count("tokens.confirm")).toBe(2);
    }));

  it("show a reference where the console is at fault", () =>
    at(enrol, { role: "owner", failing: { "tokens.confirm": { code: "INTERNAL" } } }, async ({ page }) => {
      await toScan(page);
      await page.keyboard.type("111111");
      await page.getByText(/^Reference: /u).waitFor();
      expect(await page.getByRole("alert").count()).toBe(1);
    }));

  it("sign in once name and password are there, and not before", () =>
    at("", {}, async ({ page, fake }) => {
      await page.getByLabel("Code", { exact: true }).fill("492817");
      await page.getByLabel("Name", { exact: true }).fill("mara.lindqvist");
      await page.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
      expect(fake.count("access.signIn")).toBe(0);
      await page.getByLabel("Code", { exact: true }).fill("492818");
      await page.getByRole("heading", { name: "People" }).waitFor();
      expect(fake.count("access.signIn")).toBe(1);
    }));

  it("of a backup code that is being typed wait for the rest of it", () =>
    at(`/people/${userId(1)}`, { role: "owner" }, async ({ page, fake }) => {
      const field = page.getByRole("textbox", { name: "Code or backup code" });
      await field.pressSequentially("12345-678");
      await field.pressSequentially("90");
      expect(fake.count("verification.check")).toBe(0);
      await page.keyboard.press("Enter");
      await expect.poll(() => fake.count("verification.check")).toBe(1);
      expect(inputs(fake, "verification.check")).toEqual([{ user: { id: userId(1) }, backupCode: "1234567890" }]);
    }));

  it("wait for two more where an authenticator of the person has eight", () =>
    at(`/people/${userId(1)}`, { role: "owner" }, async ({ page, fake }) => {
      await page.getByText("8 digits, counter-based").waitFor();
      const field = page.getByRole("textbox", { name: "Code or backup code" });
      await field.pressSequentially("123456");
      expect(fake.count("verification.check")).toBe(0);
      await field.pressSequentially("78");
      await expect.poll(() => fake.count("verification.check")).toBe(1);
    }));
});

describe("the keyboard", () => {
  it("is on what is to be done at each step of set-up", () =>
    at("", { phase: "empty" }, async ({ page }) => {
      const on = (name: string) => page.locator(":focus").and(page.getByRole("button", { name })).waitFor();
      const typing = (label: string) => page.locator("input:focus").and(page.getByLabel(label)).waitFor();
      await on("Set up a new console");
      await page.keyboard.press("Enter");
      await typing("Organisation");
      await page.keyboard.type("Lindenhof");
      await page.keyboard.press("Enter");
      await typing("Your name for signing in");
      await page.keyboard.type("mara");
      await page.keyboard.press("Tab");
      await page.keyboard.type("violet harbour quilt");
      await page.getByLabel("Password again").focus();
      await page.keyboard.type("violet harbour quilt");
      await page.keyboard.press("Enter");
      await on("I have stored it");
      await page.keyboard.press("Enter");
      await page
        .locator("input:focus")
        .and(page.getByLabel(/^Type group/u))
        .waitFor();
      const { recoveryKey } = await import("./fake/records.ts");
      const label = (await page.getByText(/^Type group \d$/u).textContent()) ?? "";
      await page.keyboard.type(recoveryKey.split("-")[Number(label.at(-1)) - 1] ?? "");
      await page.keyboard.press("Enter");
      await typing("Code from the app");
      await page.keyboard.type("123456");
      await typing("I have stored these");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "People" }).waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  it("is on the way to a phone where a person has none, and on the check where there is one", () =>
    at("/people?enrolment=none", { role: "owner" }, async ({ page }) => {
      await page.locator('[data-number="0"] a').focus();
      await page.keyboard.press("Enter");
      await page
        .locator(":focus")
        .and(page.getByRole("link", { name: "Enrol a phone" }))
        .waitFor();
      await page.getByRole("link", { name: "People" }).last().click();
      await page.getByRole("combobox", { name: "Enrolment" }).click();
      await page.getByRole("option", { name: "Enrolled", exact: true }).click();
      await page.locator('[data-number="0"] a').press("Enter");
      await page.locator("input:focus").and(page.getByLabel("Code or backup code")).waitFor();
      expect(await page.getByLabel("Code or backup code").inputValue()).toBe("");
    }));

  it("goes back to the menu's button when a dialog that a menu opened is closed", () =>
    at(`/people/${userId(1)}`, { role: "owner" }, async ({ page }) => {
      await page.getByRole("button", { name: "More about this person" }).press("Enter");
      await page.getByRole("menuitem", { name: "Mark as left" }).press("Enter");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page
        .locator(":focus")
        .and(page.getByRole("button", { name: "More about this person" }))
        .waitFor();
      expect(await page.getByRole("dialog").count()).toBe(0);
    }));

  it("is where it was after a lock", () =>
    at("/people", { role: "owner" }, async ({ page }) => {
      await page.locator('[data-number="0"] a').focus();
      await page.keyboard.press("Control+l");
      await page.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
      await page.keyboard.press("Enter");
      await page.locator('[data-number="0"] a:focus').waitFor();
      expect(await page.getByRole("heading", { name: "Locked" }).count()).toBe(0);
    }));
});
