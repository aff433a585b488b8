import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { requireTool } from "../support/tools.ts";
import { expect, test } from "./fixtures.ts";
import { button, check, field, goTo, openPerson } from "./support/acts.ts";

const rows = (page: Page): Locator =>
  page
    .getByRole("main")
    .getByRole("row")
    .filter({ has: page.getByRole("cell") });

test("the audit is searched and filtered, tells details, and finds a row that was changed behind the console's back", async ({
  signedIn: page,
  prepared,
  dataDir,
}) => {
  await openPerson(page, prepared.ada.name);
  await expect(await check(page, prepared.ada.phone.wrong())).toContainText("Refused");
  await goTo(page, "Audit");
  await expect(rows(page).first()).toContainText("Code checked");
  await expect(rows(page).first()).toContainText("Refused");
  await button(page, /^Details of event \d+$/u)
    .first()
    .click();
  await expect(page.getByRole("definition").filter({ hasText: "wrong code" })).toBeVisible();

  await field(page, "Search").fill("grace");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Person added");
  await button(page, "Clear").click();

  await page.getByRole("combobox", { name: "Area" }).click();
  await page.getByRole("option", { name: "Authenticators" }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText("Authenticator enrolled");

  await field(page, "Administrator").fill("somebody else");
  await expect(page.getByText("No event matches these filters.")).toBeVisible();
  await button(page, "Clear").click();

  await page.getByLabel("From", { exact: true }).fill("2100-01-01");
  await expect(page.getByText("No event matches these filters.")).toBeVisible();

  await button(page, "Verify the audit log").click();
  await expect(page.getByRole("status").filter({ hasText: "Audit log intact" })).toBeVisible();
  const database = path.join(dataDir, "store", "console.db");
  execFileSync(requireTool("sqlite3"), [database, "UPDATE audit_events SET action = 'user.enable' WHERE seq = 3"]);
  await button(page, "Verify the audit log").click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The audit log was tampered with or damaged");
  await expect(alert).toContainText("Event 3");
});
