import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { userId } from "./fake/records.ts";
import { button, heading, useRenderer } from "./harness.ts";

const openWindow = useRenderer();

const question = (page: Page) => page.getByRole("dialog");
const toHealth = (page: Page) => page.getByRole("link", { name: "Health" }).click();

describe("whoever leaves a page while its answer is still to come", () => {
  it("is asked, and goes on once the settings are saved", () =>
    openWindow({ role: "owner" }, { at: "/policies" }, async ({ page, fake }) => {
      await page.getByRole("textbox", { name: "Look-ahead", exact: true }).fill("5");
      const answer = fake.hold("policies.set");
      await button(page, "Save").click();
      await expect.poll(() => fake.count("policies.set")).toBe(1);
      await toHealth(page);
      await question(page).getByText("Leave without saving?").waitFor();
      answer();
      await heading(page, "Health").waitFor();
      expect(await question(page).count()).toBe(0);
    }));

  it("is asked, and goes on once the enrolment is complete", () =>
    openWindow({ role: "owner" }, { at: `/people/${userId(3)}/enrol` }, async ({ page, fake }) => {
      await button(page, "Show the QR code").click();
      await page.getByLabel("Code from the app").fill("492817");
      await page.getByLabel(/has these codes/u).check();
      const answer = fake.hold("tokens.confirmBackupCodes");
      await button(page, "Next").click();
      await expect.poll(() => fake.count("tokens.confirmBackupCodes")).toBe(1);
      await toHealth(page);
      await question(page).getByText("Leave without storing the codes?").waitFor();
      answer();
      await heading(page, "Health").waitFor();
      expect(fake.count("tokens.cancel")).toBe(0);
    }));
});

describe("what is still being read", () => {
  it("is said in a way that a screen reader may tell", () =>
    openWindow({ role: "owner" }, {}, async ({ page, fake }) => {
      fake.hold("system.health");
      await toHealth(page);
      await page.getByRole("status", { name: "Checking" }).waitFor();
      await expectAccessible(page);
    }));
});
