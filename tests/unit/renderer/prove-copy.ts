import type { Page } from "playwright-core";
import { recoveryKey } from "./fake/records.ts";

/** Types the group of the recovery key that is asked for. */
export async function proveCopy(page: Page): Promise<void> {
  const asked = page.getByLabel(/^Type group \d$/u);
  const label = await asked.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? "");
  await asked.fill(recoveryKey.split("-")[Number(label.replace(/\D/gu, "")) - 1] ?? "");
  await page.keyboard.press("Enter");
}
