import { expect, test } from "./fixtures.ts";
import { button, field, heading, readBackupCodes, scan } from "./support/acts.ts";
import { tabTo } from "./support/keyboard.ts";

test.use({ appArgs: ["--demo"] });

test("a queue of five people is enrolled by the keyboard only, without losing the place", async ({ page }) => {
  const { keyboard } = page;
  await button(page, "Fill in").click();
  await button(page, "Sign in").click();
  await expect(page.getByRole("status").filter({ hasText: "200 people" })).toBeVisible();

  const enrolment = page.getByRole("combobox", { name: "Enrolment" });
  await tabTo(page, enrolment);
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(enrolment).toHaveValue("Not enrolled");
  const count = page.getByRole("status").filter({ hasText: /people match$/u });
  await expect(count).toBeVisible();
  const waiting = Number.parseInt((await count.textContent()) ?? "", 10);
  const rows = page.locator("[data-number] a");
  await tabTo(page, rows.first());
  await keyboard.press("ArrowDown");
  await expect(page.locator('[data-number="1"] a')).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Enrol a phone" })).toBeFocused();
  await keyboard.press("Enter");

  for (let enrolled = 1; enrolled <= 5; enrolled += 1) {
    await test.step(`person ${enrolled}`, async () => {
      await expect(button(page, "Show the QR code")).toBeFocused();
      await keyboard.press("Enter");
      const phone = await scan(page);
      await expect(field(page, "Code from the app")).toBeFocused();
      await keyboard.type(phone.next());
      await readBackupCodes(page);
      await expect(page.getByRole("checkbox", { name: /has these codes$/u })).toBeFocused();
      await keyboard.press("Space");
      await keyboard.press("Enter");
      await expect(heading(page, "Enrolled")).toBeVisible();
      const next = page.getByRole("link", { name: /^Next: .*, \d+ left$/u });
      await expect(next).toBeFocused();
      if (enrolled < 5) await keyboard.press("Enter");
    });
  }

  await keyboard.press("Shift+Tab");
  await keyboard.press("Shift+Tab");
  await expect(page.getByRole("link", { name: "Back to people" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(enrolment).toHaveValue("Not enrolled");
  await expect(count).toHaveText(`${waiting - 5} people match`);
  // The row where the queue began, with whoever stands there now.
  await expect(page.locator('[data-number="1"] a')).toBeFocused();
});
