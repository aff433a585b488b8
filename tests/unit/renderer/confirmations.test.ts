import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { backupCodes, peopleOf } from "./fake/records.ts";
import { button, heading, type Use, useRenderer } from "./harness.ts";
import type { OpenedWindow } from "./window.ts";

const openWindow = useRenderer();

const onSchedule = (use: Use): Promise<void> =>
  openWindow({ role: "owner", backups: { configured: true, count: 1 } }, { at: "/backup?tab=schedule" }, use);

const told = (page: Page) => page.getByText("Schedule saved", { exact: true });

const save = (page: Page) => button(page, "Save");
const busy = (page: Page) => page.locator("[data-loading]");

/** Saves another plan. @returns lets the answer come */
async function sendPlan({ page, fake }: OpenedWindow): Promise<() => void> {
  const answer = fake.hold("backupPlan.set");
  await page.getByLabel("Every week", { exact: true }).check();
  await save(page).click();
  await save(page).and(busy(page)).waitFor();
  return answer;
}

/** Another form shows the plan that was read again: it knows of no call. */
const formReplaced = (page: Page) => save(page).and(busy(page)).waitFor({ state: "detached" });

describe("what was done is told", () => {
  it("though the form was replaced before the answer came", () =>
    onSchedule(async (window) => {
      const { page, fake } = window;
      const answer = await sendPlan(window);
      fake.touch("backupPlan");
      await formReplaced(page);
      expect(await told(page).count()).toBe(0);
      answer();
      await told(page).waitFor();
    }));

  it("though the form was replaced while the other lists were still being read", () =>
    onSchedule(async (window) => {
      const { page, fake } = window;
      const answer = await sendPlan(window);
      fake.hold("system.status");
      answer();
      await formReplaced(page);
      await told(page).waitFor();
      expect(fake.count("backupPlan.set")).toBe(1);
    }));

  it("though its dialog was closed before the answer came", () =>
    openWindow(
      { role: "owner", backups: { configured: true, count: 1 } },
      { at: "/backup?tab=locations" },
      async ({ page, fake }) => {
        const answer = fake.hold("destinations.remove");
        await button(page, "Remove: Disk in the cellar").click();
        await button(page, "Remove").click();
        await expect.poll(() => fake.count("destinations.remove")).toBe(1);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        answer();
        await page.getByText("Backups are no longer sent to Disk in the cellar.").waitFor();
      },
    ));
});

const newcomer = peopleOf(137).find(({ enrolment, status }) => enrolment === "none" && status === "active");

describe("what is shown once is shown", () => {
  it("though its dialog was closed before the answer came", () =>
    openWindow({ role: "operator" }, { at: "/hardware" }, async ({ page, fake }) => {
      const answer = fake.hold("inventory.assign");
      await page.getByRole("textbox", { name: "Search hardware tokens" }).fill("FT-200432");
      await page.keyboard.press("Enter");
      await page.getByRole("combobox", { name: "Person" }).fill(newcomer?.username ?? "");
      await page.getByRole("option", { name: newcomer?.name ?? "" }).click();
      await page.getByRole("textbox", { name: "Code", exact: true }).fill("492817");
      await expect.poll(() => fake.count("inventory.assign")).toBe(1);
      await button(page, "Cancel").click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      answer();
      await page.getByText(`FT-200432 was assigned to ${newcomer?.name}.`).waitFor();
      await heading(page, `Backup codes for ${newcomer?.name}`).waitFor();
      expect(await page.getByRole("list", { name: "Backup codes" }).locator("code").allTextContents()).toEqual(
        backupCodes,
      );
    }));
});
