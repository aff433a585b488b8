import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  approvalDialog,
  approveByRecoveryKey,
  button,
  field,
  goTo,
  openPerson,
  readBackupCodes,
  scan,
} from "./support/acts.ts";
import { text } from "../../src/shared/texts/text.ts";

const setting = (page: Page, name: string) => page.getByRole("group", { name, exact: true });

/** What the console answers a page that does not check its own form. */
const setDirectly = (page: Page, changes: Record<string, unknown>) =>
  page.evaluate(
    async (input) => {
      const { countersign } = globalThis as unknown as { countersign: Window["countersign"] };
      const reply = await countersign.invoke({ callId: crypto.randomUUID(), procedure: "policies.set", input });
      return reply.ok ? null : { code: reply.error.code, fields: reply.error.fields };
    },
    { changes },
  );

test("an owner asks for longer codes, which the next enrolment obeys, and needs the recovery key for longer sessions", async ({
  signedIn: page,
  prepared,
}) => {
  await goTo(page, "Policies");
  const changes = page.getByRole("list", { name: "Changes" });
  await setting(page, "Digits").getByRole("checkbox", { name: "6 digits" }).uncheck();
  await expect(setting(page, "Default digits")).toContainText("The default must be allowed.");
  await expect(page.getByText("Correct the marked settings first.")).toBeVisible();
  await expect(button(page, "Save")).toBeDisabled();
  expect(await setDirectly(page, { digits: [8] })).toEqual({
    code: "POLICY_REFUSED",
    fields: { "changes.defaultDigits": text("policy.defaultAllowed") },
  });

  await setting(page, "Default digits").getByText("8 digits", { exact: true }).click();
  await expect(changes).toContainText("6 → 8");
  await field(page, "Reason").fill("Our gate takes eight");
  await button(page, "Save").click();
  await expect(page.getByRole("alert").filter({ hasText: "Saved" })).toBeVisible();
  await expect(changes).toHaveCount(0);

  await openPerson(page, prepared.grace.name);
  await page.getByRole("link", { name: "Enrol now" }).click();
  await button(page, "Advanced").click();
  await expect(page.getByRole("radiogroup", { name: "Digits" }).getByRole("radio")).toHaveCount(1);
  await button(page, "Show the QR code").click();
  const phone = await scan(page);
  expect(phone.uri.searchParams.get("digits")).toBe("8");
  const code = phone.next();
  expect(code).toMatch(/^\d{8}$/u);
  await field(page, "Code from the app").fill(code);
  await readBackupCodes(page);
  await page.getByLabel(`${prepared.grace.name} has these codes`).check();
  await button(page, "Next").click();

  await goTo(page, "Audit");
  const change = page.getByRole("row").filter({ hasText: "Policies changed" }).first();
  await change.getByRole("button").click();
  await expect(page.getByRole("main")).toContainText("Our gate takes eight");
  await expect(page.getByRole("main")).toContainText(/before/iu);

  await goTo(page, "Policies");
  await setting(page, "Longest session").getByRole("textbox").fill("20");
  await button(page, "Save").click();
  await expect(approvalDialog(page)).toContainText("12");
  await approveByRecoveryKey(page, prepared.recoveryKey);
  await expect(approvalDialog(page)).toBeHidden();
  await expect(changes).toHaveCount(0);
  await expect(setting(page, "Longest session").getByRole("textbox")).toHaveValue("20");
});
