import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { wrongCode } from "./fake/proof.ts";
import { hour, recoveryKey } from "./fake/records.ts";
import { button, inputs, useRenderer } from "./harness.ts";
import { proveCopy } from "./prove-copy.ts";
import type { OpenedWindow } from "./window.ts";
import { text } from "#shared/texts/text.ts";

const inWindow = useRenderer();

const dialog = (page: Page) => page.getByRole("dialog", { name: "A second administrator must approve this" });
const act = (page: Page) => page.getByRole("group", { name: "What will happen" });
const waiting = (page: Page) => page.getByRole("list", { name: "Waiting approvals" });
const saved = "Policies saved";
const changes = { changes: { lookAhead: 30 } };

/** An owner who has just saved a weaker policy. */
const weakening = (proof: Scenario["proof"], use: (window: OpenedWindow) => Promise<void>): Promise<void> =>
  inWindow(
    { role: "owner", proof: { countersign: "administrator", ...proof } },
    { at: "/policies" },
    async (window) => {
      await window.page.getByRole("textbox", { name: "Look-ahead", exact: true }).fill("30");
      await button(window.page, "Save").click();
      await act(window.page).waitFor();
      await use(window);
    },
  );

async function approve(page: Page, code = "492817", name = "ole.berg"): Promise<void> {
  await dialog(page).getByLabel("Name", { exact: true }).fill(name);
  await dialog(page).getByLabel("Password", { exact: true }).fill("copper lantern meadow");
  await dialog(page).getByLabel("Code", { exact: true }).fill(code);
  await page.keyboard.press("Enter");
}

describe("a second administrator", () => {
  it("sees what will happen, types in empty fields, approves, and the act is done once with what it took", () =>
    weakening({}, async ({ page, fake }) => {
      await act(page).getByText("Do what policies.set does, version 1").waitFor();
      await act(page).getByText("Everybody is signed out").waitFor();
      await dialog(page).getByText("ole.berg or pia.roth").waitFor();
      await dialog(page).getByText("mara.lindqvist stays signed in.", { exact: false }).waitFor();
      await page
        .locator("input:focus")
        .and(dialog(page).getByLabel("Name", { exact: true }))
        .waitFor();
      expect(await dialog(page).getByLabel("Name", { exact: true }).inputValue()).toBe("");
      await approve(page, wrongCode);
      await dialog(page).getByRole("alert").getByText("The name, the password or the code is wrong.").waitFor();
      expect(await dialog(page).getByLabel("Code", { exact: true }).inputValue()).toBe("");
      await approve(page);
      await page.getByText(saved).waitFor();
      expect(inputs(fake, "policies.set")).toEqual([changes, changes]);
      expect(inputs(fake, "approvals.request")).toEqual([{ procedure: "policies.set", input: changes }]);
      expect(inputs(fake, "approvals.approve").at(-1)).toMatchObject({ name: "ole.berg", code: "492817" });
    }));

  it("is somebody else than the one who asks", () =>
    weakening({}, async ({ page, fake }) => {
      await approve(page, "492817", "mara.lindqvist");
      await dialog(page).getByText("This approval cannot be given.").waitFor();
      expect(fake.count("policies.set")).toBe(1);
    }));

  it("waits where they are throttled", () =>
    weakening({ throttledUntil: Date.now() + 120_000 }, async ({ page }) => {
      await approve(page);
      await page.getByRole("button", { name: /^Try again in 1 min/u }).waitFor();
      for (const field of ["Name", "Password", "Code"]) {
        expect(await dialog(page).getByLabel(field, { exact: true }).isDisabled(), field).toBe(true);
      }
    }));

  it("can approve in a window of their own", () =>
    weakening({}, async ({ page, fake }) => {
      await button(page, "It was approved in another window: continue").click();
      await page.getByText("It has not been approved yet.").waitFor();
      fake.proof.approveElsewhere();
      await button(page, "It was approved in another window: continue").click();
      await page.getByText(saved).waitFor();
      expect(fake.count("approvals.approve")).toBe(0);
    }));

  it("is shown anew what changed after the approval", () =>
    weakening({ changes: "approved" }, async ({ page, fake }) => {
      await approve(page);
      await page.getByText("The request has changed").waitFor();
      await act(page).getByText("Do what policies.set does, version 2").waitFor();
      expect(await dialog(page).getByLabel("Password", { exact: true }).inputValue()).toBe("");
      await approve(page);
      await page.getByText(saved).waitFor();
      expect(fake.count("policies.set")).toBe(3);
    }));

  it("is shown anew what changes while it is approved", () =>
    weakening({ changes: "approving" }, async ({ page, fake }) => {
      await approve(page);
      await page.getByText("The request has changed").waitFor();
      await act(page).getByText("Do what policies.set does, version 2").waitFor();
      await approve(page);
      await page.getByText(saved).waitFor();
      expect(fake.count("policies.set")).toBe(2);
    }));
});

describe("the one who asks", () => {
  it("takes the request back by giving up, and finds the page as it was", () =>
    weakening({}, async ({ page, fake }) => {
      await page.keyboard.press("Escape");
      await act(page).waitFor({ state: "detached" });
      await button(page, "Save").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await page.getByRole("textbox", { name: "Look-ahead", exact: true }).inputValue()).toBe("30");
      expect(fake.count("approvals.withdraw")).toBe(1);
      await waiting(page).waitFor({ state: "detached" });
    }));

  it("leaves it waiting, finds it above every page, and withdraws it there", () =>
    weakening({}, async ({ page, fake }) => {
      await button(page, "Keep it waiting").click();
      await waiting(page).getByText("Do what policies.set does, version 1").waitFor();
      await waiting(page).getByText("Waiting for ole.berg or pia.roth", { exact: false }).waitFor();
      expect(fake.count("policies.set")).toBe(1);
      await button(page, "Withdraw: Do what policies.set does, version 1").click();
      await waiting(page).waitFor({ state: "detached" });
    }));

  it("sees the progress of long work after the approval, and can still cancel it", () =>
    inWindow(
      {
        role: "owner",
        proof: { stepUp: true, countersign: "administrator" },
        hanging: ["vault.rotate"],
      },
      { at: "/keys" },
      async ({ page, fake }) => {
        await button(page, "Rotate the key").click();
        await button(page, "Next: the new recovery key").click();
        await page.getByRole("dialog", { name: "Confirm it is you" }).getByLabel("Code").fill("492817");
        await page.keyboard.press("Enter");
        await button(page, "I have stored it").click();
        await proveCopy(page);
        await approve(page);
        await page.getByText("41,000,000 of 96,000,000", { exact: false }).waitFor();
        await button(page, "Cancel").click();
        await button(page, "Next: the new recovery key").waitFor();
        expect(await page.getByRole("alert").count()).toBe(0);
        expect(fake.count("vault.rotate")).toBe(2);
      },
    ));
});

describe("without a second administrator", () => {
  const soleDialog = (page: Page) => page.getByRole("dialog", { name: "Approve this with the recovery key" });

  it("the recovery key approves", () =>
    weakening({ countersign: "recovery key" }, async ({ page, fake }) => {
      const field = soleDialog(page).getByLabel("Recovery key", { exact: true });
      await page.locator("input:focus").and(field).waitFor();
      await field.fill("AAAA-BBBB");
      await page.keyboard.press("Enter");
      await soleDialog(page).getByText("This passphrase or recovery key does not open this console.").waitFor();
      await field.fill(recoveryKey);
      await page.keyboard.press("Enter");
      await page.getByText(saved).waitFor();
      expect(inputs(fake, "policies.set")).toEqual([changes, changes]);
    }));

  it("a delay is told and counted down; the request stays when its dialog is closed", () =>
    weakening({ countersign: "delay", readyAt: Date.now() + 3 * hour }, async ({ page, fake }) => {
      await page.getByText("You can do it from", { exact: false }).waitFor();
      await page.getByText(/^2 h 59 min left/u).waitFor();
      expect(await button(page, "Do it now").isDisabled()).toBe(true);
      await page.keyboard.press("Escape");
      await waiting(page).getByText("Can be done from", { exact: false }).waitFor();
      expect(fake.count("approvals.withdraw")).toBe(0);
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  it("a delay can be withdrawn", () =>
    weakening({ countersign: "delay" }, async ({ page, fake }) => {
      await button(page, "Withdraw").click();
      await act(page).waitFor({ state: "detached" });
      expect(fake.count("approvals.withdraw")).toBe(1);
      expect(fake.count("policies.set")).toBe(1);
    }));

  it("a delay that is over lets the act go on", () =>
    weakening({ countersign: "delay", readyAt: Date.now() + 1500 }, async ({ page, fake }) => {
      await button(page, "Do it now").and(page.locator(":enabled")).waitFor();
      fake.proof.approveElsewhere();
      await button(page, "Do it now").click();
      await page.getByText(saved).waitFor();
      expect(fake.count("policies.set")).toBe(2);
    }));
});

describe("in the approver's own window", () => {
  const request = {
    requestedBy: "ole.berg",
    title: text("approvals.removeOwner", { name: "Olga" }),
    facts: [text("plain.legacy", { sentence: "Olga's sessions end" })],
  };

  it("a request is looked at and signed with the own password and code", () =>
    inWindow({ role: "owner", proof: { waiting: [request] } }, { at: "/health" }, async ({ page, fake }) => {
      await waiting(page).getByText("Requested by ole.berg", { exact: false }).waitFor();
      await button(page, "Review: Remove the owner Olga").click();
      const asking = page.getByRole("dialog", { name: "Approve this request?" });
      await asking.getByText("Olga's sessions end").waitFor();
      expect(await asking.getByLabel("Name", { exact: true }).inputValue()).toBe("mara.lindqvist");
      await asking.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
      await asking.getByLabel("Code", { exact: true }).fill("492817");
      await page.keyboard.press("Enter");
      await page.getByText("ole.berg can continue.").first().waitFor();
      await waiting(page).getByText("Approved by mara.lindqvist.", { exact: false }).waitFor();
      expect(fake.count("approvals.approve")).toBe(1);
    }));

  it("an own request that was approved meanwhile says so and leads to its page", () =>
    inWindow(
      { role: "owner", proof: { waiting: [{ state: "approved", approvedBy: "ole.berg" }] } },
      { at: "/health" },
      async ({ page }) => {
        await waiting(page).getByText("Approved by ole.berg. Repeat the action and it goes through.").waitFor();
        await page.getByRole("link", { name: "Go to its page" }).click();
        await page.getByRole("heading", { name: "Policies", exact: true }).waitFor();
        expect(await waiting(page).count()).toBe(1);
      },
    ));
});

describe("the dialogs are accessible in light and dark, and overflow nowhere", () => {
  it("for a second administrator, with a notice that it changed", () =>
    weakening({ changes: "approving" }, async ({ page }) => {
      await approve(page);
      await page.getByText("The request has changed").waitFor();
      await expectAccessible(page);
    }));

  it("for a delay", () => weakening({ countersign: "delay" }, ({ page }) => expectAccessible(page)));

  it("and so is what waits above the page", () =>
    inWindow(
      { role: "owner", proof: { waiting: [{ requestedBy: "ole.berg" }, { state: "approved" }] } },
      { at: "/health" },
      async ({ page }) => {
        await waiting(page).waitFor();
        await expectAccessible(page);
      },
    ));
});
