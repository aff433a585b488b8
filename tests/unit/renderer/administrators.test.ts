import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { invitationCode, wrongInvitation } from "./fake/administrators.ts";
import type { Scenario } from "./fake/console.ts";
import { backupCodes, codeSet, sessionOf } from "./fake/records.ts";
import { button, heading, inputs, type Use, useRenderer } from "./harness.ts";
import type { OpenedWindow } from "./window.ts";

const openWindow = useRenderer();

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true }).and(page.locator("input"));
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

const inWindow = (scenario: Scenario, at: string, use: Use): Promise<void> => openWindow(scenario, { at }, use);

const onList = (use: (window: OpenedWindow) => Promise<void>): Promise<void> =>
  inWindow({ role: "owner" }, "/administrators", async (window) => {
    await row(window.page, "ole.berg").waitFor();
    await use(window);
  });

async function act(page: Page, name: string, label: string): Promise<void> {
  await button(page, `Actions for ${name}`).click();
  await page.getByRole("menuitem", { name: label, exact: true }).click();
}

describe("the administrators", () => {
  it("are listed with their states", { timeout: 30_000 }, () =>
    onList(async ({ page }) => {
      await row(page, "nora.invited")
        .getByText(/[89]:\d\d left/u)
        .waitFor();
      await row(page, "rolf.reset").getByText("Code expired").waitFor();
      await row(page, "dina.disabled").getByText("Disabled", { exact: true }).waitFor();
      await row(page, "lars.locked").getByText("Locked out").waitFor();
      await row(page, "wilma.waiting")
        .getByText(/[45]:\d\d left/u)
        .waitFor();
      await row(page, "ole.berg").getByText("2 apps, 7 codes").waitFor();
      await expectAccessible(page);
    }),
  );

  it("are only looked at by an auditor, and explained to others", () =>
    inWindow({ role: "auditor" }, "/administrators", async ({ page }) => {
      await row(page, "ole.berg").waitFor();
      expect(await button(page, "Invite an administrator").count()).toBe(0);
      expect(await button(page, "Actions for ole.berg").count()).toBe(0);
    }).then(() =>
      inWindow({ role: "helpdesk" }, "/administrators", async ({ page, fake }) => {
        await page.getByText("It is for these roles: Owner, Auditor.", { exact: false }).waitFor();
        expect(fake.count("admins.list")).toBe(0);
        expect(await page.getByRole("link", { name: "Administrators" }).count()).toBe(0);
      }),
    ));

  it("say what went wrong when they cannot be read", () =>
    inWindow({ role: "owner", failing: { "admins.list": { code: "BUSY" } } }, "/administrators", async ({ page }) => {
      await button(page, "Try again").waitFor();
      await expectAccessible(page);
    }));

  it("are invited with a code that no stray key loses", { timeout: 30_000 }, () =>
    onList(async ({ page, fake }) => {
      await button(page, "Invite an administrator").click();
      await field(page, "Sign-in name").fill("ole.berg");
      await page.keyboard.press("Enter");
      await page.getByText("There is already an administrator with this name.").waitFor();
      await field(page, "Sign-in name").fill("pia.roth");
      await page.getByRole("radio", { name: "Auditor" }).check();
      await button(page, "Invite").click();
      await page.getByText(invitationCode, { exact: true }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByText(/^Valid for another (10:00|9:\d\d)/u).waitFor();
      await button(page, "Copy").click();
      await page.getByText("The clipboard will be cleared in one minute.").waitFor();
      expect(inputs(fake, "clipboard.copy")).toEqual([{ text: invitationCode, clearAfter: 60_000 }]);
      await button(page, "Done").click();
      await row(page, "pia.roth").waitFor();
      expect(await page.getByText(invitationCode).count()).toBe(0);
      expect(inputs(fake, "admins.invite").at(-1)).toEqual({ name: "pia.roth", role: "auditor" });
    }),
  );

  it("print the code with what to do", () =>
    onList(async ({ page }) => {
      await act(page, "nora.invited", "New one-time code");
      await button(page, "Make a new code").click();
      await page.getByText(invitationCode, { exact: true }).waitFor();
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      const printed = await page.locator("#print").textContent();
      expect(printed).toContain(invitationCode);
      expect(printed).toContain("I have a one-time code");
    }));

  it("get another role with a reason, and the last owner stays one", { timeout: 30_000 }, () =>
    onList(async ({ page, fake }) => {
      await act(page, "ole.berg", "Change the role");
      await page.getByRole("radio", { name: "Auditor" }).check();
      expect(await button(page, "Change the role").isDisabled()).toBe(true);
      await field(page, "Reason").fill("Moved to the audit office");
      await expectAccessible(page);
      await page.keyboard.press("Enter");
      await row(page, "ole.berg").getByText("Auditor").waitFor();
      expect(inputs(fake, "admins.setRole")).toEqual([
        expect.objectContaining({ role: "auditor", reason: "Moved to the audit office" }),
      ]);
      await act(page, "mara.lindqvist", "Disable");
      await field(page, "Reason").fill("Leaves");
      await page.keyboard.press("Enter");
      await page
        .getByRole("dialog")
        .getByRole("alert")
        .getByText("Make another owner first.", { exact: false })
        .waitFor();
    }),
  );

  it("are removed once the name is typed", () =>
    onList(async ({ page }) => {
      await act(page, "dina.disabled", "Remove");
      await field(page, "Reason").fill("Left");
      expect(await button(page, "Remove").isDisabled()).toBe(true);
      await field(page, "Type dina.disabled to confirm").fill("dina.disabled");
      await page.keyboard.press("Enter");
      await row(page, "dina.disabled").waitFor({ state: "detached" });
    }));

  it("are reset, let in again, disabled and enabled", () =>
    onList(async ({ page, fake }) => {
      await act(page, "ole.berg", "Reset the second factor");
      await field(page, "Reason").fill("Lost the phone");
      await page.keyboard.press("Enter");
      await page.getByText("Type the existing password", { exact: false }).waitFor();
      await button(page, "Done").click();
      await row(page, "ole.berg").getByText("Must enrol again").waitFor();
      await act(page, "lars.locked", "Unlock");
      await button(page, "Unlock").click();
      await row(page, "lars.locked").getByText("Active").waitFor();
      await act(page, "dina.disabled", "Enable");
      await button(page, "Enable").click();
      await row(page, "dina.disabled").getByText("Active").waitFor();
      expect(fake.count("admins.unlock")).toBe(1);
    }));
});

describe("the first sign-in with a one-time code", () => {
  const begin = async (page: Page, code: string): Promise<void> => {
    await field(page, "Name").fill("nora.invited");
    await field(page, "One-time code").fill(code);
    await field(page, "Password").fill("violet harbour quilt");
    await field(page, "Password again").fill("violet harbour quilt");
    await page.keyboard.press("Enter");
  };

  it("leads over the authenticator and the backup codes into the console", { timeout: 30_000 }, () =>
    inWindow({}, "", async ({ page, fake }) => {
      await button(page, "I have a one-time code").click();
      await begin(page, wrongInvitation);
      await page.getByRole("alert").getByText("Ask for a new one.", { exact: false }).waitFor();
      await expectAccessible(page);
      await begin(page, invitationCode);
      await heading(page, "Your authenticator").waitFor();
      await expectAccessible(page);
      await field(page, "Code from the app").fill("492817");
      await page.keyboard.press("Enter");
      await heading(page, "Your backup codes").waitFor();
      fake.change({ session: sessionOf("helpdesk") });
      await page.getByText(backupCodes[0] ?? "", { exact: true }).waitFor();
      expect(await button(page, "Open the console").isDisabled()).toBe(true);
      await expectAccessible(page);
      await page.getByLabel("I have stored these").check();
      await button(page, "Open the console").click();
      await heading(page, "People").waitFor();
      expect(inputs(fake, "account.confirmBackupCodes")).toEqual([{ codeSet }]);
      expect(inputs(fake, "access.confirmOwnEnrolment")).toEqual([
        { name: "nora.invited", invitation: invitationCode, password: "violet harbour quilt", code: "492817" },
      ]);
    }),
  );

  it("counts down while it is throttled, and leads back", () =>
    inWindow(
      { failing: { "access.beginOwnEnrolment": { code: "THROTTLED", details: { retryAt: Date.now() + 120_000 } } } },
      "",
      async ({ page, fake }) => {
        await button(page, "I have a one-time code").click();
        await begin(page, invitationCode);
        await page.getByRole("button", { name: /^Try again in 1 min/u }).waitFor();
        await page.keyboard.press("Enter");
        expect(fake.count("access.beginOwnEnrolment")).toBe(1);
        await button(page, "Back to sign-in").click();
        await heading(page, "Sign in").waitFor();
      },
    ));
});

describe("signing in without a second factor", () => {
  it("sends the password alone", () =>
    inWindow({}, "", async ({ page, fake }) => {
      await button(page, "I have no second factor").click();
      await field(page, "Name").fill("mara.lindqvist");
      await field(page, "Password").fill("violet harbour quilt");
      await page.keyboard.press("Enter");
      await heading(page, "People").waitFor();
      expect(inputs(fake, "access.signIn")).toEqual([{ name: "mara.lindqvist", password: "violet harbour quilt" }]);
    }));
});
