import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { userId } from "./fake/records.ts";
import { button, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const at = (place: string, scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "owner", ...scenario }, { at: place }, use);

const question = (page: Page) => page.getByRole("dialog", { name: "Discard what you typed?" });

describe("a dialog that was typed into", () => {
  it("asks before Escape discards it, and keeps it after Escape on the question", () =>
    at("/people", {}, async ({ page }) => {
      await button(page, "Add a person").click();
      await page.getByLabel("Username", { exact: true }).fill("nora");
      await page.keyboard.press("Escape");
      await question(page).waitFor();
      await page.keyboard.press("Escape");
      await question(page).waitFor({ state: "detached" });
      expect(await page.getByLabel("Username", { exact: true }).inputValue()).toBe("nora");
      await page.keyboard.press("Escape");
      await button(page, "Discard").click();
      await page.getByRole("dialog").first().waitFor({ state: "detached" });
    }));

  it("closes at once when nothing was typed, or when it was typed away again", () =>
    at("/people", {}, async ({ page }) => {
      await button(page, "Add a person").click();
      await page.getByLabel("Username", { exact: true }).fill("n");
      await page.getByLabel("Username", { exact: true }).fill("");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await question(page).count()).toBe(0);
    }));

  it("is not left by a click beside it, its cross or a shortcut", () =>
    at(`/people/${userId(1)}`, {}, async ({ page }) => {
      await button(page, "Edit").click();
      await page.getByRole("textbox", { name: "Notes" }).fill("Two sites");
      await page.keyboard.press("Control+k");
      expect(await page.getByRole("textbox", { name: "Notes" }).isVisible()).toBe(true);
      await page.mouse.click(5, 5);
      await button(page, "Keep editing").click();
      await page.getByRole("dialog", { name: "Edit" }).getByRole("button", { name: "Close" }).click();
      await question(page).waitFor();
    }));

  it("asks also where it proves an act", () =>
    at("/administrators", { proof: { stepUp: true } }, async ({ page }) => {
      await button(page, "Invite an administrator").click();
      await page.getByLabel("Sign-in name", { exact: true }).fill("erik");
      await button(page, "Invite").click();
      const proof = page.getByRole("dialog", { name: "Confirm it is you" });
      await proof.getByLabel("Code", { exact: true }).fill("123");
      await page.keyboard.press("Escape");
      await question(page).waitFor();
      await button(page, "Keep editing").click();
      expect(await proof.getByLabel("Code", { exact: true }).inputValue()).toBe("123");
    }));
});

describe("a page that was typed into", () => {
  it("asks before Ctrl+K leaves it", () =>
    at("/backup?tab=create", {}, async ({ page }) => {
      await page.getByLabel("Passphrase", { exact: true }).fill("correct horse");
      await page.keyboard.press("Control+k");
      await button(page, "Keep editing").click();
      expect(await page.getByLabel("Passphrase", { exact: true }).inputValue()).toBe("correct horse");
      await page.keyboard.press("Control+k");
      await button(page, "Discard").click();
      await page.getByRole("heading", { name: "Check a code" }).waitFor();
    }));

  it("keeps a half-typed code at the help desk when Escape is pressed", () =>
    at("/check", {}, async ({ page }) => {
      await page.keyboard.type("Farid");
      await page.getByRole("option").first().click();
      await page.getByLabel("Code or backup code").fill("123");
      await page.keyboard.press("Escape");
      expect(await page.getByLabel("Code or backup code").inputValue()).toBe("123");
      expect(await page.getByLabel("Person").inputValue()).toMatch(/^Farid/u);
    }));
});
