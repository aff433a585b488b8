import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { heading, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const at = (place: string, scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "owner", ...scenario }, { at: place }, use);

const focusOn = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor();
const names = (page: Page) => page.locator('[data-number] a[href*="/people/"]').allTextContents();
const enrolmentFilter = (page: Page) => page.getByRole("combobox", { name: "Enrolment" });

/** The first names of those of the list, in its order. */
async function listOf(page: Page): Promise<string[]> {
  await page.getByText(/people match$/u).waitFor();
  return names(page);
}

const notEnrolled = "/people?enrolment=none&status=active";

describe("a list that was left for a person", () => {
  it("comes back with its filter, its choice and the keyboard on the same row", () =>
    at(notEnrolled, { people: 300 }, async ({ page }) => {
      const list = await listOf(page);
      await page
        .getByRole("link", { name: list[0] ?? "" })
        .first()
        .focus();
      for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await heading(page, list[3] ?? "").waitFor();
      await page.getByRole("link", { name: "People" }).last().click();
      await page.locator('[data-number="3"] a:focus').waitFor();
      expect(await enrolmentFilter(page).inputValue()).toBe("Not enrolled");
      await page.getByRole("group", { name: "Selected people" }).getByText("1 person selected").waitFor();
      // From the list itself, the same link leads to everyone.
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click();
      await page.getByText("300 people", { exact: true }).waitFor();
    }));

  it("is still there for the sidebar, from the other end of the console", () =>
    at(notEnrolled, { people: 300 }, async ({ page }) => {
      await listOf(page);
      const main = page.getByRole("navigation", { name: "Main" });
      await main.getByRole("link", { name: "Health" }).click();
      await heading(page, "Health").waitFor();
      await main.getByRole("link", { name: "People" }).click();
      await page.getByText(/people match$/u).waitFor();
      expect(await enrolmentFilter(page).inputValue()).toBe("Not enrolled");
    }));
});

describe("a queue of people", () => {
  it("is enrolled one after the other by the keyboard alone, and ends where it began", () =>
    at(notEnrolled, { people: 300 }, async ({ page, fake }) => {
      const list = await listOf(page);
      const total = Number((await page.getByText(/people match$/u).textContent())?.split(" ")[0]);
      await page
        .getByRole("link", { name: list[2] ?? "" })
        .first()
        .focus();
      await page.keyboard.press("Enter");
      await heading(page, list[2] ?? "").waitFor();
      await page.keyboard.press("Enter");
      for (let n = 0; n < 3; n += 1) {
        const name = list[n + 2] ?? "";
        await heading(page, `Enrol ${name}`).waitFor();
        await focusOn(page, "button");
        await page.keyboard.press("Enter");
        await page.locator("input:focus").and(page.getByLabel("Code from the app")).waitFor();
        await page.keyboard.type("123456");
        await page
          .locator("input:focus")
          .and(page.getByLabel(`${name} has these codes`))
          .waitFor();
        await page.keyboard.press("Space");
        await page.keyboard.press("Enter");
        await heading(page, "Enrolled").waitFor();
        const next = page.getByRole("link", { name: `Next: ${list[n + 3] ?? ""}, ${total - n - 1} left` });
        await next.and(page.locator(":focus")).waitFor();
        if (n < 2) await page.keyboard.press("Enter");
      }
      expect(fake.count("tokens.confirm")).toBe(3);
      await page.getByRole("link", { name: "Back to people" }).click();
      await page.getByText(`${total - 3} people match`).waitFor();
      // Whoever stands there now is the next of the queue.
      await page
        .locator('[data-number="2"] a:focus')
        .getByText(list[5] ?? "")
        .waitFor();
    }));

  it("is not offered after an enrolment that did not come from a filtered list", () =>
    at("/people", { people: 300 }, async ({ page }) => {
      await page.getByText("300 people").waitFor();
      await page.locator('[data-number="0"] a').click();
      await page.getByRole("link", { name: "Enrol a phone" }).click();
      await page.getByRole("button", { name: "Show the QR code" }).click();
      await page.getByLabel("Code from the app").fill("123456");
      await page.getByLabel(/has these codes$/u).check();
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByRole("link", { name: "Open the person" }).and(page.locator(":focus")).waitFor();
      expect(await page.getByText(/left$/u).count()).toBe(0);
    }));
});
