import { expect, type Page } from "@playwright/test";
import { approvalDialog, button, confirmDialog, field, goTo, heading } from "./acts.ts";
import type { Visit } from "./visit.ts";

/** The administrators, a fresh code and a one-time code; in the demo. */
async function tourAdministrators(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Administrators");
  await expect(page.getByRole("table", { name: "Administrators" })).toContainText("demo");
  await button(page, "Invite an administrator").click();
  const dialog = page.getByRole("dialog", { name: "Invite an administrator" });
  await field(dialog, "Sign-in name").fill("erik");
  await visit(page, "administrator-invite");
  await button(dialog, "Invite").click();
  await expect(confirmDialog(page)).toBeVisible();
  await visit(page, "fresh-code");
  await button(confirmDialog(page), "Fill in from the demo").click();
  await button(confirmDialog(page), "Confirm").click();
  await expect(page.getByRole("group", { name: "One-time code" })).toBeVisible();
  await visit(page, "one-time-code");
  await button(page, "Done").click();
  await expect(page.getByRole("table", { name: "Administrators" })).toContainText("erik");
  await visit(page, "administrators");
}

/** What a weaker policy asks for, and what waits. */
async function tourApproval(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Policies");
  await page.getByRole("group", { name: "Longest session", exact: true }).getByRole("textbox").fill("20");
  await button(page, "Save").click();
  await expect(approvalDialog(page)).toBeVisible();
  await visit(page, "approval");
  await button(approvalDialog(page), "Cancel").click();
  await button(page, "Discard").click();
}

async function tourKeys(page: Page, visit: Visit): Promise<void> {
  await goTo(page, "Keys");
  await expect(heading(page, "Keys")).toBeVisible();
  await expect(page.getByText("Recovery key").first()).toBeVisible();
  await visit(page, "keys");
}

async function tourSecurity(page: Page, visit: Visit): Promise<void> {
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /account/iu })
    .click();
  await page.getByRole("menuitem", { name: "Your security" }).click();
  await expect(heading(page, "Your security")).toBeVisible();
  await visit(page, "security");
}

export async function tourAdministration(page: Page, visit: Visit): Promise<void> {
  await tourAdministrators(page, visit);
  await tourApproval(page, visit);
  await tourKeys(page, visit);
  await tourSecurity(page, visit);
}
