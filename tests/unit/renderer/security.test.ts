import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SessionId } from "#shared/model/ids.ts";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { backupCodes, codeSet, sessionOf, tokenId } from "./fake/records.ts";
import { type OpenedWindow, type RendererUnderTest, startRenderer } from "./window.ts";

let renderer: RendererUnderTest;
beforeAll(async () => {
  renderer = await startRenderer();
}, 60_000);
afterAll(() => renderer.close());

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true }).and(page.locator("input"));

async function onSecurity(scenario: Scenario, use: (window: OpenedWindow) => Promise<void>): Promise<void> {
  const window = await renderer.open({ role: "helpdesk", ...scenario }, { at: "/security" });
  await window.page.getByRole("heading", { name: "Your security", exact: true }).waitFor();
  await use(window);
  expect(window.faults).toEqual([]);
  await window.close();
}

describe("one's own security", () => {
  it("is reached from the menu of the account", { timeout: 30_000 }, async () => {
    const { page, faults, close } = await renderer.open({ role: "auditor" }, { at: "/audit" });
    await page.getByRole("button", { name: /account/u }).click();
    await page.getByRole("menuitem", { name: "Your security" }).click();
    await page.getByText("2 of 10 codes left").waitFor();
    await page.getByText("Few codes left").waitFor();
    expect(await button(page, "Turn it off").count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  it("says what went wrong when it cannot be read", () =>
    onSecurity({ failing: { "account.get": { code: "BUSY" } } }, async ({ page }) => {
      await button(page, "Try again").waitFor();
      await expectAccessible(page);
    }));

  it("changes the password, and says which one was wrong", { timeout: 30_000 }, () =>
    onSecurity({}, async ({ page, fake }) => {
      await button(page, "Change the password").click();
      await field(page, "Current password").fill("wrong");
      await field(page, "New password").fill("copper lantern meadow");
      await field(page, "New password again").fill("copper lantern meadow");
      await page.keyboard.press("Enter");
      await page.getByText("This is not your current password.").waitFor();
      await expectAccessible(page);
      await field(page, "Current password").fill("violet harbour quilt");
      await page.keyboard.press("Enter");
      await page.getByText("Password changed").waitFor();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(fake.calls.filter(({ procedure }) => procedure === "account.changePassword").at(-1)?.input).toEqual({
        current: "violet harbour quilt",
        next: "copper lantern meadow",
      });
    }),
  );

  it("takes a second authenticator, and keeps the only one", { timeout: 30_000 }, () =>
    onSecurity({}, async ({ page, fake }) => {
      await button(page, "Remove: Phone").click();
      await button(page, "Remove").click();
      await page.getByText("Add another one first.", { exact: false }).waitFor();
      await button(page, "Cancel").click();
      await button(page, "Add an authenticator").click();
      await field(page, "Label (optional)").fill("Tablet");
      await page.keyboard.press("Enter");
      await field(page, "Code from the app").waitFor();
      await expectAccessible(page);
      await field(page, "Code from the app").fill("492817");
      await button(page, "Remove: Tablet").waitFor();
      expect(fake.calls.find(({ procedure }) => procedure === "account.beginAuthenticator")?.input).toEqual({
        label: "Tablet",
      });
    }),
  );

  it("replaces an authenticator", () =>
    onSecurity({}, async ({ page, fake }) => {
      await button(page, "Replace: Phone").click();
      await button(page, "Show the QR code").click();
      await button(page, "Check and replace").waitFor();
      expect(fake.calls.find(({ procedure }) => procedure === "account.beginAuthenticator")?.input).toEqual({
        replaces: tokenId(1),
      });
    }));

  it("shows new backup codes until they are stored, also when the session is begun anew", { timeout: 30_000 }, () =>
    onSecurity({}, async ({ page, fake }) => {
      await button(page, "Make new codes").click();
      await button(page, "Make new codes now").click();
      await page.getByText(backupCodes[0] ?? "", { exact: true }).waitFor();
      const read = fake.count("account.get");
      fake.change({
        session: { ...sessionOf("helpdesk"), id: SessionId.parse("0192f0c4-0001-7000-8000-00000000000f") },
      });
      await page.keyboard.press("Escape");
      await expectAccessible(page);
      await page.getByText(backupCodes[9] ?? "", { exact: true }).waitFor();
      expect(read).toBeGreaterThan(1);
      await page.getByLabel("I have stored these").check();
      await button(page, "Done").click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      const confirmed = fake.calls.filter(({ procedure }) => procedure === "account.confirmBackupCodes");
      expect(confirmed.map(({ input }) => input)).toEqual([{ codeSet }]);
    }),
  );

  it("says that nobody confirmed the own backup codes", () =>
    onSecurity({ administrators: { codesUnconfirmed: true } }, async ({ page }) => {
      await page.getByText("Nobody has confirmed these codes").waitFor();
      await expectAccessible(page);
    }));

  it("ends the other sessions", () =>
    onSecurity({}, async ({ page }) => {
      const sessions = page.getByRole("list", { name: "Your sessions" }).getByRole("listitem");
      await sessions.nth(1).waitFor();
      await sessions.filter({ hasText: "This one" }).waitFor();
      await button(page, "End all others").click();
      await sessions.nth(1).waitFor({ state: "detached" });
      expect(await button(page, "End all others").count()).toBe(0);
    }));

  it("turns the second factor off where the policy lets it, after a warning", { timeout: 30_000 }, () =>
    onSecurity({ administrators: { secondFactorOptional: true } }, async ({ page }) => {
      await button(page, "Turn it off").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Anyone who learns your password", { exact: false }).waitFor();
      await expectAccessible(page);
      await dialog.getByRole("button", { name: "Turn it off", exact: true }).click();
      await page.getByText("Your second factor is off").waitFor();
      await dialog.waitFor({ state: "detached" });
      await expectAccessible(page);
    }),
  );
});
